import SourceText
import Testing

@testable import Strategies

@Suite struct RequirementTableTests {
  private static let text = """
    # columns\tpackage requires
    a\tb c c[x]
    b\t
    c\ta
    c[x]\td
    d\t
    lost\tgone

    """

  private let table = RequirementTable(TableText(Array(text.utf8)))

  @Test(arguments: [
    ("a", [], ["a", "b", "c", "d"]), ("b", [], ["b"]), ("c", [], ["a", "b", "c", "d"]),
    ("c", ["x"], ["a", "b", "c", "d"]),
    ("d", [], ["d"]),
  ])
  func closure(_ name: String, _ extras: [String], _ expected: [String]) {
    #expect(table.closure(of: name, extras: extras)?.sorted() == expected)
  }

  @Test(arguments: [("e", []), ("lost", []), ("b", ["x"]), ("# columns", []), ("", [])] as [(String, [String])])
  func unknown(_ name: String, _ extras: [String]) {
    #expect(table.closure(of: name, extras: extras) == nil)
  }

  @Test func whatIsBroughtHasARow() {
    let messages = table.validate().map(\.message)
    #expect(messages == ["\"lost\" brings \"gone\", which has no row"])
  }

  @Test(arguments: [
    ("b\t\na\t\n", "tables/unsorted"), ("a\t\na\t\n", "tables/unsorted"), ("a\n", "tables/columns"),
    ("a\t\t\n", "tables/columns"),
  ])
  func faults(_ text: String, _ id: String) {
    let table = RequirementTable(TableText(Array(text.utf8)))
    #expect(table.validate().map(\.id) == [id])
  }
}
