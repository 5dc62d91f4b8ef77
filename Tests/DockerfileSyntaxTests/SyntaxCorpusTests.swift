import SourceText
import Testing

@testable import DockerfileSyntax

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A file of odd syntax and the tree that is expected for it.
struct SyntaxCase: CustomTestStringConvertible {
  let name: String
  let folder: URL

  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Corpus/_syntax")

  /// All cases by name; with `MIGRATE_CASE=NAME` that one alone.
  static let all: [SyntaxCase] = {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: root.path)) ?? []
    let chosen = ProcessInfo.processInfo.environment["MIGRATE_CASE"]
    return names.sorted().filter { chosen == nil || $0 == chosen }
      .map { SyntaxCase(name: $0, folder: root.appending(path: $0)) }
  }()

  /// Whether to write the expectations instead of comparing them.
  static let isUpdate = ProcessInfo.processInfo.environment["MIGRATE_UPDATE_CORPUS"] == "1"
  static let isCI = ProcessInfo.processInfo.environment["CI"] != nil

  var testDescription: String { name }
  var source: [UInt8] { get throws { try Array(Data(contentsOf: folder.appending(path: "Dockerfile"))) } }
}

@Suite struct SyntaxCorpusTests {
  @Test func findsTheCases() {
    #expect(SyntaxCase.all.count >= 60 || ProcessInfo.processInfo.environment["MIGRATE_CASE"] != nil)
  }

  @Test(arguments: SyntaxCase.all)
  func parsesAsExpected(_ example: SyntaxCase) throws {
    let tree = check(try example.source)
    let expectation = example.folder.appending(path: "tree.txt")
    try #require(!SyntaxCase.isUpdate || !SyntaxCase.isCI, "expectations are not rewritten where CI runs")
    if SyntaxCase.isUpdate { try Data(tree.dump().utf8).write(to: expectation) }
    let expected = try String(decoding: Data(contentsOf: expectation), as: UTF8.self)
    #expect(tree.dump() == expected)
  }

  /// Every place that a tree names lies where it should: in its instruction, and in order.
  @Test(arguments: SyntaxCase.all)
  func placesAreInOrder(_ example: SyntaxCase) throws {
    checkPlaces(check(try example.source))
  }
}
