import Planning
import Reports
import Testing

/// Objects of reports, and reports made of them.
@Suite struct RecordTests {
  /// A record in which nothing is left out.
  static func record(_ path: String = "a/Dockerfile", _ outcome: ProjectRecord.Outcome = .split) -> ProjectRecord {
    var record = ProjectRecord(path: path, outcome: outcome, summary: "a `b` </script> \u{1} ü\n")
    record.isWritten = true
    record.ecosystem = "quill"
    record.stage = "app"
    record.buildStage = "app-build"
    record.contexts = ["a"]
    record.composeFiles = ["a/compose.yaml"]
    record.sizes = .init(before: 300_000, after: 20_000, overhead: 1_000)
    record.packages = [
      .init(name: "x-dev", decision: "replaced", replacement: ["x1", "x2"], reason: "r", evidence: "a:1"),
      .init(name: "y", decision: "removed", replacement: [], reason: "r", evidence: ""),
    ]
    record.copies = ["/app"]
    record.findings = [
      .init(
        level: "refused", id: "split/x", message: "m | m", path: "a/Dockerfile",
        place: .init(line: 2, column: 1, endLine: 3, endColumn: 4), help: "h"),
      .init(level: "note", id: "plan/y", message: "n", path: "", place: nil, help: nil),
    ]
    record.changes = [
      .init(path: "a/Dockerfile", before: "00", after: "11", diff: "--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n")
    ]
    record.backups = ["a/Dockerfile.orig"]
    return record
  }

  @Test func readsWhatItWrites() throws {
    for outcome in ProjectRecord.Outcome.allCases {
      let record = Self.record("a/Dockerfile", outcome)
      let json = try #require(JSONReader.read(Array(record.line.utf8)[...]))
      #expect(ProjectRecord(json) == record)
      #expect(!record.line.contains("\n"))
    }
    #expect(ProjectRecord(.fields(["version": .integer(2)])) == nil)
  }

  @Test(arguments: [
    ("{}", JSONValue.object([])), (" [1, -2 ,3.9]\n", .array([.integer(1), .integer(-2), .integer(3)])),
    ("\"\\u00e4\\ud83d\\ude00\\n\\/\"", .string("ä😀\n/")),
    ("[true,false,null]", .array([.bool(true), .bool(false), .null])),
    ("{\"a\":{\"b\":[]}}", .fields(["a": .fields(["b": .array([])])])),
  ])
  func readsJSON(text: String, value: JSONValue) { #expect(JSONReader.read(Array(text.utf8)[...]) == value) }

  @Test(arguments: [
    "", "{", "[1,]", "{\"a\"}", "{a:1}", "\"a", "\"\\x\"", "\"\\ud83d\"", "1 2", "nul", "\"\u{1}\"", "--1", "1e999",
  ])
  func rejectsWhatIsNoJSON(text: String) { #expect(JSONReader.read(Array(text.utf8)[...]) == nil) }

  @Test func endsOnDeepJSON() {
    #expect(JSONReader.read(Array(String(repeating: "[", count: 1_000_000).utf8)[...]) == nil)
  }

  @Test func countsProjects() {
    var summary = BatchSummary()
    for outcome in ProjectRecord.Outcome.allCases { summary.add(Self.record("a", outcome)) }
    #expect(summary.projects == 5 && summary.changing == 2 && summary.saving == 2 * 279_000)
    #expect(summary.reasons.map(\.id) == ["split/x"] && summary.reasons.map(\.count) == [2])
    #expect(summary.ecosystems.map(\.name) == ["quill"])
  }

  @Test(arguments: [
    (0, "0 kB"), (999, "999 kB"), (1499, "1 MB"), (999_499, "999 MB"), (1_000_000, "1.0 GB"), (7_171_000, "7.2 GB"),
    (2_026_000_000, "2,026 GB"),
  ])
  func writesSizes(kilobytes: Int, text: String) { #expect(BatchSummary.size(kilobytes) == text) }

  @Test func writesMarkdownThatNoNameBreaks() {
    var report = MarkdownReport()
    report.add(Self.record("a|`b`\n/Dockerfile"))
    report.add(Self.record("c/Dockerfile", .refused))
    let text = report.text
    #expect(text.contains("| `a\\|'b'␤/Dockerfile` | split | x-dev → x1 x2, y | 279 MB |\n"), "\(text)")
    #expect(text.contains("<details><summary><code>split/x</code>: 1 not changed</summary>"))
    #expect(text.contains("- `c/Dockerfile`: m \\| m\n"))
  }

  @Test func writesAPageThatNoTextLeaves() throws {
    var report = HTMLReport(title: "</script><b>", version: "1")
    report.add(Self.record("<img src=x>/Dockerfile"))
    let page = String(decoding: report.bytes, as: UTF8.self)
    #expect(page.ranges(of: "</script>").count == 2)
    #expect(!page.contains("<img") && !page.contains("http://") && !page.contains("https://"))
    let start = try #require(page.firstRange(of: "id=\"data\">\n")?.upperBound)
    let end = try #require(page[start...].firstRange(of: "\n</script>")?.lowerBound)
    let data = try #require(JSONReader.read(Array(page[start..<end].utf8)[...]))
    #expect(data["title"]?.string == "</script><b>")
    #expect(data["projects"]?.items.first?.items.first?.string == "<img src=x>/Dockerfile")
    #expect(data["texts"]?.texts.contains("+b") == true)
  }
}
