/// Searching and dividing text by its bytes: names and paths are not compared as sequences of characters.
extension Substring {
  /// The parts between the places where an ASCII byte stands.
  package func parts(by separator: UInt8, keepsEmpty: Bool = false) -> [Substring] {
    var parts: [Substring] = []
    var start = startIndex
    var index = startIndex
    while index != endIndex {
      let next = utf8.index(after: index)
      if utf8[index] == separator {
        if keepsEmpty || start != index { parts.append(self[start..<index]) }
        start = next
      }
      index = next
    }
    if keepsEmpty || start != endIndex { parts.append(self[start...]) }
    return parts
  }
}

extension [UInt8] {
  /// Whether the bytes of `part` stand somewhere in these.
  package func holds(_ part: [UInt8]) -> Bool {
    guard let first = part.first else { return true }
    return withUnsafeBufferPointer { bytes in
      var index = 0
      while index + part.count <= bytes.count {
        if bytes[index] == first, part.indices.allSatisfy({ bytes[index + $0] == part[$0] }) { return true }
        index += 1
      }
      return false
    }
  }
}

extension String {
  /// The parts between the places where an ASCII byte stands.
  package func parts(by separator: UInt8, keepsEmpty: Bool = false) -> [Substring] {
    self[...].parts(by: separator, keepsEmpty: keepsEmpty)
  }

  /// Whether the bytes of `text` stand somewhere in this one.
  package func holds(_ text: String) -> Bool {
    guard let first = text.utf8.first else { return true }
    var rest = utf8[...]
    while let found = rest.firstIndex(of: first) {
      rest = rest[found...]
      if rest.starts(with: text.utf8) { return true }
      rest = rest.dropFirst()
    }
    return false
  }
}
