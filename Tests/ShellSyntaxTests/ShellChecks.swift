import ShellSyntax
import SourceText
import Testing

/// Parses `source`, checks what holds for every tree, and compares its dump with `expected`.
@discardableResult
func check(
  _ source: String, _ expected: String? = nil, diagnostics: [String] = [],
  sourceLocation: SourceLocation = #_sourceLocation
) -> ShellTree {
  let tree = checkedTree(Array(source.utf8), sourceLocation: sourceLocation)
  if let expected { #expect(ShellDump(tree: tree).list(tree.root) == expected, sourceLocation: sourceLocation) }
  #expect(tree.diagnostics.map(\.id) == diagnostics, sourceLocation: sourceLocation)
  return tree
}

/// Parses `bytes` and checks the round trip and that ranges lie inside each other in order.
@discardableResult
func checkedTree(_ bytes: [UInt8], sourceLocation: SourceLocation = #_sourceLocation) -> ShellTree {
  let tree = ShellTree.parse(MappedText(bytes))
  #expect(tree.print() == bytes, "round trip", sourceLocation: sourceLocation)
  var start = 0
  for visit in tree.simpleCommands() {
    let range = visit.command.range
    #expect(range.lowerBound >= start && range.upperBound <= bytes.count, sourceLocation: sourceLocation)
    start = range.lowerBound
    var wordStart = range.lowerBound
    for word in visit.command.words {
      #expect(
        word.range.lowerBound >= wordStart && word.range.upperBound <= range.upperBound && !word.range.isEmpty,
        sourceLocation: sourceLocation)
      wordStart = word.range.upperBound
    }
  }
  return tree
}
