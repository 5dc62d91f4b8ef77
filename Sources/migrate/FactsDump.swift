import Strategies
import ShellSyntax
import BuildModel
import Classification
import DockerfileSyntax
import MigrateKit
import Planning
import SourceText

/// What each command of a stage's RUN instructions does.
struct FactsDump {
  let options: ProjectOptions
  let format: PlanFormat

  /// One line for each command, or one JSON array.
  func render(_ path: String) throws(Failure) -> String {
    let locator = ProjectLocator(options: options, currentFolder: Disk.currentFolder())
    let (project, options) = try locator.locate(path)
    let (strategies, _) = try StrategyFolders.load(plugins: options.plugins, folder: project.folder)
    let dockerfile = Dockerfile.parse(project.dockerfile.bytes)
    let file = BuildFile(dockerfile)
    guard let stage = options.stage.map({ file.stage(named: $0) }) ?? file.stages.last else {
      throw Failure("usage/unknown-stage", "`\(path)` has no such stage")
    }
    let files = ProjectFiles(read: { try? Disk.read($0) }, entries: { Disk.entries(of: $0) })
    let context = files.context(at: project.folder, for: project.dockerfile.path)
    let facts = StageFacts(file, stage: stage, strategies: strategies, files: context.sent)
    let lines = LineIndex(dockerfile.source)
    let runs = facts.runs.keys.sorted().compactMap { facts.runs[$0] }
    let rows = runs.flatMap { run in run.facts.map { (run, $0) } }
    func line(_ run: RunFact, _ fact: CommandFact) -> Int {
      let start = dockerfile.instructions[run.instruction].range.lowerBound
      guard let range = fact.range, let script = run.script else { return lines.line(at: start) }
      return lines.line(at: script.tree.text.sourceOffset(of: range.lowerBound))
    }
    guard format == .json else {
      return rows.map { run, fact in
        "\(line(run, fact)): \(Printable.text(fact.words.joined(separator: " ")))\n"
          + "    \(Printable.text(fact.effect.text))\n    by \(fact.rule)\(fact.script.map { " in \($0)" } ?? "")\n"
      }.joined()
    }
    return JSONValue.array(
      rows.map { run, fact in
        .fields([
          "line": .integer(line(run, fact)), "program": .optional(fact.program), "words": .strings(fact.words),
          "effect": .string(fact.effect.text), "rule": .string(fact.rule), "script": .optional(fact.script),
        ])
      }
    ).line + "\n"
  }
}
