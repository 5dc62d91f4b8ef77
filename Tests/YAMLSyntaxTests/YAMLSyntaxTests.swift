import SourceText
import Testing

@testable import YAMLSyntax

/// Parses `text`, which must be YAML without a complaint, and gives the source text of each node in document order.
func nodes(_ text: String, path: String = "compose.yaml") throws -> [String] {
  let (document, diagnostics) = YAMLDocument.parse(Array(text.utf8), path: path)
  #expect(diagnostics.isEmpty)
  return document.documents.flatMap { flatten($0) }.map { String(decoding: document.source[$0.range], as: UTF8.self) }
}

func flatten(_ node: YAMLNode) -> [YAMLNode] {
  [node] + node.items.flatMap(flatten) + node.entries.flatMap { flatten($0.key) + flatten($0.value) }
}

func parse(_ text: String) -> YAMLDocument {
  let (document, diagnostics) = YAMLDocument.parse(Array(text.utf8), path: "compose.yaml")
  #expect(diagnostics.isEmpty)
  return document
}

/// Checks that each node of `text` stands on exactly these bytes.
func check(_ text: String, _ expected: [String], sourceLocation: SourceLocation = #_sourceLocation) throws {
  #expect(try nodes(text) == expected, sourceLocation: sourceLocation)
}

@Suite struct NodeRanges {
  @Test func scalarsEndBeforeComments() throws {
    try check("a: b # c\n", ["a: b", "a", "b"])
    try check("a: 'b'   # c\n", ["a: 'b'", "a", "'b'"])
    try check("- \"b\"# c\n".replacing("# c", with: " # c"), ["- \"b\"", "\"b\""])
  }

  @Test func marksCountCharactersNotBytes() throws {
    try check("é: ü # ö\nb: 日本\nc: d\n", ["é: ü # ö\nb: 日本\nc: d", "é", "ü", "b", "日本", "c", "d"])
    try check("a: 😀x\nb: {k: 😀}\nc: d\n", ["a: 😀x\nb: {k: 😀}\nc: d", "a", "😀x", "b", "{k: 😀}", "k", "😀", "c", "d"])
  }

  @Test func byteOrderMarkIsNotCounted() throws {
    try check("\u{FEFF}a: b\nc: é\n", ["a: b\nc: é", "a", "b", "c", "é"])
  }

  @Test func lineEndsOfAllKinds() throws {
    try check("a: b\r\nc:\r\n  - d\r\n", ["a: b\r\nc:\r\n  - d", "a", "b", "c", "- d", "d"])
    try check("a: b\rc: d\r", ["a: b\rc: d", "a", "b", "c", "d"])
  }

  @Test func blockCollectionsEndWithTheirLastScalar() throws {
    try check(
      "a:\n  b: c # d\n\n# e\n\nf:\n- g\n# h\n",
      ["a:\n  b: c # d\n\n# e\n\nf:\n- g", "a", "b: c", "b", "c", "f", "- g", "g"])
  }

  @Test func leftOutValuesStandBehindTheColon() throws {
    let document = parse("a:\nb: c\n")
    let value = try #require(document.root?["a"])
    #expect(value.range == 2..<2)
    #expect(value.isNull)
  }

  @Test func blockScalarsEndBeforeBlankLinesAndComments() throws {
    try check("a: |\n  x\n  y\n\n\n# z\nb: 1\n", ["a: |\n  x\n  y\n\n\n# z\nb: 1", "a", "|\n  x\n  y", "b", "1"])
    try check("a: |+\n  x\n\nb: 1\n", ["a: |+\n  x\n\nb: 1", "a", "|+\n  x\n", "b", "1"])
    try check("a: >-\r\n  x\r\n\r\n", ["a: >-\r\n  x", "a", ">-\r\n  x"])
    try check("a: |\n  x", ["a: |\n  x", "a", "|\n  x"])
    try check("a: |\n  x\n   \nb: 1\n", ["a: |\n  x\n   \nb: 1", "a", "|\n  x\n   ", "b", "1"])
  }

  @Test func flowCollectionsAreExact() throws {
    try check("a: [b, {c: d} ] # e\n", ["a: [b, {c: d} ]", "a", "[b, {c: d} ]", "b", "{c: d}", "c", "d"])
    try check("[a: b , {x: y}: z ]", ["[a: b , {x: y}: z ]", "a: b", "a", "b", "{x: y}: z", "{x: y}", "x", "y", "z"])
    try check("{}\n# c\n", ["{}"])
  }

  @Test func tagsAndAnchorsBelongToTheRange() throws {
    let text = "a: &x !reset b\nc: &y\n  # note\n  d: e\n"
    try check(
      text, ["a: &x !reset b\nc: &y\n  # note\n  d: e", "a", "&x !reset b", "c", "&y\n  # note\n  d: e", "d", "e"])
    let document = parse(text)
    let scalar = try #require(document.root?["a"])
    #expect(scalar.anchor == "x")
    #expect(scalar.tag == "!reset")
    #expect(String(decoding: document.source[scalar.valueRange], as: UTF8.self) == "b")
    let mapping = try #require(document.root?["c"])
    #expect(String(decoding: document.source[mapping.valueRange], as: UTF8.self) == "d: e")
  }

  @Test func severalDocuments() throws {
    try check("a\n---\n- b\n...\n---\nc: d\n", ["a", "- b", "b", "c: d", "c", "d"])
  }

  @Test func emptyFiles() throws {
    #expect(parse("").root == nil)
    #expect(parse("# only\n").root == nil)
    #expect(parse("\u{FEFF}").root == nil)
    #expect(try #require(parse("---\n").root).isNull)
  }
}
