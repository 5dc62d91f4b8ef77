/// Searching and dividing text by its bytes: names and paths are not compared as sequences of characters.
extension StringProtocol {
  /// The parts between the places where an ASCII byte stands.
  package func parts(by separator: UInt8, keepsEmpty: Bool = false) -> [SubSequence] {
    var parts: [SubSequence] = []
    var start = utf8.startIndex
    while let end = utf8[start...].firstIndex(of: separator) {
      if keepsEmpty || start != end { parts.append(self[start..<end]) }
      start = utf8.index(after: end)
    }
    if keepsEmpty || start != utf8.endIndex { parts.append(self[start...]) }
    return parts
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
