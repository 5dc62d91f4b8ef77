import SourceText

/// A word pattern: `*` stands for any run of bytes, `?` for one character, `a|b` for either.
///
/// The only patterns that manifests have: they match in linear time for each star and can't be made to hang.
package struct Glob: Sendable, Equatable {
  package let pattern: String

  /// Whether the pattern stands for itself alone.
  private let isLiteral: Bool
  /// The byte that every match begins with; nil if there is none.
  private let first: UInt8?

  package init(_ pattern: String) {
    self.pattern = pattern
    var hasWildcards = false
    var hasAlternatives = false
    var first = pattern.utf8.first
    for byte in pattern.utf8 {
      if byte == UInt8(ascii: "|") { hasAlternatives = true }
      if byte == UInt8(ascii: "*") || byte == UInt8(ascii: "?") { hasWildcards = true }
    }
    if hasAlternatives || first == UInt8(ascii: "*") || first == UInt8(ascii: "?") { first = nil }
    isLiteral = !hasWildcards && !hasAlternatives
    self.first = first
  }

  /// Whether the whole of `text` matches one of the alternatives.
  package func matches(_ text: String) -> Bool {
    if let first, text.utf8.first != first { return false }
    if isLiteral { return pattern.utf8.count == text.utf8.count && pattern == text }
    var pattern = pattern
    var text = text
    return pattern.withUTF8 { pattern in text.withUTF8 { Self.matches(pattern, $0) } }
  }

  private static func matches(_ pattern: UnsafeBufferPointer<UInt8>, _ text: UnsafeBufferPointer<UInt8>) -> Bool {
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

extension [Glob] {
  /// Whether any of the patterns matches the whole of `text`.
  package func match(_ text: String) -> Bool {
    withUnsafeBufferPointer { globs in
      for index in globs.indices where globs[index].matches(text) { return true }
      return false
    }
  }
}
