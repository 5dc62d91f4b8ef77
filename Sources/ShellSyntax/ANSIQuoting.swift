internal import SourceText

/// The escapes of `$'…'`, after "ANSI-C Quoting" in the Bash Reference Manual.
enum ANSIQuoting {
  /// Bytes and the range of the quoted text that they stand for.
  struct Piece {
    let bytes: [UInt8]
    let range: ByteRange
  }

  /// Undoes the escapes in `text`, which stands between the quotes.
  static func decode(_ text: ArraySlice<UInt8>) -> [Piece] {
    var pieces: [Piece] = []
    var start = text.startIndex
    var cursor = start
    while cursor < text.endIndex {
      guard text[cursor] == UInt8(ascii: "\\"), cursor + 1 < text.endIndex else {
        cursor += 1
        continue
      }
      if start < cursor { pieces.append(Piece(bytes: Array(text[start..<cursor]), range: start..<cursor)) }
      let (bytes, length) = escape(text[(cursor + 1)...])
      pieces.append(Piece(bytes: bytes, range: cursor..<cursor + 1 + length))
      cursor += 1 + length
      start = cursor
    }
    if start < text.endIndex { pieces.append(Piece(bytes: Array(text[start...]), range: start..<text.endIndex)) }
    return pieces
  }

  /// The bytes for what follows a backslash, and how much of it they stand for.
  private static func escape(_ text: ArraySlice<UInt8>) -> (bytes: [UInt8], length: Int) {
    guard let first = text.first else { return ([UInt8(ascii: "\\")], 0) }
    switch first {
    case UInt8(ascii: "n"): return ([10], 1)
    case UInt8(ascii: "t"): return ([9], 1)
    case UInt8(ascii: "r"): return ([13], 1)
    case UInt8(ascii: "a"): return ([7], 1)
    case UInt8(ascii: "b"): return ([8], 1)
    case UInt8(ascii: "e"), UInt8(ascii: "E"): return ([27], 1)
    case UInt8(ascii: "f"): return ([12], 1)
    case UInt8(ascii: "v"): return ([11], 1)
    case UInt8(ascii: "\\"), UInt8(ascii: "'"), UInt8(ascii: "\""), UInt8(ascii: "?"): return ([first], 1)
    case UInt8(ascii: "x"): return number(text, prefix: 1, digits: 2, radix: 16, isScalar: false)
    case UInt8(ascii: "u"): return number(text, prefix: 1, digits: 4, radix: 16, isScalar: true)
    case UInt8(ascii: "U"): return number(text, prefix: 1, digits: 8, radix: 16, isScalar: true)
    case UInt8(ascii: "0")...UInt8(ascii: "7"): return number(text, prefix: 0, digits: 3, radix: 8, isScalar: false)
    default: return ([UInt8(ascii: "\\"), first], 1)
    }
  }

  private static func number(
    _ text: ArraySlice<UInt8>, prefix: Int, digits: Int, radix: UInt32, isScalar: Bool
  ) -> (bytes: [UInt8], length: Int) {
    var value: UInt32 = 0
    var length = prefix
    for byte in text.dropFirst(prefix).prefix(digits) {
      guard let digit = Character(UnicodeScalar(byte)).hexDigitValue, digit < radix else { break }
      value = value &* radix &+ UInt32(digit)
      length += 1
    }
    guard length > prefix else { return ([UInt8(ascii: "\\")] + text.prefix(prefix), prefix) }
    if isScalar, let scalar = UnicodeScalar(value) { return (Array(String(Character(scalar)).utf8), length) }
    return ([UInt8(truncatingIfNeeded: value)], length)
  }
}
