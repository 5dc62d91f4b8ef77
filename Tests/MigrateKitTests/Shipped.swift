import Classification
import FoundationEssentials
import MigrateKit
import Planning
import SourceText
import Strategies
import Testing
import _MigrateTestSupport

/// The manifests that the program ships, read from the repository.
enum Shipped {
  static let strategies: StrategySet = StrategySet.load([files]).strategies

  private static let files: [PluginFile] = {
    let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Plugins").standardized
    return ["distributions", "ecosystems"].flatMap { kind in
      folders(root.appending(path: kind)).flatMap { folder in
        folders(folder).filter { ["yaml", "tsv"].contains($0.pathExtension) }.compactMap { file in
          guard let data = try? Data(contentsOf: file) else { return nil }
          let path = "\(kind)/\(folder.lastPathComponent)/\(file.lastPathComponent)"
          return PluginFile(path: path, text: TableText([UInt8](data)))
        }
      }
    }
  }()

  private static func folders(_ url: URL) -> [URL] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: url.path)) ?? []
    return names.sorted().map { url.appending(path: $0) }
  }
}

/// Migrates a Dockerfile that stands in memory with the files beside it.
func migrate(
  _ dockerfile: String, files: [String: String] = [:], compose: String? = nil,
  options: MigrationOptions = MigrationOptions()
) -> MigrationResult {
  var all = files
  all["Dockerfile"] = dockerfile
  let composeFiles = compose.map { [SourceFile(path: "compose.yaml", text: $0)] } ?? []
  let input = MigrationInput(
    dockerfile: SourceFile(path: "Dockerfile", text: dockerfile), composeFiles: composeFiles, folder: "",
    files: MemoryFiles(all).projectFiles)
  return Migration.run(input, strategies: Shipped.strategies, options: options)
}

/// What came out: the rewritten Dockerfile, or the outcome with the ids of refusals and errors.
func outcome(_ result: MigrationResult) -> String {
  if let change = result.changes.first(where: { $0.path == "Dockerfile" }) {
    return String(decoding: change.after, as: UTF8.self)
  }
  let ids = (result.plan?.refusals ?? []).map(\.id) + result.diagnostics.filter { $0.severity == .error }.map(\.id)
  return ([result.plan?.outcome.rawValue ?? "no plan"] + ids).joined(separator: " ")
}

/// Checks the last stage of the rewritten Dockerfile without its FROM, that the stage before it is the original up to
/// the last install, and that a second run changes nothing.
///
/// - Parameter head: what stands before the steps of the case; `steps` is the rest of the Dockerfile.
func check(
  _ steps: String, becomes expected: String, head: String = slim, files: [String: String] = [:],
  compose: String? = nil, options: MigrationOptions = MigrationOptions(),
  sourceLocation: SourceLocation = #_sourceLocation
) {
  let result = migrate(head + steps, files: files, compose: compose, options: options)
  let text = outcome(result)
  guard !result.changes.isEmpty else {
    #expect(text == expected, sourceLocation: sourceLocation)
    return
  }
  let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
  let from = lines.lastIndex { $0.hasPrefix("FROM") } ?? 0
  #expect(lines[(from + 1)...].joined(separator: "\n") == expected, sourceLocation: sourceLocation)
  let again = migrate(text, files: files, compose: compose, options: options)
  #expect(again.changes.isEmpty, "a second run changes the file", sourceLocation: sourceLocation)
}

/// Checks that nothing is written, for these reasons and no others.
func check(
  _ steps: String, refused ids: String..., head: String = slim, files: [String: String] = [:], compose: String? = nil,
  options: MigrationOptions = MigrationOptions(), sourceLocation: SourceLocation = #_sourceLocation
) {
  let text = outcome(migrate(head + steps, files: files, compose: compose, options: options))
  let words = text.split(separator: " ").map(String.init)
  #expect(words.first == "refused" && Set(words.dropFirst()) == Set(ids), "\(text)", sourceLocation: sourceLocation)
}

/// A base with a compiler that only an install needs.
let slim = "FROM python:3.12-slim-bookworm\nRUN apt-get update && apt-get install -y --no-install-recommends gcc git\n"
/// What is left of it in the run stage.
let bare = "RUN apt-get update && apt-get install -y --no-install-recommends git\n"
/// The same where not all is known that is installed: a library that compiled packages often load stays.
let bareWithUnknownPackages = "RUN apt-get update && apt-get install -y --no-install-recommends libgomp1 git\n"
