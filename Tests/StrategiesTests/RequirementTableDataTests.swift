import FoundationEssentials
import Strategies
import Testing

/// The shipped table of what Python's packages bring, against what is known of some of them otherwise.
@Suite struct RequirementTableDataTests {
  private static let file = URL(filePath: #filePath).deletingLastPathComponent().appending(
    path: "../../Plugins/ecosystems/python/requires.tsv")

  private func table() throws -> RequirementTable {
    RequirementTable(TableText([UInt8](try Data(contentsOf: Self.file))))
  }

  @Test func isWhole() throws { #expect(try table().validate().isEmpty) }

  @Test(
    arguments: [
      ("flask", [], ["werkzeug", "jinja2", "markupsafe"]), ("django", [], ["asgiref", "sqlparse"]),
      ("celery", ["redis"], ["kombu", "redis"]), ("uvicorn", ["standard"], ["uvloop", "httptools"]),
      ("requests", [], ["certifi", "idna"]), ("weasyprint", [], ["cffi"]), ("psycopg2", [], []),
    ] as [(String, [String], [String])])
  func brings(_ name: String, _ extras: [String], _ expected: [String]) throws {
    let closure = try #require(try table().closure(of: name, extras: extras))
    #expect(closure.isSuperset(of: expected + [name]))
  }

  /// They start programs of the system, or are compiled where they are installed.
  @Test(arguments: ["pre-commit", "python-gnupg", "mkdocs", "bjoern", "pycairo", "pamela"])
  func lacks(_ name: String) throws { #expect(try table().closure(of: name, extras: []) == nil) }
}
