import SourceText

extension UInt8 {
  @inline(__always) static var tab: UInt8 { 0x09 }
  @inline(__always) static var newline: UInt8 { 0x0A }
  @inline(__always) static var carriageReturn: UInt8 { 0x0D }
  @inline(__always) static var space: UInt8 { 0x20 }
  @inline(__always) static var doubleQuote: UInt8 { 0x22 }
  @inline(__always) static var hash: UInt8 { 0x23 }
  @inline(__always) static var dollar: UInt8 { 0x24 }
  @inline(__always) static var singleQuote: UInt8 { 0x27 }
  @inline(__always) static var dash: UInt8 { 0x2D }
  @inline(__always) static var less: UInt8 { 0x3C }
  @inline(__always) static var equals: UInt8 { 0x3D }
  @inline(__always) static var openBracket: UInt8 { 0x5B }
  @inline(__always) static var backslash: UInt8 { 0x5C }
  @inline(__always) static var closeBracket: UInt8 { 0x5D }
  @inline(__always) static var backtick: UInt8 { 0x60 }
  @inline(__always) static var openBrace: UInt8 { 0x7B }
  @inline(__always) static var closeBrace: UInt8 { 0x7D }

  /// Whether the byte separates words: tab, vertical tab, form feed, carriage return or space.
  @inline(__always) var isWordSeparator: Bool {
    self == .space || (self >= 0x09 && self <= 0x0D && self != .newline)
  }

  /// Whether the byte, read as a Latin-1 character, is white space; flags and health checks are divided this way.
  @inline(__always) var isLatin1Space: Bool {
    self == .space || (self >= 0x09 && self <= 0x0D) || self == 0x85 || self == 0xA0
  }

  @inline(__always) var isDigit: Bool { self >= 0x30 && self <= 0x39 }

  @inline(__always) var isLetter: Bool {
    let lower = self | 0x20
    return lower >= 0x61 && lower <= 0x7A
  }

  @inline(__always) var lowercased: UInt8 { self >= 0x41 && self <= 0x5A ? self | 0x20 : self }
}

/// Unicode white space in UTF-8 text, as Go's `unicode.IsSpace` has it.
enum Whitespace {
  /// The length of the white-space character at `index`; 0 if there is none before `end`.
  @inline(__always)
  static func length(in bytes: [UInt8], at index: Int, before end: Int) -> Int {
    let byte = bytes[index]
    if byte < 0x80 { return byte == .space || (byte >= 0x09 && byte <= 0x0D) ? 1 : 0 }
    return longLength(in: bytes, at: index, before: end)
  }

  private static func longLength(in bytes: [UInt8], at index: Int, before end: Int) -> Int {
    let byte = bytes[index]
    if byte == 0xC2, index + 1 < end { return bytes[index + 1] == 0x85 || bytes[index + 1] == 0xA0 ? 2 : 0 }
    guard byte >= 0xE1, byte <= 0xE3, index + 2 < end else { return 0 }
    switch (byte, bytes[index + 1], bytes[index + 2]) {
    case (0xE1, 0x9A, 0x80), (0xE2, 0x80, 0x80...0x8A), (0xE2, 0x80, 0xA8), (0xE2, 0x80, 0xA9), (0xE2, 0x80, 0xAF),
      (0xE2, 0x81, 0x9F), (0xE3, 0x80, 0x80):
      return 3
    default: return 0
    }
  }

  /// The first place in `range` that is not white space; its end if there is none.
  @inline(__always)
  static func skip(_ bytes: [UInt8], _ range: ByteRange) -> ByteOffset {
    var index = range.lowerBound
    while index < range.upperBound {
      let length = length(in: bytes, at: index, before: range.upperBound)
      if length == 0 { break }
      index += length
    }
    return index
  }

  /// `range` without white space at both ends.
  static func trim(_ bytes: [UInt8], _ range: ByteRange) -> ByteRange {
    let start = skip(bytes, range)
    var end = range.upperBound
    while end > start {
      let length = lengthBefore(end, in: bytes, from: start)
      if length == 0 { break }
      end -= length
    }
    return start..<end
  }

  private static func lengthBefore(_ end: ByteOffset, in bytes: [UInt8], from start: ByteOffset) -> Int {
    if bytes[end - 1] < 0x80 { return length(in: bytes, at: end - 1, before: end) }
    for size in 2...3 where end - size >= start && length(in: bytes, at: end - size, before: end) == size {
      return size
    }
    return 0
  }
}

/// Whether `<<` stands in `range`.
func containsHeredocMarker(_ bytes: [UInt8], _ range: ByteRange) -> Bool {
  var index = range.lowerBound
  while index + 1 < range.upperBound {
    if bytes[index + 1] != .less {
      index += 2
    } else if bytes[index] == .less {
      return true
    } else {
      index += 1
    }
  }
  return false
}

/// The text of `range`, with invalid UTF-8 replaced.
func text(_ bytes: [UInt8], _ range: ByteRange) -> String {
  String(decoding: bytes[range], as: UTF8.self)
}
