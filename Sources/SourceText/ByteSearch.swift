/// Searching bytes eight at a time.
extension UnsafeBufferPointer<UInt8> {
  /// The first place from `start` on at which `byte` stands; nil if there is none.
  package func firstIndex(of byte: UInt8, from start: Int) -> Int? {
    let bytes = UnsafeRawBufferPointer(self)
    let pattern = UInt64(byte) &* 0x0101_0101_0101_0101
    var index = start
    while index &+ 8 <= count {
      // the lowest byte of these that is zero is marked by its highest bit
      let word = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self)) ^ pattern
      let marks = (word &- 0x0101_0101_0101_0101) & ~word & 0x8080_8080_8080_8080
      if marks != 0 { return index &+ marks.trailingZeroBitCount / 8 }
      index &+= 8
    }
    while index < count {
      if self[index] == byte { return index }
      index &+= 1
    }
    return nil
  }

  /// The last place before `end` at which `byte` stands; nil if there is none.
  package func lastIndex(of byte: UInt8, before end: Int) -> Int? {
    let bytes = UnsafeRawBufferPointer(self)
    let pattern = UInt64(byte) &* 0x0101_0101_0101_0101
    let low: UInt64 = 0x7f7f_7f7f_7f7f_7f7f
    var index = end
    while index >= 8 {
      // each byte of these that is zero, and no other, is marked by its highest bit
      let word = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: index &- 8, as: UInt64.self)) ^ pattern
      let marks = ~(((word & low) &+ low) | word | low)
      if marks != 0 { return index &- 1 &- marks.leadingZeroBitCount / 8 }
      index &-= 8
    }
    while index > 0 {
      index &-= 1
      if self[index] == byte { return index }
    }
    return nil
  }

  /// Whether all bytes from `start` on are ASCII.
  package func isASCII(from start: Int) -> Bool {
    let bytes = UnsafeRawBufferPointer(self)
    var index = start
    while index &+ 8 <= count {
      if bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self) & 0x8080_8080_8080_8080 != 0 { return false }
      index &+= 8
    }
    while index < count {
      if self[index] >= 0x80 { return false }
      index &+= 1
    }
    return true
  }

  /// Whether the bytes of `part` stand at `start`.
  package func holds(_ part: UnsafeBufferPointer<UInt8>, at start: Int) -> Bool {
    guard count - start >= part.count else { return false }
    var index = 0
    while index < part.count {
      if self[start &+ index] != part[index] { return false }
      index &+= 1
    }
    return true
  }
}
