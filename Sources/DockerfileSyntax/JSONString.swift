import SourceText

/// The value of a JSON string.
enum JSONString {
  static let escapes: [UInt8] = Array("\"\\/bfnrt".utf8)

  /// Undoes the escapes of a valid string, given without its quotes; a lone surrogate becomes U+FFFD.
  static func decode(_ bytes: [UInt8], _ range: ByteRange) -> String {
    guard bytes[range].contains(.backslash) else { return text(bytes, range) }
    var result: [UInt8] = []
    var index = range.lowerBound
    while index < range.upperBound {
      let byte = bytes[index]
      guard byte == .backslash, index + 1 < range.upperBound else {
        result.append(byte)
        index += 1
        continue
      }
      if bytes[index + 1] == UInt8(ascii: "u") {
        let scalar = readScalar(bytes, at: &index, before: range.upperBound)
        result += Array(String(Character(scalar)).utf8)
      } else {
        result.append(unescaped(bytes[index + 1]))
        index += 2
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  /// The four hexadecimal digits at `index`.
  static func codeUnit(_ bytes: [UInt8], at index: Int, before end: Int) -> UInt16? {
    guard index + 4 <= end else { return nil }
    var value: UInt16 = 0
    for byte in bytes[index..<index + 4] {
      guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue, byte < 0x80 else { return nil }
      value = value << 4 | UInt16(digit)
    }
    return value
  }

  private static func readScalar(_ bytes: [UInt8], at index: inout Int, before end: Int) -> Unicode.Scalar {
    let replacement: Unicode.Scalar = "\u{FFFD}"
    guard let first = codeUnit(bytes, at: index + 2, before: end) else {
      index += 2
      return replacement
    }
    index += 6
    if let scalar = Unicode.Scalar(first) { return scalar }
    guard UTF16.isLeadSurrogate(first), index + 1 < end, bytes[index] == .backslash,
      bytes[index + 1] == UInt8(ascii: "u"), let second = codeUnit(bytes, at: index + 2, before: end),
      UTF16.isTrailSurrogate(second)
    else { return replacement }
    index += 6
    return Unicode.Scalar(0x10000 + (UInt32(first) - 0xD800) << 10 + UInt32(second) - 0xDC00) ?? replacement
  }

  private static func unescaped(_ byte: UInt8) -> UInt8 {
    switch byte {
    case UInt8(ascii: "b"): 0x08
    case UInt8(ascii: "f"): 0x0C
    case UInt8(ascii: "n"): .newline
    case UInt8(ascii: "r"): .carriageReturn
    case UInt8(ascii: "t"): .tab
    default: byte
    }
  }
}
