import BuiltinPlugins
import Classification
import FoundationEssentials
import MigrateKit
import Planning
import SourceText
import Strategies

// ROOT DOCKERFILE CONTEXT COMPOSE...
let arguments = Array(CommandLine.arguments.dropFirst())
let root = arguments[0]
let dockerfile = root + "/" + (arguments.count > 1 ? arguments[1] : "Dockerfile")
let files = ProjectFiles(
  read: { path in (try? Data(contentsOf: URL(filePath: path))).map { Array($0) } },
  entries: { try? FileManager.default.contentsOfDirectory(atPath: $0.isEmpty ? "." : $0).sorted() })
let (strategies, problems) = StrategySet.load([
  BuiltinManifests.all.map { PluginFile(path: $0.path, text: TableText($0.text)) }
])
for problem in problems { print(problem.path, problem.message, problem.help ?? "") }
let names = arguments.count > 3 ? Array(arguments.dropFirst(3)) : ["compose.yaml", "docker-compose.yml"]
let compose = names.compactMap { name in
  files.read(root + "/" + name).map { SourceFile(path: root + "/" + name, bytes: $0) }
}
let input = MigrationInput(
  dockerfile: SourceFile(path: dockerfile, bytes: files.read(dockerfile) ?? []), composeFiles: compose,
  folder: arguments.count > 2 ? (arguments[2] == "." ? root : root + "/" + arguments[2]) : root, files: files)
let result = Migration.run(input, strategies: strategies)
for diagnostic in result.diagnostics {
  print("  diag", diagnostic.severity, diagnostic.id, diagnostic.message, diagnostic.notes)
}
if let plan = result.plan {
  print(plan.outcome, "-", plan.summary, plan.estimate.map { "\($0.saving / 1000) MB" } ?? "")
  for package in plan.packages {
    print("   pkg", package.name, package.decision, "|", package.reason, package.evidence?.what ?? "")
  }
  for refusal in plan.refusals { print("   refusal", refusal.id, refusal.reason) }
  for note in plan.notes { print("   note", note.message) }
}
for change in result.changes {
  try Data(change.after).write(to: URL(filePath: change.path + ".new"))
}
