import Classification
import DockerfileSyntax
import MigrateKit
import Planning
import SourceText
import Strategies
import Testing
import _MigrateTestSupport

/// Whole starter applications before and after their migration.
///
/// `MIGRATE_UPDATE_CORPUS=1` writes the expectations instead of checking them; `MIGRATE_CASE=name` picks one case.
@Suite struct CorpusTests {
  @Test(.enabled(if: CorpusFolder.updates)) func isNotUpdatedByContinuousIntegration() {
    #expect(!CorpusFolder.isContinuousIntegration)
  }

  @Test(arguments: CorpusFolder.cases)
  func migrates(_ name: CorpusCase) throws {
    try check(name)
  }

  /// Migrates the application and everything that must come out the same.
  private func check(_ corpusCase: CorpusCase) throws {
    let source = try #require(corpusCase.before[corpusCase.dockerfile])
    #expect(Dockerfile.parse(source).print() == source, "parsing and printing changes the file")
    let result = corpusCase.run(Strategies.builtin)
    #expect(result.plan?.outcome.rawValue ?? "none" == corpusCase.outcome)
    #expect(result.plan?.refusals.first?.id == corpusCase.refusal)
    #expect(!result.diagnostics.contains { $0.id.hasPrefix("internal/") }, "\(result.diagnostics)")
    try checkExpectations(corpusCase, result)
    checkResult(corpusCase, result)
    checkVariants(corpusCase, result, source)
  }

  private func checkExpectations(_ corpusCase: CorpusCase, _ result: MigrationResult) throws {
    let source = corpusCase.before[corpusCase.dockerfile] ?? []
    var expected: [String: [UInt8]] = [:]
    for change in result.changes { expected["after/\(change.path)"] = change.after }
    expected["plan.txt"] = result.plan.map { Array(PlanText.of($0, source: source).utf8) }
    let diagnostics = DiagnosticsText.of(result.diagnostics) { corpusCase.before[$0] }
    expected["diagnostics.txt"] = diagnostics.isEmpty ? nil : Array(diagnostics.utf8)
    var recorded = CorpusFolder.files(below: corpusCase.name)
    recorded = recorded.filter { !$0.key.hasPrefix("before/") && $0.key != "case.yaml" }
    for path in Set(expected.keys).union(recorded.keys).sorted() where expected[path] != recorded[path] {
      if CorpusFolder.updates, !CorpusFolder.isContinuousIntegration {
        try CorpusFolder.write(expected[path], to: "\(corpusCase.name)/\(path)")
      } else {
        Issue.record("\(path) is not as recorded:\n\(text(expected[path]))")
      }
    }
  }

  /// What holds for every result, whatever it is.
  private func checkResult(_ corpusCase: CorpusCase, _ result: MigrationResult) {
    var after = corpusCase.before
    for change in result.changes {
      #expect(change.before == corpusCase.before[change.path])
      #expect(change.before != change.after, "\(change.path) is written although it does not change")
      after[change.path] = change.after
      #expect(comments(change.before).isSubset(of: comments(change.after)), "a comment of \(change.path) is lost")
    }
    let dockerfile = after[corpusCase.dockerfile] ?? []
    #expect(!Dockerfile.parse(dockerfile).diagnostics.contains { $0.severity == .error })
    #expect(Dockerfile.parse(dockerfile).print() == dockerfile)
    let again = corpusCase.run(Strategies.builtin, replacing: after)
    #expect(again.changes.isEmpty, "a second migration changes \(again.changes.map(\.path))")
    if let plan = result.plan {
      let expected = plan.changes ? .nothingToGain : plan.outcome
      #expect(again.plan?.outcome == expected, "second migration: \(again.plan?.summary ?? "")")
      #expect(again.plan?.refusals.map(\.id) == plan.refusals.map(\.id))
    }
  }

  /// The same file with other line ends, and the same manifests in another order, lead to the same decisions.
  private func checkVariants(_ corpusCase: CorpusCase, _ result: MigrationResult, _ source: [UInt8]) {
    let path = corpusCase.dockerfile
    let plan = result.plan.map { PlanText.of($0, source: source) }
    let after = result.changes.first { $0.path == path }?.after
    let variants: [(name: String, convert: ([UInt8]) -> [UInt8])] = [
      ("CRLF", { LineEnds.windows($0) }), ("no final newline", { LineEnds.withoutLast($0) }),
    ]
    for (name, convert) in variants {
      let variant = convert(source)
      let other = corpusCase.run(Strategies.builtin, replacing: [path: variant])
      #expect(other.plan.map { PlanText.of($0, source: variant) } == plan, "\(name)")
      #expect(other.changes.first { $0.path == path }?.after == after.map(convert), "\(name)")
    }
    let reversed = corpusCase.run(Strategies.reversed)
    #expect(reversed.plan.map { PlanText.of($0, source: source) } == plan)
    #expect(reversed.changes == result.changes)
  }

  private func comments(_ bytes: [UInt8]) -> Set<String> {
    let lines = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline)
    return Set(lines.map { String($0.drop { $0 == " " || $0 == "\t" }) }.filter { $0.hasPrefix("#") })
  }

  private func text(_ bytes: [UInt8]?) -> String { bytes.map { String(decoding: $0, as: UTF8.self) } ?? "(no file)" }
}

/// Conversions of a text's line ends.
enum LineEnds {
  static func windows(_ bytes: [UInt8]) -> [UInt8] {
    bytes.flatMap { $0 == UInt8(ascii: "\n") ? [UInt8(ascii: "\r"), $0] : [$0] }
  }

  /// The text without the line ends behind its last line.
  static func withoutLast(_ bytes: [UInt8]) -> [UInt8] {
    var bytes = bytes
    while bytes.last == UInt8(ascii: "\n") { bytes.removeLast() }
    return bytes
  }
}
