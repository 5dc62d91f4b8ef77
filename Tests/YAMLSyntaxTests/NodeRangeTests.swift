import SourceText
import Testing

@testable import YAMLSyntax

/// Checks that each node of `text` stands on exactly these bytes.
private func check(_ text: String, _ expected: [String], sourceLocation: SourceLocation = #_sourceLocation) {
  #expect(nodes(text) == expected, sourceLocation: sourceLocation)
}

@Suite struct NodeRanges {
  @Test func scalarsEndBeforeComments() throws {
    check("a: b # c\n", ["a: b", "a", "b"])
    check("a: 'b'   # c\n", ["a: 'b'", "a", "'b'"])
    check("- \"b\"# c\n".replacing("# c", with: " # c"), ["- \"b\"", "\"b\""])
  }

  @Test func marksCountCharactersNotBytes() throws {
    check("é: ü # ö\nb: 日本\nc: d\n", ["é: ü # ö\nb: 日本\nc: d", "é", "ü", "b", "日本", "c", "d"])
    check("a: 😀x\nb: {k: 😀}\nc: d\n", ["a: 😀x\nb: {k: 😀}\nc: d", "a", "😀x", "b", "{k: 😀}", "k", "😀", "c", "d"])
  }

  @Test func byteOrderMarkIsNotCounted() throws {
    check("\u{FEFF}a: b\nc: é\n", ["a: b\nc: é", "a", "b", "c", "é"])
  }

  @Test func lineEndsOfAllKinds() throws {
    check("a: b\r\nc:\r\n  - d\r\n", ["a: b\r\nc:\r\n  - d", "a", "b", "c", "- d", "d"])
    check("a: b\rc: d\r", ["a: b\rc: d", "a", "b", "c", "d"])
  }

  @Test func blockCollectionsEndWithTheirLastScalar() throws {
    check(
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
    check("a: |\n  x\n  y\n\n\n# z\nb: 1\n", ["a: |\n  x\n  y\n\n\n# z\nb: 1", "a", "|\n  x\n  y", "b", "1"])
    check("a: |+\n  x\n\nb: 1\n", ["a: |+\n  x\n\nb: 1", "a", "|+\n  x\n", "b", "1"])
    check("a: >-\r\n  x\r\n\r\n", ["a: >-\r\n  x", "a", ">-\r\n  x"])
    check("a: |\n  x", ["a: |\n  x", "a", "|\n  x"])
    check("a: |\n  x\n   \nb: 1\n", ["a: |\n  x\n   \nb: 1", "a", "|\n  x\n   ", "b", "1"])
  }

  @Test func flowCollectionsAreExact() throws {
    check("a: [b, {c: d} ] # e\n", ["a: [b, {c: d} ]", "a", "[b, {c: d} ]", "b", "{c: d}", "c", "d"])
    check("[a: b , {x: y}: z ]", ["[a: b , {x: y}: z ]", "a: b", "a", "b", "{x: y}: z", "{x: y}", "x", "y", "z"])
    check("{}\n# c\n", ["{}"])
  }

  @Test func tagsAndAnchorsBelongToTheRange() throws {
    let text = "a: &x !reset b\nc: &y\n  # note\n  d: e\n"
    check(
      text, ["a: &x !reset b\nc: &y\n  # note\n  d: e", "a", "&x !reset b", "c", "&y\n  # note\n  d: e", "d", "e"])
    let document = parse(text)
    let scalar = try #require(document.root?["a"])
    #expect(scalar.anchor == "x")
    #expect(scalar.tag == "!reset")
    #expect(String(decoding: document.source[scalar.valueRange], as: UTF8.self) == "b")
    let mapping = try #require(document.root?["c"])
    #expect(String(decoding: document.source[mapping.valueRange], as: UTF8.self) == "d: e")
  }

  @Test func theTagThatSaysNothingIsNoPartOfTheValue() throws {
    let document = parse("a: ! b\n! c: d\n&e f: !\u{85}  # \u{2028}  g\nh: &i:j\n")
    let entries = try #require(document.root).entries
    let values = entries.flatMap { [$0.key, $0.value] }.map { document.source[$0.valueRange] }
    #expect(values.map { String(decoding: $0, as: UTF8.self) } == ["a", "b", "c", "d", "f", "g", "h", ":j"])
  }

  @Test func severalDocuments() throws {
    check("a\n---\n- b\n...\n---\nc: d\n", ["a", "- b", "b", "c: d", "c", "d"])
  }

  @Test func emptyFiles() throws {
    #expect(parse("").root == nil)
    #expect(parse("# only\n").root == nil)
    #expect(parse("\u{FEFF}").root == nil)
    #expect(try #require(parse("---\n").root).isNull)
  }
}
