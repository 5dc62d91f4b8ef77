import SourceText

/// Finds bytes that are no text.
enum Encoding {
  /// A warning for the first NUL byte and one for the first invalid UTF-8, if there are any.
  static func diagnose(_ source: [UInt8]) -> [Diagnostic] {
    let found = scan(source)
    var diagnostics: [Diagnostic] = []
    if let offset = found.nul {
      diagnostics.append(
        Diagnostic(
          id: "syntax/nul-byte", severity: .warning, message: "NUL byte in the file", range: offset..<offset + 1,
          help: "remove the byte: no command can take it"))
    }
    if let offset = found.invalid {
      let spelling = String(source[offset], radix: 16, uppercase: true)
      diagnostics.append(
        Diagnostic(
          id: "syntax/invalid-utf8", severity: .warning, message: "byte 0x\(spelling) is not valid UTF-8",
          range: offset..<offset + 1, help: "save the file as UTF-8"))
    }
    return diagnostics
  }

  private static func scan(_ source: [UInt8]) -> (nul: ByteOffset?, invalid: ByteOffset?) {
    var nul: ByteOffset?
    var index = 0
    while index < source.count {
      index = skipPlain(source, from: index)
      if index == source.count { break }
      if source[index] == 0 {
        if nul == nil { nul = index }
        index += 1
      } else if source[index] < 0x80 {
        index += 1
      } else if let length = characterLength(source, at: index) {
        index += length
      } else {
        if nul == nil { nul = source[index...].firstIndex(of: 0) }
        return (nul, index)
      }
    }
    return (nul, nil)
  }

  /// The first place from `start` on that may hold a byte that is NUL or not ASCII, eight bytes at a time.
  private static func skipPlain(_ source: [UInt8], from start: ByteOffset) -> ByteOffset {
    source.withUnsafeBytes { bytes in
      let ones: UInt64 = 0x0101_0101_0101_0101
      let highs: UInt64 = 0x8080_8080_8080_8080
      var index = start
      while index + 8 <= bytes.count {
        let word = bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self)
        if (word | (word &- ones)) & highs != 0 { break }
        index += 8
      }
      while index < bytes.count, bytes[index] &- 1 < 0x7F { index += 1 }
      return index
    }
  }

  /// The length of the character that starts at `index` with a byte beyond ASCII; `nil` if it is invalid.
  private static func characterLength(_ source: [UInt8], at index: ByteOffset) -> Int? {
    let length: Int
    let second: ClosedRange<UInt8>
    switch source[index] {
    case 0xC2...0xDF: (length, second) = (2, 0x80...0xBF)
    case 0xE0: (length, second) = (3, 0xA0...0xBF)
    case 0xED: (length, second) = (3, 0x80...0x9F)
    case 0xE1...0xEF: (length, second) = (3, 0x80...0xBF)
    case 0xF0: (length, second) = (4, 0x90...0xBF)
    case 0xF1...0xF3: (length, second) = (4, 0x80...0xBF)
    case 0xF4: (length, second) = (4, 0x80...0x8F)
    default: return nil
    }
    guard index + length <= source.count, second.contains(source[index + 1]) else { return nil }
    for next in source[index + 2..<index + length] where next & 0xC0 != 0x80 { return nil }
    return length
  }
}
