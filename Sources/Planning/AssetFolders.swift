import BuildModel
import Classification
import DockerfileSyntax
import SourceText

/// What a step that makes assets leaves, seen from the copy that takes its place: no file may change its owner, and no
/// later command may miss what the step made besides.
struct AssetFolders {
  private let input: PlanInput
  private let step: Int
  private var facts: StageFacts { input.facts }

  /// - Parameter step: the instruction of the step.
  init(_ input: PlanInput, step: Int) {
    self.input = input
    self.step = step
  }

  func allowCopies(of paths: [String]) -> Bool {
    paths.allSatisfy { isBrought($0) && keepsOwners($0) }
      && later.flatMap(changed).allSatisfy { path in
        paths.contains { ImagePath.contains($0, path) } || !ImagePath.contains(facts.end.workdir, path) || isThere(path)
      }
  }

  private var earlier: [CommandFact] { facts.runOrder.filter { $0 < step }.flatMap { facts.runs[$0]?.facts ?? [] } }
  private var later: [CommandFact] { facts.runOrder.filter { $0 >= step }.flatMap { facts.runs[$0]?.facts ?? [] } }

  /// The paths whose owner or mode a command changes: the application's folder where they are not known.
  private func changed(by fact: CommandFact) -> [String] {
    guard case .setsUp(let paths) = fact.effect, Self.changesOwners.contains(fact.program ?? "") else { return [] }
    return paths.isEmpty ? [facts.end.workdir] : paths
  }

  private static let changesOwners: Set<String> = ["chown", "chgrp", "chmod"]

  /// Whether a path of the image comes from the context, or a command makes it.
  private func isThere(_ path: String) -> Bool {
    path == facts.end.workdir || facts.copies.values.contains { source(of: path, $0) != nil }
      || facts.runs.contains { index, run in
        guard let state = facts.states[index] else { return false }
        return run.facts.filter { $0.program == "mkdir" }.flatMap { MadeFolders.paths(of: $0, state) }.contains {
          ImagePath.contains(path, $0)
        }
      }
  }

  /// What of the context a copy puts at a path; nil if it puts nothing there.
  private func source(of path: String, _ copy: ContextCopy) -> String? {
    copy.sources.lazy.compactMap { source -> String? in
      let rest = path == copy.destination ? "" : ImagePath.rest(of: path, below: copy.destination)
      let inside = rest.map { $0.isEmpty ? source : ImagePath.join(source, $0) }
      return [inside, source].compactMap { $0 }.first { place in
        copy.imagePath(of: place, in: input.files) == path
          && (input.files.isFolder(place) || input.files.read(place) != nil)
      }
    }.first
  }

  /// Copies before the step that bring the folder, or something in it.
  private func copies(into path: String) -> [Int: ContextCopy] {
    facts.copies.filter { index, copy in
      index < step
        && (path != copy.destination && ImagePath.contains(path, copy.destination) || source(of: path, copy) != nil)
    }
  }

  private func isBrought(_ path: String) -> Bool {
    copies(into: path).values.contains { ImagePath.contains($0.destination, path) }
  }

  /// Whether all that lies in the folder belongs to the user of the step.
  private func keepsOwners(_ path: String) -> Bool {
    guard let state = facts.states[step] else { return false }
    let user = state.isRoot ? "root" : state.user
    func belongs(_ owner: String) -> Bool { owner.prefix { $0 != ":" } == user.prefix { $0 != ":" } }
    let changes = earlier.filter { fact in
      changed(by: fact).contains { ImagePath.contains($0, path) || ImagePath.contains(path, $0) }
    }
    guard changes.isEmpty else {
      return changes.allSatisfy { fact in
        fact.program == "chown" && fact.words.dropFirst().first { !$0.hasPrefix("-") }.map(belongs) == true
      }
    }
    return copies(into: path).keys.allSatisfy { index in
      let copy = facts.file.dockerfile.instructions[index]
      return copy.flag("chmod") == nil && belongs(copy.flag("chown")?.value ?? "root")
    }
  }
}
