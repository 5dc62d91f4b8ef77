import BuildModel
import Classification
import SourceText
import Strategies

/// Finds commands that add a source of system packages for nothing but a language which the run stage does without.
struct IdleSources {
  private let input: PlanInput

  init(_ input: PlanInput) { self.input = input }

  func serves(_ unit: RunFact.Unit) -> Bool {
    guard !input.idlePrograms.isEmpty, let distribution = input.facts.base.distribution else { return false }
    let words = unit.facts.flatMap { $0.words + $0.writes }.filter { $0.utf8.contains { "/:".utf8.contains($0) } }
    let packages = words.compactMap { word in distribution.otherArchives.first { $0.words.match(word) } }
      .flatMap(\.packages)
    guard !packages.isEmpty, packages.allSatisfy({ input.idlePrograms.contains($0.pattern) }) else { return false }
    return unit.facts.allSatisfy { fact in
      switch fact.effect {
      case .addsPackageSource, .neutral, .setsUp: true
      case .runsProgram(let program):
        PosixPrograms.fetches.contains(program) || PosixPrograms.isHarmless(program, in: distribution)
      default: false
      }
    }
      && unit.facts.flatMap(outputs).allSatisfy { output in
        output == "/dev/null" || distribution.sourceFolders.contains { ImagePath.contains($0, output) }
      }
  }

  /// The files that a command writes.
  private func outputs(of fact: CommandFact) -> [String] {
    let named = fact.words.indices.filter { ["-o", "-O", "--output"].contains(fact.words[$0]) }
      .compactMap { fact.words.indices.contains($0 + 1) ? fact.words[$0 + 1] : "" }
    let isHidden = fact.words.contains { $0.hasPrefix("-O") && $0 != "-O" || $0 == "--remote-name" }
    return fact.writes + named.filter { $0 != "-" } + (isHidden ? [""] : [])
  }
}
