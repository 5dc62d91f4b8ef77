import BuildModel
import Classification
import DockerfileSyntax
import ShellSyntax
import SourceText

/// Which copies from the context go to the build stage alone: only installs read them, a later COPY brings the same files
/// again, and nothing reads them before.
struct CopyFates {
  /// The copies' instructions.
  private(set) var moved: Set<Int> = []
  /// The elements of RUNs that change nothing but what these copies bring.
  private(set) var units: [Int: Set<Int>] = [:]
  /// The copies that bring again what those brought.
  private var covers: [Int: Int] = [:]

  /// The copies that no other brings again: a command deletes what they brought.
  var deleted: Set<Int> { moved.filter { covers[$0] == nil } }

  private let input: PlanInput
  private let lastInstall: Int
  /// The elements of each RUN that leave the run stage.
  private let movedUnits: [Int: Set<Int>]
  private var facts: StageFacts { input.facts }

  init(_ input: PlanInput, lastInstall: Int, moved movedUnits: [Int: Set<Int>]) {
    self.input = input
    self.lastInstall = lastInstall
    self.movedUnits = movedUnits
    let contextCopies = facts.copies.keys.sorted()
    for index in contextCopies.reversed() where index < lastInstall && !input.overrides.ignored.contains(index) {
      guard let copy = facts.copies[index], !CopyReads.unpacks(copy, facts) else { continue }
      let cover = contextCopies.first { later in
        later > index && !moved.contains(later) && facts.copies[later]?.covers(copy, in: input.files) == true
          && isPlain(later)
      }
      if cover != nil || isDeleted(copy) { moved.insert(index) }
      covers[index] = cover
    }
    var changed = true
    while changed {
      changed = false
      for index in moved.sorted() {
        guard let copy = facts.copies[index], isRead(copy) else { continue }
        moved.remove(index)
        changed = true
      }
    }
    for index in facts.runs.keys.sorted() where !input.overrides.ignored.contains(index) {
      guard let run = facts.runs[index] else { continue }
      for unit in run.units where changesOnlyMovedCopies(unit, of: index) {
        units[index, default: []].insert(unit.item)
      }
    }
  }

  /// Whether the instruction copies files as they are: an ADD can unpack a file.
  private func isPlain(_ index: Int) -> Bool {
    facts.file.dockerfile.instructions[index].keyword == .copy
      || facts.copies[index]?.sources.allSatisfy { $0.isEmpty || input.files.isFolder($0) } == true
  }

  /// Whether a command deletes all that the copy brought, before or with the last install.
  private func isDeleted(_ copy: ContextCopy) -> Bool {
    let places = copy.sources.compactMap { copy.imagePath(of: $0, in: input.files) }
    guard places.count == copy.sources.count, !places.contains(copy.destination) || !copy.isFolder else { return false }
    return facts.runs.keys.contains { index in
      guard index > copy.instruction, index <= lastInstall, let run = facts.runs[index] else { return false }
      return run.units.contains { unit in
        unit.facts.contains { fact in
          guard fact.program == "rm", fact.script == nil, let state = facts.states[index] else { return false }
          let removed = fact.words.dropFirst().filter { !$0.hasPrefix("-") }.map {
            ImagePath.normalise($0, in: state.workdir)
          }
          return places.allSatisfy { place in removed.contains { Self.covers($0, place) } }
        }
      }
    }
  }

  /// Whether a path, whose name can be a pattern, is another one or holds it.
  private static func covers(_ path: String, _ place: String) -> Bool {
    guard Wildcard.isPattern(path) else { return ImagePath.contains(path, place) }
    return ImagePath.folder(of: path) == ImagePath.folder(of: place)
      && Wildcard.matches(ImagePath.basename(path), ImagePath.basename(place))
  }

  /// Whether a command that stays in the run stage can read what the copy brings before it is brought again.
  private func isRead(_ copy: ContextCopy) -> Bool {
    let end = covers[copy.instruction] ?? lastInstall + 1
    let reads = CopyReads(copy, facts, files: input.files, movedCopies: moved)
    for index in facts.runs.keys.sorted() where index > copy.instruction && index < end {
      guard let run = facts.runs[index] else { continue }
      let remaining = run.units.filter { movedUnits[index]?.contains($0.item) != true }
      for unit in remaining where !changesOnlyMovedCopies(unit, of: index) {
        // A command can get a file by `<` without naming it among its words.
        if run.script?.tree.text.bytes[unit.range].contains(UInt8(ascii: "<")) == true { return true }
        for fact in unit.facts {
          // A script can read any file, by a redirection too, and be what the copy brings.
          if fact.script != nil || reads.needsFolder(fact) || reads.looksAt(fact) { return true }
          switch fact.effect {
          case .runsTool: return true
          case .runsProgram: if self.reads(fact, copy) || names(fact, copy, at: index) { return true }
          case .bringsTools, .replacesTools, .configuresManager, .addsPackageSource:
            if names(fact, copy, at: index) { return true }
          case .setsUp(let paths): if paths.contains(where: { touches($0, copy) }) { return true }
          default: break
          }
        }
      }
    }
    return false
  }

  /// Whether a word of a command, which may be its program, is the path of what the copy brings.
  private func names(_ fact: CommandFact, _ copy: ContextCopy, at index: Int) -> Bool {
    guard let workdir = facts.states[index]?.workdir else { return true }
    return fact.words.contains { brings(ImagePath.normalise($0, in: workdir), copy) }
  }

  /// Programs of the distribution that name no path of the copy leave it alone; any other program may read it.
  private func reads(_ fact: CommandFact, _ copy: ContextCopy) -> Bool {
    let isEveryday =
      PosixPrograms.readsAndWrites.contains(fact.program ?? "") || input.isFetch(fact.program ?? "")
    return !isEveryday
      || fact.words.dropFirst().contains {
        !$0.hasPrefix("-") && touches(ImagePath.normalise($0, in: copy.destination), copy) && !$0.hasPrefix("/usr")
          && !$0.hasPrefix("/etc") && !$0.hasPrefix("/var")
      }
  }

  private func touches(_ path: String, _ copy: ContextCopy) -> Bool {
    let folder = path.contains("*") ? ImagePath.folder(of: path) : path
    return ImagePath.contains(copy.destination, folder)
  }

  private func changesOnlyMovedCopies(_ unit: RunFact.Unit, of instruction: Int) -> Bool {
    guard !unit.facts.isEmpty else { return false }
    return unit.facts.allSatisfy { fact in
      let paths: [String]
      switch fact.effect {
      case .setsUp(let changed) where fact.program == "chmod": paths = changed
      case .runsProgram, .systemHousekeeping:
        guard fact.program == "rm", fact.script == nil, let state = facts.states[instruction] else { return false }
        paths = fact.words.dropFirst().filter { !$0.hasPrefix("-") }.map { ImagePath.normalise($0, in: state.workdir) }
      default: return false
      }
      return !paths.isEmpty
        && paths.allSatisfy { path in
          moved.contains { copy in
            instruction < covers[copy] ?? lastInstall + 1 && facts.copies[copy].map { brings(path, $0) } ?? false
          }
        }
    }
  }

  private func brings(_ path: String, _ copy: ContextCopy) -> Bool {
    let folder = path.contains("*") ? ImagePath.folder(of: path) : path
    if copy.destination == folder { return copy.sources.allSatisfy { input.files.isFolder($0) } || !copy.isFolder }
    return ImagePath.contains(copy.destination, folder) && copy.contextPath(of: path, in: input.files) != nil
  }
}
