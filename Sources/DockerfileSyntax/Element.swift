package import SourceText

/// A part of a Dockerfile at the top level; the elements of a file hold each of its bytes once, in order.
package struct Element: Sendable, Equatable {
  /// What an element is.
  package enum Kind: Sendable, Equatable {
    case byteOrderMark
    /// A parser directive, as `# syntax=docker/dockerfile:1`.
    case directive
    /// One comment line.
    case comment
    /// One line without text.
    case blank
    /// The instruction at this place in `Dockerfile.instructions`.
    case instruction(Int)
    /// Lines that only continue onto nothing.
    case unparsed
  }

  package let kind: Kind
  /// The whole lines, line ends included.
  package let range: ByteRange
}

/// A comment at the top of the file that directs the parser.
package struct ParserDirective: Sendable, Equatable {
  /// The name in lower case: `syntax`, `escape` or `check`.
  package let name: String
  package let value: String
  /// The line from `#` on, without its line end.
  package let range: ByteRange
}
