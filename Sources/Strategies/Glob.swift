import SourceText

/// A word pattern: `*` stands for any run of bytes, `?` for one character, `a|b` for either.
///
/// The only patterns that manifests have: they match in linear time for each star and can't be made to hang.
package struct Glob: Sendable, Equatable {
  package let pattern: String

  /// Whether the pattern stands for itself alone.
  private let isLiteral: Bool

  package init(_ pattern: String) {
    self.pattern = pattern
    isLiteral = !pattern.utf8.contains { $0 == UInt8(ascii: "*") || $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "|") }
  }

  /// Whether the whole of `text` matches one of the alternatives.
  package func matches(_ text: String) -> Bool {
    if isLiteral { return pattern.utf8.count == text.utf8.count && pattern == text }
    var pattern = pattern
    var text = text
    return pattern.withUTF8 { pattern in
      text.withUTF8 { text in
        var start = 0
        while true {
          var end = start
          while end < pattern.count, pattern[end] != UInt8(ascii: "|") { end += 1 }
          if Wildcard.matches(UnsafeBufferPointer(rebasing: pattern[start..<end]), text) { return true }
          guard end < pattern.count else { return false }
          start = end + 1
        }
      }
    }
  }
}

extension [Glob] {
  /// Whether any of the patterns matches the whole of `text`.
  package func match(_ text: String) -> Bool { contains { $0.matches(text) } }
}
