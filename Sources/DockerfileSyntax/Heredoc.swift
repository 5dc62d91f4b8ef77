package import SourceText

/// A document that follows an instruction, up to a line that holds its name.
package struct Heredoc: Sendable, Equatable {
  /// The name with quotes and escapes removed.
  package let name: String
  /// Whether the marker is `<<-`: tabs at the start of each line do not count.
  package let stripsTabs: Bool
  /// Whether a part of the name is quoted: variables in the body stay as they are.
  package let isQuoted: Bool
  /// The number before `<<`; 0 if there is none.
  package let fileDescriptor: Int
  /// The word `<<NAME` in the source.
  package let markerRange: ByteRange
  /// The lines of the body, line ends included.
  package let bodyRange: ByteRange
  /// The terminator's line without its line end; empty, at the end of the file, if there is none.
  package let terminatorRange: ByteRange
  package let isTerminated: Bool
}
