package import SourceText

/// Assignments, words and redirections: `A=b make -j4 >log`.
package struct SimpleCommand: Sendable {
  let storage: ShellStorage
  let index: Int

  package var range: ByteRange { storage.range(index) }

  /// The assignments before the first word.
  package var assignments: [Assignment] {
    storage.children(index, .assignment).map { Assignment(storage: storage, index: $0) }
  }

  /// The command's name and arguments; the arguments of `export` and the like are words too.
  package var words: [Word] { storage.words(index) }
  package var redirections: [Redirection] { storage.redirections(index) }

  /// The first word's value, `nil` if there is none or it is expanded.
  package var name: String? { words.first?.literal }
}

/// `NAME=value`, `NAME+=value` or `NAME=(elements)`.
package struct Assignment: Sendable {
  let storage: ShellStorage
  let index: Int

  package var range: ByteRange { storage.range(index) }

  /// The variable's name without subscript.
  package var name: String { storage.child(index, .name).map(storage.string) ?? "" }

  /// The value; `nil` if it is empty or an array.
  package var value: Word? { storage.words(index).first }

  package var isAppend: Bool { storage.child(index, .operatorToken).map { storage.range($0).count == 2 } ?? false }
  package var isArray: Bool { storage.child(index, .array) != nil }

  /// The elements of an array.
  package var elements: [Word] { storage.child(index, .array).map(storage.words) ?? [] }
}

/// `2>file`, `<<EOF` and the like.
package struct Redirection: Sendable {
  let storage: ShellStorage
  let index: Int

  package var range: ByteRange { storage.range(index) }

  /// The descriptor before the operator; `nil` for the operator's own, and for `{NAME}>`.
  package var fd: Int? { storage.child(index, .descriptor).flatMap { Int(storage.string($0)) } }

  /// The operator: `>`, `>>`, `&>`, `<<-`…
  package var op: String { storage.child(index, .operatorToken).map(storage.string) ?? "" }

  /// The file, the descriptor, the here-string or the here-document's delimiter.
  package var target: Word? { storage.words(index).first }

  package var hereDocument: HereDocument? {
    let link = Int(storage.nodes[index].link)
    return link >= 0 ? HereDocument(storage: storage, index: link, redirection: index) : nil
  }
}

/// The lines that a `<<` redirection feeds to its command.
package struct HereDocument: Sendable {
  let storage: ShellStorage
  let index: Int
  let redirection: Int

  /// The lines and the delimiter behind them, without the delimiter's newline.
  package var range: ByteRange { storage.range(index) }

  /// The lines alone.
  package var bodyRange: ByteRange {
    let range = range
    return range
      .lowerBound..<(storage.child(index, .hereDocumentEnd).map { storage.range($0).lowerBound } ?? range.upperBound)
  }

  /// The delimiter with its quotes removed.
  package var delimiter: String {
    guard let word = storage.words(redirection).first else { return "" }
    return word.literal ?? storage.string(word.index)
  }

  /// Whether the delimiter was quoted, so that nothing in the lines is expanded.
  package var isQuoted: Bool {
    storage.words(redirection).first.map { word in word.parts.contains { if case .literal = $0 { false } else { true } }
    }
      ?? false
  }

  /// Whether the operator was `<<-`, which strips tabs from the start of each line.
  package var stripsTabs: Bool {
    storage.child(redirection, .operatorToken).map { storage.range($0).count == 3 } ?? false
  }

  /// The lines as they are expanded; one literal part if the delimiter was quoted.
  package var parts: [WordPart] { WordPart.parts(of: index, in: storage) }
}
