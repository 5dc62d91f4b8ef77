import SourceText

/// A distance in Unicode scalars from the start of a text, as the marks of libyaml count it.
///
/// It is no `ByteOffset`: the two differ after the first character that is not ASCII, and a byte order mark in front of
/// the text is not counted. Only `CodePointCursor` converts.
struct CodePointOffset: Comparable, Sendable {
  let value: Int

  init(_ value: Int) { self.value = value }

  static func < (left: CodePointOffset, right: CodePointOffset) -> Bool { left.value < right.value }
}

/// Converts marks to byte offsets by walking along the text, so that all marks of a file cost one pass.
struct CodePointCursor {
  private let isASCII: Bool
  private let origin: ByteOffset
  private var characters = 0
  private var offset: ByteOffset

  /// - Parameters:
  ///   - origin: where counting starts: behind the byte order mark.
  ///   - source: valid UTF-8 as far as marks point into it.
  init(origin: ByteOffset, source: [UInt8]) {
    self.origin = origin
    offset = origin
    isASCII = source.withUnsafeBufferPointer { $0.isASCII(from: origin) }
  }

  /// The byte offset of `mark`, at most the length of `source`.
  mutating func byteOffset(of mark: CodePointOffset, in source: [UInt8]) -> ByteOffset {
    if isASCII { return min(origin + mark.value, source.count) }
    while characters < mark.value, offset < source.count {
      offset += 1
      while offset < source.count, source[offset].isUTF8Continuation { offset += 1 }
      characters += 1
    }
    while characters > mark.value, offset > origin {
      offset -= 1
      while offset > origin, source[offset].isUTF8Continuation { offset -= 1 }
      characters -= 1
    }
    return offset
  }
}

extension UInt8 {
  /// Whether this byte is not the first one of a character.
  var isUTF8Continuation: Bool { self & 0b1100_0000 == 0b1000_0000 }
}
