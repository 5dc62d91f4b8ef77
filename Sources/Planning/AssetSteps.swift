import BuildModel
import Classification
import DockerfileSyntax
import SourceText
import Strategies

/// Finds steps that make what browsers get, by another language that the application needs for nothing else.
///
/// Such a step counts as an install of what it makes, and the other language, with its packages, stays in the build
/// stage. All else stays as it is where anything shows, or can't be shown not to be, that needs the language later: a
/// command of the image or of another step, a package that starts it, the application's own code, a developer's mount.
struct AssetSteps {
  private let input: PlanInput
  private var facts: StageFacts { input.facts }

  init(_ input: PlanInput) { self.input = input }

  /// The input of a plan in which these steps move; nil if there are none that can.
  func moved() -> PlanInput? {
    guard let step = steps.last, let own = input.strategies.ecosystem(named: step.run.ecosystem),
      let rules = own.assets,
      let language = input.strategies.ecosystem(named: rules.language), language.id != own.id,
      facts.languageInstalls.contains(where: { $0.install.ecosystem == language.id }),
      facts.languageInstalls.allSatisfy({ $0.instruction < step.instruction }),
      input.descendants.isEmpty, input.derived.isEmpty, !input.isMounted, !input.servesDevelopers
    else { return nil }
    let programs = Set(
      language.packageManagers.flatMap(\.tools)
        + language.images.flatMap(\.provides).flatMap { $0.pattern.split(separator: "|").map(String.init) }
    ).sorted()
    guard input.needs.first(of: programs + rules.exceptCommands) == nil,
      input.overrides.keep.isDisjoint(with: programs),
      NeededTools.startedByPackages(input).isDisjoint(with: programs),
      areUsedByStepsAlone(programs),
      steps.allSatisfy({ AssetFolders(input, step: $0.instruction).allowCopies(of: $0.run.assets) }),
      isKnown(own), !rules.exceptPackages.contains(where: input.dependencies.contains)
    else { return nil }
    let calls = input.calls(of: programs, texts: rules.exceptTexts, in: CodeRules(files: rules.code))
    guard calls.isComplete, calls.places.isEmpty, calls.texts.isEmpty else { return nil }
    return moving(language, programs)
  }

  /// Whether all packages of the language are known by their names.
  private func isKnown(_ own: EcosystemStrategy) -> Bool {
    let known = KnownPackages(input)
    return facts.languageInstalls.filter { $0.install.ecosystem == own.id }.allSatisfy { known.gap($0.install) == nil }
      && known.gap(own.packageManagers.flatMap(\.locks), "") == nil
  }

  private struct Step {
    let instruction: Int
    let run: ToolRun
  }

  private var steps: [Step] {
    facts.runOrder.flatMap { index in
      (facts.runs[index]?.facts ?? []).compactMap { fact in
        guard case .runsTool(let run) = fact.effect, !run.assets.isEmpty else { return nil }
        return Step(instruction: index, run: run)
      }
    }
  }

  /// Whether no other command starts one of the programs, or can do so.
  private func areUsedByStepsAlone(_ programs: [String]) -> Bool {
    let distribution = facts.base.distribution
    let isCopied = facts.file.dockerfile.instructions.contains { instruction in
      instruction.flag("from")?.value.flatMap { facts.file.stage(named: $0, before: .max) }?.index == facts.stage.index
    }
    guard !isCopied else { return false }
    return facts.runs.values.flatMap(\.facts).allSatisfy { fact in
      switch fact.effect {
      case .runsTool(let run):
        !run.assets.isEmpty || !programs.contains(run.program) && !run.uses.contains(where: programs.contains)
      case .runsProgram(let program):
        PosixPrograms.isHarmless(program, in: distribution) || PosixPrograms.fetches.contains(program)
      case .refused: false
      default: true
      }
    }
  }

  /// Whether the element is one command that makes assets, with what starts it, as in `bundle exec rake`.
  private static func makesAssets(_ unit: RunFact.Unit) -> Bool {
    unit.isSimple
      && unit.facts.contains { fact in
        if case .runsTool(let run) = fact.effect { !run.assets.isEmpty } else { false }
      }
  }

  private func moving(_ language: EcosystemStrategy, _ programs: [String]) -> PlanInput {
    @Sendable func change(_ facts: StageFacts) -> StageFacts {
      StageFacts(facts) { index, unit, fact in
        switch fact.effect {
        case .runsTool(let run) where run.assets.isEmpty && Self.makesAssets(unit): return .neutral
        case .runsTool(let run) where !run.assets.isEmpty:
          return .installsLanguagePackages(run.asInstall(facts.states[index] ?? StageState()))
        case .installsLanguagePackages(let install) where install.ecosystem == language.id:
          return .installsLanguagePackages(install.copied(onlyFor: programs))
        default: return fact.effect
        }
      }
    }
    var moved = input
    moved.facts = change(facts)
    moved.markedFacts = input.markedFacts.map { marked in MarkedFacts { change(marked.facts) } }
    let folders = facts.languageInstalls.map(\.install).filter { $0.ecosystem == language.id }.flatMap(\.paths)
    moved.idle = IdleLanguage(ecosystem: language.id, programs: programs, folders: folders)
    return moved
  }
}
