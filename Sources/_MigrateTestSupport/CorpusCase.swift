package import MigrateKit
import SourceText
package import Strategies
import YAMLSyntax

/// One starter application with what is expected of its migration.
package struct CorpusCase: Sendable {
  /// `<ecosystem>/<case>`.
  package let name: String
  package let title: String
  /// `split`, `prune`, `nothing-to-gain` or `refused`.
  package let outcome: String
  /// The id of the refusal that must be given.
  package let refusal: String?
  package let options: MigrationOptions
  /// The Dockerfile's path in the application.
  package let dockerfile: String
  /// The application, by path.
  package let before: [String: [UInt8]]

  /// What is wrong with a `case.yaml` that can't be used.
  package struct Malformed: Error, CustomStringConvertible {
    package let description: String
  }

  /// - Throws: `Malformed` where a key is unknown, missing, or has another form.
  package init(name: String, manifest: [UInt8], before: [String: [UInt8]]) throws {
    let (document, diagnostics) = YAMLDocument.parse(manifest, path: name + "/case.yaml")
    guard diagnostics.isEmpty, let root = document.root else { throw Malformed(description: "\(name): no YAML") }
    func check(_ node: YAMLNode?, knows keys: Set<String>) throws {
      for entry in node?.entries ?? [] where !keys.contains(entry.key.string ?? "") {
        throw Malformed(description: "\(name): unknown key \(entry.key.string ?? "")")
      }
    }
    try check(root, knows: ["title", "shows", "failure-modes", "options", "outcome", "refusal", "dockerfile"])
    try check(root["options"], knows: ["ecosystem", "stage", "keep", "drop", "base", "dev-target"])
    guard let title = root["title"]?.string, let outcome = root["outcome"]?.string,
      root["shows"]?.items.isEmpty == false
    else { throw Malformed(description: "\(name): title, shows and outcome are needed") }
    var options = MigrationOptions()
    options.ecosystem = root["options"]?["ecosystem"]?.string
    options.stage = root["options"]?["stage"]?.string
    options.keep = Set((root["options"]?["keep"]?.items ?? []).compactMap(\.string))
    options.drop = Set((root["options"]?["drop"]?.items ?? []).compactMap(\.string))
    options.keepsBase = root["options"]?["base"]?.string == "keep"
    options.devTarget = root["options"]?["dev-target"]?.string == "true"
    self.name = name
    self.title = title
    self.outcome = outcome
    refusal = root["refusal"]?.string
    self.options = options
    dockerfile = root["dockerfile"]?.string ?? "Dockerfile"
    self.before = before
  }

  /// The manifests that the application brings in `.migrate/plugins`, as the command reads them.
  package var plugins: [PluginFile] {
    let folder = ".migrate/plugins/"
    return before.filter { $0.key.hasPrefix(folder) }.sorted { $0.key < $1.key }.map { path, bytes in
      PluginFile(path: String(path.dropFirst(folder.count)), displayPath: path, text: TableText(bytes))
    }
  }

  /// Migrates the application, with some of its files replaced.
  package func run(_ strategies: StrategySet, replacing changes: [String: [UInt8]] = [:]) -> MigrationResult {
    let files = before.merging(changes) { $1 }
    let compose = Self.composeNames.compactMap { name in files[name].map { SourceFile(path: name, bytes: $0) } }
    let input = MigrationInput(
      dockerfile: SourceFile(path: dockerfile, bytes: files[dockerfile] ?? []), composeFiles: compose, folder: "",
      files: MemoryFiles(bytes: files).projectFiles)
    return Migration.run(input, strategies: strategies, options: options)
  }

  /// The files that compose reads by itself, in its order.
  private static let composeNames = [
    "compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml", "compose.override.yaml",
    "compose.override.yml", "docker-compose.override.yml", "docker-compose.override.yaml",
  ]
}
