import FoundationEssentials
import SourceText
import Strategies
import _MigrateTestSupport

/// The corpus as it lies on disk: `Corpus/<ecosystem>/<case>/`, with `case.yaml`, `before/` and the expectations.
enum CorpusFolder {
  private static let environment = ProcessInfo.processInfo.environment

  /// Whether the expectations are to be written instead of checked.
  static let updates = environment["MIGRATE_UPDATE_CORPUS"] == "1"
  static let isContinuousIntegration = environment["CI"]?.isEmpty == false

  /// The names of all cases, or of those that `MIGRATE_CASE` names, sorted.
  static let names: [String] = {
    let all = Disk.folders(in: "Corpus").filter { !$0.hasPrefix("_") }.flatMap { ecosystem in
      Disk.folders(in: "Corpus/\(ecosystem)").map { "\(ecosystem)/\($0)" }
    }
    guard let chosen = environment["MIGRATE_CASE"] else { return all }
    return all.filter { $0 == chosen || $0.hasSuffix("/" + chosen) }
  }()

  /// - Throws: `CorpusCase.Malformed`.
  static func load(_ name: String) throws -> CorpusCase {
    try CorpusCase(
      name: name, manifest: Disk.bytes("Corpus/\(name)/case.yaml") ?? [],
      before: Disk.files(below: "Corpus/\(name)/before"))
  }

  /// The expectations of a case, by their paths in its folder.
  static func expectations(_ name: String) -> [String: [UInt8]] {
    Disk.files(below: "Corpus/\(name)").filter { !$0.key.hasPrefix("before/") && $0.key != "case.yaml" }
  }
}
