package import SourceText

/// An instruction of a Dockerfile with its lines, flags and heredocs.
///
/// The typed views of its arguments (`from`, `copy`, `environment`…) are computed when asked for.
package struct Instruction: Sendable {
  package let keyword: Keyword
  package let keywordRange: ByteRange
  /// From the keyword to the end of the last line, without its line end; heredocs are included.
  package let range: ByteRange
  /// The whole lines, from leading blanks to the last line end.
  package let elementRange: ByteRange
  package let flags: [Flag]
  /// What follows the keyword and the flags, on one logical line: without continuations, inner comments and blanks at
  /// both ends. Heredoc bodies are not part of it.
  package let arguments: MappedText
  /// Comment lines between continued lines, from the line's start, without line ends.
  package let innerComments: [ByteRange]
  /// Each escape character at a line's end through that line end and the blank lines that follow.
  package let continuations: [ByteRange]
  package let heredocs: [Heredoc]
  /// The file's escape character, which the views need.
  package let escape: UInt8

  /// The last flag with this name (without dashes).
  package func flag(_ name: String) -> Flag? {
    flags.last { $0.name == name }
  }
}
