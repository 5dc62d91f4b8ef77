/// A set of bytes that is asked in constant time.
package struct ByteSet: Sendable {
  private var low: (UInt64, UInt64) = (0, 0)
  private var high: (UInt64, UInt64) = (0, 0)

  package init(_ text: StaticString) {
    text.withUTF8Buffer { bytes in
      for byte in bytes { insert(byte) }
    }
  }

  package init(_ bytes: some Sequence<UInt8>) {
    for byte in bytes { insert(byte) }
  }

  private mutating func insert(_ byte: UInt8) {
    let bit: UInt64 = 1 << UInt64(byte & 63)
    switch byte >> 6 {
    case 0: low.0 |= bit
    case 1: low.1 |= bit
    case 2: high.0 |= bit
    default: high.1 |= bit
    }
  }

  @inlinable
  package func contains(_ byte: UInt8) -> Bool { bits(byte >> 6) & (1 << UInt64(byte & 63)) != 0 }

  @usableFromInline
  func bits(_ part: UInt8) -> UInt64 {
    switch part {
    case 0: low.0
    case 1: low.1
    case 2: high.0
    default: high.1
    }
  }
}
