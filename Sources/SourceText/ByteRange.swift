/// A distance in bytes from the start of a source text.
package typealias ByteOffset = Int

/// A half-open range of byte offsets in a source text.
package typealias ByteRange = Range<ByteOffset>
