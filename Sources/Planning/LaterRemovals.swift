import BuildModel
import Classification
import DockerfileSyntax
import ShellSyntax
import SourceText

/// Finds packages that a step of the run stage uses and that are gone again when the build stage is done.
///
/// The run stage gets the installed packages as the last install left them. A step that stood between two installs, or
/// before a removal that moves, would miss what it had.
struct LaterRemovals {
  private let facts: StageFacts
  private let fates: UnitFates

  init(_ facts: StageFacts, fates: UnitFates) {
    self.facts = facts
    self.fates = fates
  }

  /// One refusal for each command that takes packages away.
  func refusals() -> [Refusal] {
    var refusals: [Refusal] = []
    var paths: Set<String> = []
    var step: CommandFact?
    for index in facts.runs.keys.sorted() where index <= fates.lastInstall {
      guard let run = facts.runs[index] else { continue }
      var own: Set<String> = []
      for unit in run.units {
        let stays = fates.moved[index]?.contains(unit.item) != true
        for fact in unit.facts {
          switch fact.effect {
          case .installsLanguagePackages(let install):
            if install.isExact, let step, install.paths.contains(where: paths.contains) {
              refusals.append(refusal(fact, after: step, run, unit))
            }
            paths.formUnion(install.paths)
            own.formUnion(install.paths)
          case .removesLanguagePackages where !stays:
            if let step { refusals.append(refusal(fact, after: step, run, unit)) }
          case .runsTool where stays && !paths.isEmpty: step = fact
          case .runsProgram(let name) where stays && !paths.isEmpty:
            if ["rm", "mv"].contains(name) {
              if names(fact, oneOf: paths) || removes(fact, folderOf: own, facts.states[index]) {
                refusals.append(refusal(fact, after: nil, run, unit))
              }
            } else if !PosixPrograms.needNoCompiler.contains(name) {
              step = fact
            }
          default: break
          }
        }
      }
    }
    return refusals
  }

  private func names(_ fact: CommandFact, oneOf paths: Set<String>) -> Bool {
    fact.words.dropFirst().contains { word in
      paths.contains { word == $0 || ImagePath.basename(word) == ImagePath.basename($0) }
    }
  }

  /// Whether the command removes a folder around packages that its own RUN installs: no layer had them.
  ///
  /// A relative path counts from each folder above them, since commands of the RUN can have gone there.
  private func removes(_ fact: CommandFact, folderOf paths: Set<String>, _ state: StageState?) -> Bool {
    guard fact.program == "rm", let workdir = state?.workdir else { return false }
    return fact.words.dropFirst().filter { !$0.hasPrefix("-") && !$0.contains("*") }.contains { word in
      paths.contains { path in
        if word.hasPrefix("/") { return ImagePath.contains(ImagePath.normalise(word), path) }
        var folder = ImagePath.contains(workdir, path) ? path : workdir
        while ImagePath.contains(workdir, folder) {
          if ImagePath.contains(ImagePath.normalise(word, in: folder), path) { return true }
          guard folder != ImagePath.folder(of: folder) else { break }
          folder = ImagePath.folder(of: folder)
        }
        return false
      }
    }
  }

  private func refusal(
    _ fact: CommandFact, after step: CommandFact?, _ run: RunFact, _ unit: RunFact.Unit
  ) -> Refusal {
    let command = fact.words.prefix(3).joined(separator: " ")
    let user = step.map { ", which `\($0.words.prefix(3).joined(separator: " "))` uses before" } ?? ""
    return Refusal(
      id: "split/packages-removed-later", reason: "`\(command)` takes installed packages away\(user)",
      help: "build in a stage of its own, or remove the packages in a RUN of its own behind the last install",
      range: run.script.map { $0.tree.text.sourceRange(of: unit.range) }
        ?? facts.file.dockerfile.instructions[run.instruction].range)
  }
}
