import BuildModel
import Classification
import Strategies

/// The package managers that the run stage needs.
enum NeededTools {
  /// Those that the running image, a step that stays, or one behind the last install uses.
  static func of(_ input: PlanInput, lastInstall: Int) -> Set<String> {
    let tools = input.strategies.tools
    var needed = Set(input.needs.commands.keys.filter(tools.contains))
    for (index, run) in input.facts.runs {
      for fact in run.facts {
        if case .runsTool(let run) = fact.effect { needed.formUnion(tools.intersection(run.uses)) }
        guard let program = fact.program, tools.contains(program) else { continue }
        if fact.effect.isRun {
          needed.insert(program)
        } else if index > lastInstall {
          needed.insert(program)
        }
      }
    }
    needed.formUnion(startedByPackages(input))
    return needed.union(calledByDevelopers(input, but: needed))
  }

  /// Those that packages of the application start while it runs.
  static func startedByPackages(_ input: PlanInput) -> Set<String> {
    let environment = input.facts.end.environment
    return Set(
      input.ecosystem.toolUsers.filter { user in
        user.packages.contains(where: input.dependencies.contains)
          && !user.exceptEnvironment.contains { environment[$0.key] == $0.value }
      }.flatMap(\.tools))
  }

  /// Those that the stage brings and that files of the project call, where developers work on it in the container.
  private static func calledByDevelopers(_ input: PlanInput, but needed: Set<String>) -> Set<String> {
    guard input.isForDevelopers else { return [] }
    let brought = input.facts.runs.values.flatMap(\.facts).flatMap { fact in
      if case .bringsTools(let tools) = fact.effect { tools.names } else { [String]() }
    }
    let others = Set(brought).subtracting(needed).sorted()
    return others.isEmpty ? [] : Set(input.calls(of: others).places.keys)
  }

  /// Those that elements of RUNs start, whatever they do, and that the base image does not bring.
  static func started(by units: [RunFact.Unit], _ input: PlanInput) -> Set<String> {
    let tools = input.strategies.tools
    let programs = units.flatMap { $0.facts.lazy.compactMap(\.program) }
    return Set(
      programs.filter { tools.contains($0) && !input.ecosystem.provides($0, image: input.facts.base.repository) })
  }
}
