extension YAMLDocument {
  /// The values of all documents as a JSON array, every scalar as a string, aliases followed, merge keys as written.
  ///
  /// For tools that compare values. A key that is no scalar is written as its own JSON in a string.
  ///
  /// - Parameter limit: the most bytes to write, since aliases of aliases can stand for very much.
  /// - Returns: `nil` if the limit is passed.
  package func json(limit: Int = 64 << 20) -> String? {
    var writer = YAMLJSONWriter(document: self, limit: limit)
    return writer.write()
  }
}

/// Writes values as JSON.
private struct YAMLJSONWriter {
  private let document: YAMLDocument
  private let limit: Int
  private var bytes: [UInt8] = []
  private var isTooMuch = false

  init(document: YAMLDocument, limit: Int) {
    self.document = document
    self.limit = limit
  }

  mutating func write() -> String? {
    write("[")
    for (index, node) in document.documents.enumerated() {
      if index > 0 { write(",") }
      write(node, depth: 0)
    }
    write("]")
    return isTooMuch ? nil : String(decoding: bytes, as: UTF8.self)
  }

  private mutating func write(_ node: YAMLNode, depth: Int) {
    let node = document.resolve(node)
    // Aliases can nest deeper than the text does.
    if bytes.count > limit || depth > 2 * YAMLDocument.depthLimit { isTooMuch = true }
    guard !isTooMuch else { return }
    switch node.kind {
    case .scalar(let text): write(quoting: text.utf8)
    case .alias(let name): write(quoting: ("*" + name).utf8)
    case .sequence(let items):
      write("[")
      for (index, item) in items.enumerated() {
        if index > 0 { write(",") }
        write(item, depth: depth + 1)
      }
      write("]")
    case .mapping(let entries):
      write("{")
      for (index, entry) in entries.enumerated() {
        if index > 0 { write(",") }
        write(key: entry.key, depth: depth + 1)
        write(":")
        write(entry.value, depth: depth + 1)
      }
      write("}")
    }
  }

  private mutating func write(key: YAMLNode, depth: Int) {
    let start = bytes.count
    write(key, depth: depth)
    // Keys in keys double their backslashes at each level.
    if bytes.count > limit { isTooMuch = true }
    guard !isTooMuch else { return }
    guard start < bytes.count, bytes[start] != UInt8(ascii: "\"") else { return }
    let json = Array(bytes[start...])
    bytes.removeLast(bytes.count - start)
    write(quoting: json)
  }

  private mutating func write(_ text: StaticString) {
    text.withUTF8Buffer { bytes += $0 }
  }

  private mutating func write(quoting text: some Sequence<UInt8>) {
    bytes.append(UInt8(ascii: "\""))
    for byte in text {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"):
        bytes.append(UInt8(ascii: "\\"))
        bytes.append(byte)
      case 0..<0x20:
        write("\\u00")
        bytes.append(UInt8(ascii: "0") + byte >> 4)
        bytes.append(byte & 15 < 10 ? UInt8(ascii: "0") + byte & 15 : UInt8(ascii: "a") + (byte & 15) - 10)
      default: bytes.append(byte)
      }
    }
    bytes.append(UInt8(ascii: "\""))
  }
}
