/// The replacement of one range of a source text.
package struct SourceEdit: Sendable, Equatable {
  package let range: ByteRange
  package let replacement: [UInt8]

  package init(range: ByteRange, replacement: [UInt8]) {
    self.range = range
    self.replacement = replacement
  }

  package static func delete(_ range: ByteRange) -> SourceEdit {
    SourceEdit(range: range, replacement: [])
  }

  package static func replace(_ range: ByteRange, with text: String) -> SourceEdit {
    SourceEdit(range: range, replacement: Array(text.utf8))
  }

  package static func insert(_ text: String, at offset: ByteOffset) -> SourceEdit {
    SourceEdit(range: offset..<offset, replacement: Array(text.utf8))
  }
}
