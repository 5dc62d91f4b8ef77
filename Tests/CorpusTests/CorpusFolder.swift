import BuiltinPlugins
import FoundationEssentials
import MigrateKit
import SourceText
import Strategies
import Testing
import _MigrateTestSupport

/// The corpus as it lies on disk.
enum CorpusFolder {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Corpus")
    .standardized
  private static let environment = ProcessInfo.processInfo.environment

  /// Whether the expectations are to be written instead of checked.
  static let updates = environment["MIGRATE_UPDATE_CORPUS"] == "1"
  static let isContinuousIntegration = environment["CI"]?.isEmpty == false

  /// All cases, or those that `MIGRATE_CASE` names, sorted by name.
  static let cases: [CorpusCase] = {
    let chosen = environment["MIGRATE_CASE"]
    return folders("").filter { !$0.hasPrefix("_") }.flatMap { ecosystem in
      folders(ecosystem).map { "\(ecosystem)/\($0)" }
    }.filter { name in chosen.map { name == $0 || name.hasSuffix("/" + $0) } ?? true }.map { name in
      do {
        return try CorpusCase(
          name: name, manifest: bytes("\(name)/case.yaml") ?? [], before: files(below: "\(name)/before"))
      } catch {
        fatalError("\(error)")
      }
    }
  }()

  static func bytes(_ path: String) -> [UInt8]? {
    (try? Data(contentsOf: root.appending(path: path))).map { [UInt8]($0) }
  }

  /// Writes a file of a case; without bytes it is removed.
  static func write(_ bytes: [UInt8]?, to path: String) throws {
    let url = root.appending(path: path)
    guard let bytes else {
      if FileManager.default.fileExists(atPath: url.path()) { try FileManager.default.removeItem(at: url) }
      return
    }
    try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: url)
  }

  /// The files below a folder of the corpus, by their path in it.
  static func files(below folder: String) -> [String: [UInt8]] {
    var files: [String: [UInt8]] = [:]
    for name in names(folder) {
      let path = "\(folder)/\(name)"
      if isFolder(path) {
        for (inner, bytes) in Self.files(below: path) { files["\(name)/\(inner)"] = bytes }
      } else {
        files[name] = bytes(path)
      }
    }
    return files
  }

  private static func names(_ folder: String) -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: root.appending(path: folder).path())) ?? []).sorted()
  }

  private static func folders(_ folder: String) -> [String] { names(folder).filter { isFolder("\(folder)/\($0)") } }

  private static func isFolder(_ path: String) -> Bool {
    var isFolder = false
    return FileManager.default.fileExists(atPath: root.appending(path: path).path(), isDirectory: &isFolder) && isFolder
  }
}

/// The shipped manifests, in their own order or another.
enum Strategies {
  static let builtin = load(BuiltinManifests.all.map { PluginFile(path: $0.path, text: TableText($0.text)) })
  static let reversed = load(
    BuiltinManifests.all.reversed().map { PluginFile(path: $0.path, text: TableText($0.text)) })

  static func load(_ files: [PluginFile]) -> StrategySet {
    let (strategies, diagnostics) = StrategySet.load([files])
    for diagnostic in diagnostics { Issue.record("\(diagnostic.path): \(diagnostic.message)") }
    return strategies
  }
}
