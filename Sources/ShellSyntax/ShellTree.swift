package import SourceText

/// The shell that a text is written for; both parse alike, since images mix them freely.
package enum Dialect: Sendable {
  case posix, bash
}

/// A lossless syntax tree of shell text, as it stands in RUN, CMD, HEALTHCHECK, here-documents and scripts.
///
/// All ranges count bytes of `text`; `text.sourceRange(of:)` gives the bytes of the file. Every input has a tree: what
/// can't be parsed is a command `.unparsed` that says why. After the grammar in POSIX.1-2024, "Shell Command Language",
/// with what bash adds to it ("Bash Reference Manual", chapter 3).
package struct ShellTree: Sendable {
  /// How deep commands, quotes and expansions may nest; what lies deeper is `.unparsed`.
  package static let depthLimit = 100

  package let text: MappedText
  /// The comments, from `#` to the end of the line (not included), in source order.
  package let comments: [ByteRange]
  /// What is wrong with the text; ranges count bytes of the source.
  package let diagnostics: [Diagnostic]
  /// Whether all of the text was understood.
  package let isComplete: Bool
  let storage: ShellStorage

  /// Parses `text`; takes time in proportion to its length.
  package static func parse(_ text: MappedText, dialect: Dialect = .posix) -> ShellTree {
    var parser = ShellParser(text.bytes)
    parser.parseAll()
    let findings = parser.findings
    return ShellTree(
      text: text, comments: parser.comments, diagnostics: findings.map { $0.diagnostic(in: text) },
      isComplete: parser.errorCount == 0,
      storage: ShellStorage(text: text, nodes: parser.nodes, reasons: findings.map(\.message)))
  }

  package var root: CommandList { CommandList(storage: storage, index: 0) }

  /// The tree's tokens and trivia, joined in order: equal to `text.bytes` for every input.
  package func print() -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(text.count)
    for node in storage.nodes where node.kind.isLeaf { result += text.bytes[node.range] }
    return result
  }

  /// The text of `range`, with invalid UTF-8 replaced.
  package func string(_ range: ByteRange) -> String { String(decoding: text.bytes[range], as: UTF8.self) }
}
