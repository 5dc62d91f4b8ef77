import BuildModel
import Classification
import Strategies

extension PlanInput {
  /// Where files that a container can see call commands, or hold certain texts.
  func calls(of commands: [String], texts: [String] = [], code: [Glob] = []) -> CommandCalls {
    let declaring = strategies.ecosystems.flatMap { $0.manifests + $0.packageManagers.flatMap(\.locks) }
    return CommandCalls(
      of: commands, texts: texts, in: seen, folder: context.folder, code: code,
      isSkipped: { declaring.match($0) || CommandCalls.tellsOfBuilding($0) })
  }

  /// Whether the program downloads something, or starts what was downloaded: a shell, or a language's interpreter.
  func isFetch(_ program: String) -> Bool {
    PosixPrograms.fetches.contains(program)
      || strategies.ecosystems.contains { $0.images.contains { $0.provides.match(program) } }
  }
}
