import BuiltinPlugins
import FoundationEssentials
import Classification
import MigrateKit
import Planning
import SourceText
import Strategies

let root = CommandLine.arguments[1]
let files = ProjectFiles(
  read: { path in (try? Data(contentsOf: URL(filePath: path))).map { Array($0) } },
  entries: { try? FileManager.default.contentsOfDirectory(atPath: $0).sorted() })
let (strategies, problems) = StrategySet.load([
  BuiltinManifests.all.map { PluginFile(path: $0.path, text: TableText($0.text)) }
])
for problem in problems { print(problem.path, problem.message, problem.help ?? "") }
let compose = ["compose.yaml", "docker-compose.yml"].compactMap { name in
  files.read(root + "/" + name).map { SourceFile(path: root + "/" + name, bytes: $0) }
}
let input = MigrationInput(
  dockerfile: SourceFile(path: root + "/Dockerfile", bytes: files.read(root + "/Dockerfile") ?? []), composeFiles: compose,
  folder: root, files: files)
let result = Migration.run(input, strategies: strategies)
for diagnostic in result.diagnostics { print(diagnostic.severity, diagnostic.id, diagnostic.message, diagnostic.notes) }
if let plan = result.plan {
  print(plan.outcome, plan.summary, plan.estimate?.saving ?? 0)
  for package in plan.packages { print(" ", package.name, package.decision, package.reason, package.evidence?.what ?? "") }
  for refusal in plan.refusals { print("  refusal", refusal.id, refusal.reason) }
  for note in plan.notes { print("  note", note.message) }
  for placement in plan.instructions { print("  ", placement.instruction, placement.build == .absent ? "-" : "B", placement.run == .absent ? "-" : "R", placement.reason) }
}
for change in result.changes {
  try Data(change.after).write(to: URL(filePath: change.path + ".new"))
}
