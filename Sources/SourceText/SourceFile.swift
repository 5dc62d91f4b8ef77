/// The bytes of one file and the name under which diagnostics speak of it.
package struct SourceFile: Sendable, Equatable {
  /// The path as the user would write it; `-` for standard input.
  package let path: String
  package let bytes: [UInt8]

  package init(path: String, bytes: [UInt8]) {
    self.path = path
    self.bytes = bytes
  }

  package init(path: String, text: String) {
    self.init(path: path, bytes: Array(text.utf8))
  }

  /// The text of `range`, with invalid UTF-8 replaced.
  package func text(_ range: ByteRange) -> String {
    String(decoding: bytes[range], as: UTF8.self)
  }
}
