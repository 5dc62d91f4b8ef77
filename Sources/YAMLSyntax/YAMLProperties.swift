import SourceText

/// The tag and the anchor in front of a value.
enum YAMLProperties {
  /// Skips `&anchor` and `!tag` with the blanks, line breaks and comments behind them.
  ///
  /// - Returns: the start of the value, at most the end of `range`; behind the last property if no value follows.
  static func end(in source: [UInt8], _ range: ByteRange) -> ByteOffset {
    var offset = range.lowerBound
    var behindLast = offset
    while offset < range.upperBound {
      switch source[offset] {
      case UInt8(ascii: "&"), UInt8(ascii: "!"):
        offset = endOfProperty(in: source, offset..<range.upperBound)
        behindLast = offset
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\n"), UInt8(ascii: "\r"): offset += 1
      case UInt8(ascii: "#"):
        while offset < range.upperBound, !source[offset].isLineBreak { offset += 1 }
      default: return offset
      }
    }
    return behindLast
  }

  private static func endOfProperty(in source: [UInt8], _ range: ByteRange) -> ByteOffset {
    var offset = range.lowerBound + 1
    if offset < range.upperBound, source[offset] == UInt8(ascii: "<") {
      while offset < range.upperBound, source[offset] != UInt8(ascii: ">") { offset += 1 }
    }
    while offset < range.upperBound, !source[offset].isBlank, !source[offset].isLineBreak,
      source[offset] != UInt8(ascii: ","), source[offset] != UInt8(ascii: "]"), source[offset] != UInt8(ascii: "}")
    {
      offset += 1
    }
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

extension UInt8 {
  var isBlank: Bool { self == UInt8(ascii: " ") || self == UInt8(ascii: "\t") }
  var isLineBreak: Bool { self == UInt8(ascii: "\n") || self == UInt8(ascii: "\r") }
}
