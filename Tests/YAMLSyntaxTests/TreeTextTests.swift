import Testing
import YAMLSyntax

/// The form in which trees are compiled in: what is read from it is what the file itself gives.
@Suite struct TreeTextTests {
  @Test(arguments: [
    "a: 1\n",
    "# above\na: [1, 'two', \"th\\u00e9\\tree\"]\nb:\n  c: {d: e, f: []}\n  g:\n",
    "- - x\n  - y\n- |\n  several\n\n  lines\n- >-\n  folded\n  text\n",
    "a: plain text that\n  goes on\n\"quoted key\": ''\n? long\n: value\n",
    "é: ü # behind\nlast: ~",
    "just a word", "&root a: 1\n", "&root\na: 1\n",
    "a: &x [1, &y 'it''s']\nb: *x\nc: &x {d: *y}\ne: *x\n*x : f\n",
  ])
  func readsWhatItWrites(_ text: String) throws {
    let source = Array(text.utf8)
    let tree = try #require(YAMLTreeText.write(source))
    let (parsed, diagnostics) = YAMLDocument.parse(source, path: "x")
    let read = tree.withUnsafeBufferPointer { YAMLTreeText.read($0, of: source, path: "x") }
    #expect(diagnostics == [])
    #expect(read.documents == parsed.documents)
    for node in aliases(of: read) { #expect(read.resolve(node) == parsed.resolve(node)) }
    #expect(read.source == source)
    #expect(read.path == "x")
    #expect(!read.hasErrors)
  }

  private func aliases(of document: YAMLDocument) -> [YAMLNode] {
    var found: [YAMLNode] = []
    var pending = document.documents
    while let node = pending.popLast() {
      if node.alias != nil { found.append(node) }
      pending += node.items + node.entries.flatMap { [$0.key, $0.value] }
    }
    return found
  }

  @Test(arguments: [
    "a: !reset\n", "a: 1\n---\nb: 2\n", "a: 1\na: 2\n", "a: [", "", "# nothing\n", "a: *x\n", "a: !!str &x 1\n",
  ])
  func hasNoFormForOtherFiles(_ text: String) { #expect(YAMLTreeText.write(Array(text.utf8)) == nil) }
}
