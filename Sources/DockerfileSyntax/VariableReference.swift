package import SourceText

/// A place where Docker puts in the value of a variable: `$NAME`, `${NAME}`, `${NAME:-default}`…
package struct VariableReference: Sendable, Equatable {
  package let name: String
  /// From the `$` to the end of the name or the closing brace.
  package internal(set) var range: ByteRange
  /// What follows the name in braces: `:-`, `-`, `:+`, `+`, `:?`, `?`, `#`, `%` or `/`.
  package internal(set) var `operator`: String?
  /// The text between the operator and the closing brace.
  package internal(set) var operand: ByteRange?
  /// The operand of `:-` and `-`, which stands in for an unset variable, as it is written.
  package internal(set) var `default`: String?

  init(name: String, range: ByteRange) {
    self.name = name
    self.range = range
  }

  /// Finds the references in `bytes`, also those in the operands of others, by the place where they start.
  ///
  /// Escaped dollar signs and single-quoted text hold none. At text that BuildKit can't read (an open quote, a bad
  /// substitution) the search ends. Special parameters such as `$?` and `$1` count as references too.
  /// - Parameters:
  ///   - escape: the file's escape character.
  ///   - readsQuotes: false for the body of a heredoc, where quotes mean nothing.
  /// - Returns: the references, with ranges in `bytes`.
  package static func scan(_ bytes: [UInt8], escape: UInt8, readsQuotes: Bool = true) -> [VariableReference] {
    guard bytes.contains(.dollar) else { return [] }
    var lex = ShellLex(bytes, options: ShellLex.Options(escape: escape, readsQuotes: readsQuotes))
    _ = try? lex.process(until: nil)
    return lex.references
  }
}
