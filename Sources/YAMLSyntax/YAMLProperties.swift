import SourceText

/// The tag and the anchor in front of a value.
enum YAMLProperties {
  /// Skips `&anchor` and `!tag` with the blanks, line breaks and comments behind them.
  ///
  /// - Returns: the start of the value, at most the end of `range`; behind the last property if no value follows.
  static func end(in source: [UInt8], _ range: ByteRange) -> ByteOffset {
    var offset = range.lowerBound
    var behindLast = offset
    // most values have neither, which their first byte shows
    if offset < range.upperBound, source[offset].isAnchorByte { return offset }
    while offset < range.upperBound {
      switch source[offset] {
      case UInt8(ascii: "&"), UInt8(ascii: "!"):
        offset = endOfProperty(in: source, offset..<range.upperBound)
        behindLast = offset
      case UInt8(ascii: " "), UInt8(ascii: "\t"): offset += 1
      case UInt8(ascii: "#"):
        while offset < range.upperBound, source.lineBreak(at: offset) == 0 { offset += 1 }
      default:
        let lineBreak = source.lineBreak(at: offset)
        guard lineBreak > 0 else { return offset }
        offset += lineBreak
      }
    }
    return behindLast
  }

  private static func endOfProperty(in source: [UInt8], _ range: ByteRange) -> ByteOffset {
    var offset = range.lowerBound + 1
    if source[range.lowerBound] == UInt8(ascii: "&") {
      while offset < range.upperBound, source[offset].isAnchorByte { offset += 1 }
      return offset
    }
    if offset < range.upperBound, source[offset] == UInt8(ascii: "<") {
      while offset < range.upperBound, source[offset] != UInt8(ascii: ">") { offset += 1 }
    }
    while offset < range.upperBound, source[offset].isTagByte { offset += 1 }
    return offset
  }
}

/// The extent of `|` and `>` scalars.
enum YAMLBlockScalar {
  /// The end of the last line that belongs to the text, before its line break.
  ///
  /// libyaml's end mark is the start of the next content or comment line, blank lines included; those count only if
  /// the header says `+`.
  static func end(_ range: ByteRange, of text: String, in source: [UInt8]) -> ByteOffset {
    var end = range.upperBound
    if keepsBlankLines(range, in: source) {
      if end > range.lowerBound, source[end - 1] == UInt8(ascii: "\n") { end -= 1 }
      if end > range.lowerBound, source[end - 1] == UInt8(ascii: "\r") { end -= 1 }
      return end
    }
    let blanksCount = text.utf8.last { $0 != UInt8(ascii: "\n") }?.isBlank ?? false
    while end > range.lowerBound, source[end - 1].isLineBreak || (!blanksCount && source[end - 1].isBlank) { end -= 1 }
    return end
  }

  private static func keepsBlankLines(_ range: ByteRange, in source: [UInt8]) -> Bool {
    for byte in source[range] {
      if byte == UInt8(ascii: "+") { return true }
      if byte.isBlank || byte.isLineBreak { return false }
    }
    return false
  }
}

extension [UInt8] {
  /// The length of the line break at `offset`, or 0: YAML 1.1 knows U+0085, U+2028 and U+2029 too.
  fileprivate func lineBreak(at offset: ByteOffset) -> Int {
    if self[offset].isLineBreak { return 1 }
    if self[offset...].starts(with: [0xC2, 0x85]) { return 2 }
    return self[offset...].starts(with: [0xE2, 0x80, 0xA8]) || self[offset...].starts(with: [0xE2, 0x80, 0xA9]) ? 3 : 0
  }
}

extension UInt8 {
  /// Whether the name of an anchor may hold this byte; libyaml takes no others.
  fileprivate var isAnchorByte: Bool {
    self == UInt8(ascii: "-") || self == UInt8(ascii: "_") || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self)
      || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self | 0x20)
  }

  /// Whether a tag may hold this byte.
  fileprivate var isTagByte: Bool {
    (0x21..<0x7F).contains(self) && self != UInt8(ascii: ",") && self != UInt8(ascii: "]") && self != UInt8(ascii: "}")
  }

  var isBlank: Bool { self == UInt8(ascii: " ") || self == UInt8(ascii: "\t") }
  var isLineBreak: Bool { self == UInt8(ascii: "\n") || self == UInt8(ascii: "\r") }
}
