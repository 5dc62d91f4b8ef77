import BuildModel
import Classification
import SourceText
import Strategies

/// Finds commands that add a source of system packages for nothing but a language which the run stage does without.
struct IdleSources {
  private let input: PlanInput

  init(_ input: PlanInput) { self.input = input }

  func serves(_ unit: RunFact.Unit) -> Bool {
    guard let idle = input.idle, let distribution = input.facts.base.distribution else { return false }
    let packages = OtherArchives.packages(of: unit.facts.flatMap { $0.words + $0.writes }, distribution)
    guard !packages.isEmpty, packages.allSatisfy({ idle.programs.contains($0.pattern) }) else { return false }
    return unit.facts.allSatisfy { fact in
      switch fact.effect {
      case .addsPackageSource, .neutral, .setsUp: true
      case .runsProgram(let program):
        PosixPrograms.fetches.contains(program) || PosixPrograms.isHarmless(program, in: distribution)
      default: false
      }
    }
      && unit.facts.flatMap(Self.files).allSatisfy { output in
        output == "/dev/null" || distribution.sourceFolders.contains { ImagePath.contains($0, output) }
      }
  }

  /// The files that a command writes.
  private static func files(of fact: CommandFact) -> [String] {
    let option = fact.program == "gpg" ? fact.words.firstIndex { $0 == "-o" || $0 == "--output" } : nil
    return Downloads.files(of: fact) + (option.map { fact.words.dropFirst($0 + 1).prefix(1) } ?? [])
  }
}
