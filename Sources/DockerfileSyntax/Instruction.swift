package import SourceText

/// An instruction of a Dockerfile with its lines, flags and heredocs.
///
/// The typed views of its arguments (`from`, `copy`, `environment`…) are computed when asked for. A reference, since it
/// is handed around much and never changes.
package final class Instruction: Sendable {
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

  init(
    keyword: Keyword, keywordRange: ByteRange, range: ByteRange, elementRange: ByteRange, flags: [Flag],
    arguments: MappedText, innerComments: [ByteRange], continuations: [ByteRange], heredocs: [Heredoc], escape: UInt8
  ) {
    self.keyword = keyword
    self.keywordRange = keywordRange
    self.range = range
    self.elementRange = elementRange
    self.flags = flags
    self.arguments = arguments
    self.innerComments = innerComments
    self.continuations = continuations
    self.heredocs = heredocs
    self.escape = escape
  }

  /// The keyword as it is written in `source`, without continuations inside of it.
  package func spelling(in source: [UInt8]) -> String {
    var bytes: [UInt8] = []
    var start = keywordRange.lowerBound
    let gaps = (continuations + innerComments).sorted { $0.lowerBound < $1.lowerBound }
    for gap in gaps where gap.overlaps(keywordRange) {
      bytes += source[start..<max(start, gap.lowerBound)]
      start = gap.upperBound
    }
    bytes += source[start..<max(start, keywordRange.upperBound)]
    bytes.removeAll { $0 == .newline || $0 == .carriageReturn }  // the ends of comment lines
    return text(bytes, 0..<bytes.count)
  }

  /// The last flag with this name (without dashes).
  package func flag(_ name: String) -> Flag? {
    flags.last { $0.name == name }
  }
}
