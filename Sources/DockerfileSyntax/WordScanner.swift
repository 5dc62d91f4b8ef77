import SourceText

/// Divides a text into words.
enum WordScanner {
  /// Words between blanks, without regard to quotes: FROM, COPY, ADD, EXPOSE, VOLUME.
  static func split(_ bytes: [UInt8]) -> [ByteRange] {
    var words: [ByteRange] = []
    var index = 0
    while let word = next(bytes, from: &index) { words.append(word) }
    return words
  }

  /// The next word between blanks; moves `index` behind it.
  static func next(_ bytes: [UInt8], from index: inout ByteOffset) -> ByteRange? {
    while index < bytes.count, bytes[index].isWordSeparator { index += 1 }
    let start = index
    while index < bytes.count, !bytes[index].isWordSeparator { index += 1 }
    return index > start ? start..<index : nil
  }

  /// Words with quotes and escapes: ENV, LABEL, ARG (`parseWords` in `parser/line_parsers.go`).
  ///
  /// An escape character at the very end belongs to no word.
  static func splitQuoted(_ bytes: [UInt8], escape: UInt8) -> [ByteRange] {
    var words: [ByteRange] = []
    var index = 0
    while let word = nextQuoted(bytes, from: &index, escape: escape) { words.append(word) }
    return words
  }

  /// The next word with quotes and escapes; moves `index` behind it.
  static func nextQuoted(_ bytes: [UInt8], from index: inout ByteOffset, escape: UInt8) -> ByteRange? {
    while true {
      index = Whitespace.skip(bytes, index..<bytes.count)
      if index >= bytes.count { return nil }
      let start = index
      var end = index
      var quote: UInt8?
      while index < bytes.count {
        let byte = bytes[index]
        if quote == nil, Whitespace.length(in: bytes, at: index, before: bytes.count) > 0 { break }
        if byte == escape, quote != .singleQuote {
          index += 1
          if index == bytes.count { break }
        } else if byte == quote {
          quote = nil
        } else if quote == nil, byte == .singleQuote || byte == .doubleQuote {
          quote = byte
        }
        index += 1
        end = index
      }
      if end > start { return start..<end }
    }
  }
}
