import SourceText

/// A word pattern: `*` stands for any run of bytes, `?` for one character, `a|b` for either.
///
/// The only patterns that manifests have: they match in linear time for each star and can't be made to hang.
package struct Glob: Sendable, Equatable {
  package let pattern: String

  /// Whether the pattern stands for itself alone.
  private let isLiteral: Bool
  /// The bytes that a text has at least which matches.
  let shortest: Int

  package init(_ pattern: String) {
    self.pattern = pattern
    var isLiteral = true
    var shortest = Int.max
    var length = 0
    var text = pattern
    text.withUTF8 { bytes in
      for byte in bytes {
        switch byte {
        case UInt8(ascii: "|"):
          isLiteral = false
          shortest = min(shortest, length)
          length = 0
        case UInt8(ascii: "*"): isLiteral = false
        case UInt8(ascii: "?"):
          isLiteral = false
          length += 1
        default: length += 1
        }
      }
    }
    self.isLiteral = isLiteral
    self.shortest = min(shortest, length)
  }

  /// Whether the whole of `text` matches one of the alternatives.
  package func matches(_ text: String) -> Bool {
    // most texts are no match by their length alone
    let length = text.utf8.count
    if length < shortest || isLiteral && length > shortest { return false }
    if isLiteral { return pattern == text }
    var pattern = pattern
    var text = text
    return pattern.withUTF8 { pattern in text.withUTF8 { Self.matches(pattern, $0) } }
  }

  private static func matches(_ pattern: UnsafeBufferPointer<UInt8>, _ text: UnsafeBufferPointer<UInt8>) -> Bool {
    var start = 0
    while true {
      var end = start
      while end < pattern.count, pattern[end] != UInt8(ascii: "|") { end += 1 }
      if canStart(pattern, at: start, end, text),
        Wildcard.matches(UnsafeBufferPointer(rebasing: pattern[start..<end]), text)
      {
        return true
      }
      guard end < pattern.count else { return false }
      start = end + 1
    }
  }

  /// Whether an alternative's first byte allows the text, which for most settles it.
  private static func canStart(
    _ pattern: UnsafeBufferPointer<UInt8>, at start: Int, _ end: Int, _ text: UnsafeBufferPointer<UInt8>
  ) -> Bool {
    guard start < end, let first = text.first else { return true }
    return pattern[start] == first || pattern[start] == UInt8(ascii: "*") || pattern[start] == UInt8(ascii: "?")
  }
}

extension [Glob] {
  /// Whether any of the patterns matches the whole of `text`.
  package func match(_ text: String) -> Bool {
    withUnsafeBufferPointer { globs in
      for index in globs.indices where globs[index].matches(text) { return true }
      return false
    }
  }
}
