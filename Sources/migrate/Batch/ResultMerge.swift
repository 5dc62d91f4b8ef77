import Classification
import MigrateKit
import Planning

/// Makes one result of those of the same Dockerfile with several contexts and compose files.
enum ResultMerge {
  /// The result that holds for all; nil if they differ in what becomes of the Dockerfile.
  static func merge(_ results: [MigrationResult], _ dockerfile: String) -> MigrationResult? {
    if let failed = results.first(where: \.hasErrors) { return failed }
    if let refused = results.first(where: { $0.plan?.outcome == .refused }) { return refused }
    var merged = results[0]
    let text = merged.changes.first { $0.path == dockerfile }?.after
    for result in results.dropFirst() {
      guard result.changes.first(where: { $0.path == dockerfile })?.after == text,
        result.plan?.outcome == merged.plan?.outcome
      else { return nil }
      for change in result.changes where change.path != dockerfile {
        if let known = merged.changes.first(where: { $0.path == change.path }) {
          guard known == change else { return nil }
        } else {
          merged.changes.append(change)
        }
      }
      merged.diagnostics += result.diagnostics.filter { !merged.diagnostics.contains($0) }
      if let notes = result.plan?.notes, let known = merged.plan?.notes {
        merged.plan?.notes += notes.filter { !known.contains($0) }
      }
    }
    return merged
  }

  /// The packages that stay because something was found to use them.
  static func needed(_ results: [MigrationResult]) -> Set<String> {
    Set(
      results.flatMap { result in
        (result.plan?.packages ?? []).filter { $0.decision == .kept && $0.evidence != nil }.map(\.name)
      })
  }

  /// Says that no result fits all.
  static func refusal(_ result: MigrationResult, contexts: [String], composeFiles: [String]) -> MigrationResult {
    let places = (contexts.map { $0.isEmpty ? "." : $0 } + composeFiles).map { "`\($0)`" }.joined(separator: ", ")
    var refused = result
    refused.changes = []
    refused.plan?.outcome = .refused
    refused.plan?.summary = "what the file needs differs between the builds that use it: \(places)"
    refused.plan?.refusals = [
      Refusal(
        id: "batch/builds-differ", reason: "what the file needs differs between the builds that use it: \(places)",
        help: "give each of them a Dockerfile of its own, or name what stays by `keep` in .migrate/config.yaml")
    ]
    return refused
  }
}
