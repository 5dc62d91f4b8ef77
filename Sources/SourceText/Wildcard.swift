/// The one way in which patterns of `*` and `?` match.
///
/// What a pattern is held against, a word or one name of a path, is for its users to say.
package enum Wildcard {
  /// Whether the whole of `text` matches: `*` stands for any run of bytes, `?` for one character.
  ///
  /// It takes linear time for each star and can't be made to hang.
  ///
  /// - Parameter hasClasses: whether `[a-z]` and `[^a-z]` stand for one character, and `\` before one for that alone, as
  ///   in Go's `filepath.Match`. A bracket that nothing closes matches nothing.
  package static func matches(
    _ pattern: UnsafeBufferPointer<UInt8>, _ text: UnsafeBufferPointer<UInt8>, hasClasses: Bool = false
  ) -> Bool {
    var p = 0
    var t = 0
    var star: (pattern: Int, text: Int)?
    while t < text.count {
      if p < pattern.count, pattern[p] == UInt8(ascii: "*") {
        p += 1
        star = (p, t)
      } else if p < pattern.count, let next = step(pattern, p, text, t, hasClasses) {
        (p, t) = next
      } else if let last = star {
        star = (last.pattern, last.text + 1)
        p = last.pattern
        t = last.text + 1
      } else {
        return false
      }
    }
    while p < pattern.count, pattern[p] == UInt8(ascii: "*") { p += 1 }
    return p == pattern.count
  }

  /// Whether the whole of `text` matches `pattern`, which can have classes.
  package static func matches(_ pattern: String, _ text: String) -> Bool {
    var pattern = pattern
    var text = text
    return pattern.withUTF8 { pattern in text.withUTF8 { matches(pattern, $0, hasClasses: true) } }
  }

  /// Whether a pattern with classes is more than a plain name.
  package static func isPattern(_ text: String) -> Bool {
    text.utf8.contains { byte in
      switch byte {
      case UInt8(ascii: "*"), UInt8(ascii: "?"), UInt8(ascii: "["), UInt8(ascii: "\\"): true
      default: false
      }
    }
  }

  /// What lies behind one element of the pattern, no star, and behind the character that it matches.
  private static func step(
    _ pattern: UnsafeBufferPointer<UInt8>, _ p: Int, _ text: UnsafeBufferPointer<UInt8>, _ t: Int, _ hasClasses: Bool
  ) -> (Int, Int)? {
    switch pattern[p] {
    case UInt8(ascii: "?"): return (p + 1, character(text, t).end)
    case UInt8(ascii: "[") where hasClasses: return `class`(pattern, p, text, t)
    case UInt8(ascii: "\\") where hasClasses && p + 1 < pattern.count:
      return pattern[p + 1] == text[t] ? (p + 2, t + 1) : nil
    case let byte: return byte == text[t] ? (p + 1, t + 1) : nil
    }
  }

  private static func `class`(
    _ pattern: UnsafeBufferPointer<UInt8>, _ p: Int, _ text: UnsafeBufferPointer<UInt8>, _ t: Int
  ) -> (Int, Int)? {
    let wanted = character(text, t)
    var p = p + 1
    let isNegated = p < pattern.count && pattern[p] == UInt8(ascii: "^")
    if isNegated { p += 1 }
    var isIn = false
    while p < pattern.count, pattern[p] != UInt8(ascii: "]") {
      guard let low = bound(pattern, &p) else { return nil }
      var high = low
      if p + 1 < pattern.count, pattern[p] == UInt8(ascii: "-"), pattern[p + 1] != UInt8(ascii: "]") {
        p += 1
        guard let other = bound(pattern, &p) else { return nil }
        high = other
      }
      if low <= wanted.value, wanted.value <= high { isIn = true }
    }
    guard p < pattern.count, isIn != isNegated else { return nil }
    return (p + 1, wanted.end)
  }

  private static func bound(_ pattern: UnsafeBufferPointer<UInt8>, _ p: inout Int) -> UInt32? {
    if pattern[p] == UInt8(ascii: "\\") { p += 1 }
    guard p < pattern.count else { return nil }
    let found = character(pattern, p)
    p = found.end
    return found.value
  }

  /// The bytes of the UTF-8 character that starts there, as one number: these are in the order of the characters.
  private static func character(_ text: UnsafeBufferPointer<UInt8>, _ start: Int) -> (value: UInt32, end: Int) {
    var value = UInt32(text[start])
    var end = start + 1
    while end < text.count, end < start + 4, text[end] & 0xC0 == 0x80 {
      value = value << 8 | UInt32(text[end])
      end += 1
    }
    return (value, end)
  }
}
