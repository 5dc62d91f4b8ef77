import SourceText
import Testing

@testable import YAMLSyntax

/// Checks that `bytes` give exactly these diagnostics: `id at the source text`.
private func check(_ bytes: [UInt8], _ expected: [String], sourceLocation: SourceLocation = #_sourceLocation) {
  let (_, diagnostics) = YAMLDocument.parse(bytes, path: "compose.yaml")
  let found = diagnostics.map { diagnostic in
    "\(diagnostic.id) at \(diagnostic.range.map { "\($0.lowerBound)" } ?? "?")"
  }
  #expect(found == expected, sourceLocation: sourceLocation)
  #expect(diagnostics.allSatisfy { $0.path == "compose.yaml" }, sourceLocation: sourceLocation)
}

private func check(_ text: String, _ expected: [String], sourceLocation: SourceLocation = #_sourceLocation) {
  check(Array(text.utf8), expected, sourceLocation: sourceLocation)
}

@Suite struct YAMLDiagnostics {
  @Test func textThatIsNotYAML() {
    check("a: [b\n", ["yaml/syntax at 6"])
    check("é: 1\na\tb: c: d\n", ["yaml/syntax at 12"])
    check("a:\n\t- b\n", ["yaml/syntax at 3"])
    check("a: \u{1}\n", ["yaml/syntax at 3"])
    check([0xEF, 0xBB, 0xBF, 0x61, 0xFF], ["yaml/syntax at 4"])
    check([0x61, 0x00, 0x3A], ["yaml/syntax at 1"])
  }

  @Test func nothingIsLeftOfAFileThatIsNotYAML() {
    #expect(YAMLDocument.parse(Array("a: 1\n---\nb: [\n".utf8), path: "").document.documents.isEmpty)
  }

  @Test func otherEncodings() {
    check([0xFF, 0xFE, 0x61, 0x00], ["yaml/encoding at 0"])
    check([0xFE, 0xFF, 0x00, 0x61], ["yaml/encoding at 0"])
  }

  @Test func keysThatStandTwice() throws {
    check("a: 1\nb: 2\na: 3\n", ["yaml/duplicate-key at 10"])
    let many = (0..<20).map { "k\($0): 1\n" }.joined()
    check(many + "k3: 2\n", ["yaml/duplicate-key at \(many.utf8.count)"])
    check("a: {b: 1}\nc: {b: 1}\n", [])
    let (document, diagnostics) = YAMLDocument.parse(Array("a: 1\na: 2\n".utf8), path: "x")
    #expect(diagnostics.first?.severity == .warning)
    #expect(diagnostics.first?.notes.first?.range == 0..<1)
    #expect(document.root?.entries.count == 2)
  }

  @Test func aliasesWithoutAnchors() {
    check("a: *b\n", ["yaml/undefined-alias at 3"])
    check("a: &b [*b]\n", ["yaml/recursive-alias at 7"])
    check("a: &b 1\n---\nc: *b\n", ["yaml/undefined-alias at 15"])
    check("a: &b 1\nb: *b\n", [])
  }

  @Test func deepNesting() {
    let limit = YAMLDocument.depthLimit
    check(String(repeating: "[", count: limit) + String(repeating: "]", count: limit), [])
    check(String(repeating: "[", count: 10_000), ["yaml/depth at \(limit)"])
    check(String(repeating: "{a: ", count: 10_000), ["yaml/depth at \(limit * 4)"])
    check(String(repeating: "- ", count: 10_000) + "a", ["yaml/depth at \(limit * 2)"])
  }

  @Test func longFilesTakeTimeInProportion() {
    func time(_ count: Int) -> Duration {
      let text = Array((0..<count).map { "k\($0): {a: é, b: [1, 2]} # c\n" }.joined().utf8)
      return ContinuousClock().measure { _ = YAMLDocument.parse(text, path: "") }
    }
    _ = time(1000)
    #expect(time(40_000) < time(4000) * 40 + .milliseconds(200))
  }
}
