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
  @Test func hasCases() {
    #expect(!CorpusFolder.names.isEmpty, "no case has this name")
    #expect(!(CorpusFolder.updates && CorpusFolder.isContinuousIntegration), "only people accept expectations")
  }

  @Test(arguments: CorpusFolder.names)
  func migrates(_ name: String) throws {
    try check(name)
  }

  /// Migrates the application, and compares all that must come out the same.
  private func check(_ name: String) throws {
    let corpusCase = try CorpusFolder.load(name)
    let (strategies, diagnostics) = Plugins.inForce(for: corpusCase)
    #expect(diagnostics == [])
    let source = try #require(corpusCase.before[corpusCase.dockerfile])
    #expect(Dockerfile.parse(source).print() == source, "parsing and printing changes the file")
    let result = corpusCase.run(strategies)
    #expect(result.plan?.outcome.rawValue ?? "none" == corpusCase.outcome)
    #expect(result.plan?.refusals.first?.id == corpusCase.refusal)
    #expect(!result.diagnostics.contains { $0.id.hasPrefix("internal/") }, "\(result.diagnostics)")
    try checkExpectations(corpusCase, result)
    checkResult(corpusCase, result, strategies)
    checkVariants(corpusCase, result, strategies, source)
    checkLayouts(corpusCase, result, strategies)
  }

  private func checkExpectations(_ corpusCase: CorpusCase, _ result: MigrationResult) throws {
    var expected: [String: [UInt8]] = [:]
    for change in result.changes { expected["after/\(change.path)"] = change.after }
    expected["plan.json"] = record(corpusCase, result).map { Array($0.utf8) }
    let diagnostics = DiagnosticsText.of(result.diagnostics) { corpusCase.before[$0] }
    expected["diagnostics.txt"] = diagnostics.isEmpty ? nil : Array(diagnostics.utf8)
    let recorded = CorpusFolder.expectations(corpusCase.name)
    for path in Set(expected.keys).union(recorded.keys).sorted() where expected[path] != recorded[path] {
      if CorpusFolder.updates, !CorpusFolder.isContinuousIntegration {
        try Disk.write(expected[path], to: "Corpus/\(corpusCase.name)/\(path)")
      } else {
        Issue.record("\(path) is not as recorded:\n\(text(expected[path]))")
      }
    }
  }

  /// What holds for every result, whatever it is.
  private func checkResult(_ corpusCase: CorpusCase, _ result: MigrationResult, _ strategies: StrategySet) {
    var after = corpusCase.before
    for change in result.changes {
      #expect(change.before == corpusCase.before[change.path])
      #expect(change.before != change.after, "\(change.path) is written although it does not change")
      after[change.path] = change.after
      let gone = change.path == corpusCase.dockerfile ? commentsThatGo(change.before, result.plan) : []
      #expect(
        comments(change.before).isSubset(of: comments(change.after).union(gone)), "a comment of \(change.path) is lost")
    }
    let dockerfile = after[corpusCase.dockerfile] ?? []
    #expect(!Dockerfile.parse(dockerfile).diagnostics.contains { $0.severity == .error })
    #expect(Dockerfile.parse(dockerfile).print() == dockerfile)
    let again = corpusCase.run(strategies, replacing: after)
    #expect(again.changes.isEmpty, "a second migration changes \(again.changes.map(\.path))")
    if let plan = result.plan {
      let expected = plan.changes ? .nothingToGain : plan.outcome
      #expect(again.plan?.outcome == expected, "second migration: \(again.plan?.summary ?? "")")
      #expect(again.plan?.refusals.map(\.id) == plan.refusals.map(\.id))
    }
  }

  /// The same file with other line ends, and the same manifests in another order, lead to the same decisions.
  private func checkVariants(
    _ corpusCase: CorpusCase, _ result: MigrationResult, _ strategies: StrategySet, _ source: [UInt8]
  ) {
    let path = corpusCase.dockerfile
    let plan = record(corpusCase, result)
    let after = result.changes.first { $0.path == path }?.after
    let variants: [(name: String, convert: ([UInt8]) -> [UInt8])] = [
      ("other line ends", { LineEnds.other($0) }), ("no final newline", { LineEnds.withoutLast($0) }),
    ]
    for (name, convert) in variants {
      let variant = convert(source)
      let other = corpusCase.run(strategies, replacing: [path: variant])
      #expect(record(corpusCase, other, source: variant) == plan, "\(name)")
      #expect(other.changes.first { $0.path == path }?.after == after.map(convert), "\(name)")
    }
    let reversed = corpusCase.run(Plugins.inForce(for: corpusCase, reversed: true).strategies)
    #expect(record(corpusCase, reversed) == plan)
    #expect(reversed.changes == result.changes)
  }

  /// How the Dockerfile is laid out changes nothing of what is decided.
  private func checkLayouts(_ corpusCase: CorpusCase, _ result: MigrationResult, _ strategies: StrategySet) {
    func decisions(_ result: MigrationResult) -> [String] {
      guard let plan = result.plan else { return [] }
      return [plan.outcome.rawValue] + plan.packages.map { "\($0.name) \($0.decision)" } + plan.copies.map(\.path)
        + plan.refusals.map(\.id)
    }
    for layout in Layouts.allCases {
      guard let source = layout.apply(to: corpusCase.before[corpusCase.dockerfile] ?? []) else { continue }
      let other = corpusCase.run(strategies, replacing: [corpusCase.dockerfile: source])
      #expect(decisions(other) == decisions(result), "\(layout)")
      #expect(!other.diagnostics.contains { $0.id.hasPrefix("internal/") }, "\(layout): \(other.diagnostics)")
    }
  }

  /// - Parameter source: the Dockerfile that was planned on; nil: the application's own.
  private func record(_ corpusCase: CorpusCase, _ result: MigrationResult, source: [UInt8]? = nil) -> String? {
    let path = corpusCase.dockerfile
    return result.plan.map { plan in
      PlanRecord.text(plan, source: source ?? corpusCase.before[path] ?? [], path: path) { corpusCase.before[$0] }
    }
  }

  private func comments(_ bytes: [UInt8]) -> Set<String> {
    let lines = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline)
    return Set(lines.map { String($0.drop { $0 == " " || $0 == "\t" }) }.filter { $0.hasPrefix("#") })
  }

  /// The comments from the instruction before one that no stage has any more, to that one's end.
  private func commentsThatGo(_ bytes: [UInt8], _ plan: MigrationPlan?) -> Set<String> {
    let ends = [0] + Dockerfile.parse(bytes).instructions.map(\.range.upperBound)
    let gone = (plan?.instructions ?? []).filter { $0.build == .absent && $0.run != .whole }
    return gone.reduce(into: []) {
      $0.formUnion(comments(Array(bytes[ends[$1.instruction]..<ends[$1.instruction + 1]])))
    }
  }

  private func text(_ bytes: [UInt8]?) -> String { bytes.map { String(decoding: $0, as: UTF8.self) } ?? "(no file)" }
}

/// Conversions of a text's line ends.
enum LineEnds {
  /// The text with CRLF where it has LF, and the other way round.
  static func other(_ bytes: [UInt8]) -> [UInt8] {
    let newline = UInt8(ascii: "\n")
    let carriageReturn = UInt8(ascii: "\r")
    guard !bytes.contains(carriageReturn) else { return bytes.filter { $0 != carriageReturn } }
    return bytes.flatMap { $0 == newline ? [carriageReturn, newline] : [$0] }
  }

  /// The text without the line ends behind its last line.
  static func withoutLast(_ bytes: [UInt8]) -> [UInt8] {
    var bytes = bytes
    while bytes.last == UInt8(ascii: "\n") || bytes.last == UInt8(ascii: "\r") { bytes.removeLast() }
    return bytes
  }
}
