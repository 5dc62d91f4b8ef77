import Testing
import YAMLSyntax

/// The form in which manifests are compiled in and read: it holds what the file's tree holds.
@Suite struct FlatYAMLTests {
  @Test(arguments: [
    "a: 1\n",
    "# above\na: [1, 'two', \"th\\u00e9\\tree\"]\nb:\n  c: {d: e, f: []}\n  g:\n",
    "- - x\n  - y\n- |\n  several\n\n  lines\n- >-\n  folded\n  text\n",
    "a: plain text that\n  goes on\n\"quoted key\": ''\n? long\n: value\n",
    "é: ü # behind\nlast: ~",
    "just a word", "&root a: 1\n", "&root\na: 1\n", "a: !!str &x 1\nb: *x\n",
    "a: &x [1, &y 'it''s', [" + String(repeating: "long ", count: 300) + "]]\nb: *x\nc: &x {d: *y}\ne: *x\n*x : f\n",
    "a: &x [1, *x]\nb: *none\n", "a: 1\na: 2\n", "? [a, b]\n: c\nd: e\n", "a: 1\n---\nb: 2\n", "<<: {a: 1}\n",
  ])
  func holdsWhatTheTreeHolds(_ text: String) throws {
    let (document, _) = YAMLDocument.parse(Array(text.utf8), path: "x")
    let flat = try #require(FlatYAML(document).root)
    try compare(flat, try #require(document.root), document)
  }

  @Test(arguments: ["", "# nothing\n", "a: [", "a: 'open\n"])
  func holdsNothingOfOtherFiles(_ text: String) {
    #expect(FlatYAML(YAMLDocument.parse(Array(text.utf8), path: "x").document).root == nil)
  }

  @Test func findsValuesByTheirKeys() throws {
    let (document, _) = YAMLDocument.parse(Array("ab: 1\nabc: 2\nb: [c]\nab: 3\n? [k]\n: 4\n".utf8), path: "x")
    let root = try #require(FlatYAML(document).root)
    #expect(root["ab"]?.string == "1")
    #expect(root["abc"]?.string == "2")
    #expect(root["b"]?.items.compactMap(\.string) == ["c"])
    #expect(root["k"] == nil && root["a"] == nil && root["abcd"] == nil)
    #expect(root["b"]?["c"] == nil)
  }

  private func compare(_ flat: FlatYAML.Node, _ node: YAMLNode, _ document: YAMLDocument) throws {
    #expect(flat.range == node.range)
    #expect(flat.isMapping == node.isMapping && flat.isSequence == node.isSequence)
    #expect(flat.string == node.string)
    let target = document.resolve(node)
    #expect(flat.resolved.range == target.range)
    #expect(flat.resolved.string == target.string)
    #expect(flat.items.count == node.items.count)
    for (flat, item) in zip(flat.items, node.items) { try compare(flat, item, document) }
    #expect(flat.entryCount == node.entries.count)
    #expect(flat.entries.map(\.key) == node.entries.map { $0.key.string ?? "" })
    #expect(flat.entries.map(\.keyRange) == node.entries.map(\.key.range))
    for (flat, entry) in zip(flat.entries, node.entries) { try compare(flat.value, entry.value, document) }
  }
}
