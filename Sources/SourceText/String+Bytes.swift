/// Searching and dividing text by its bytes: names and paths are not compared as sequences of characters.
extension Substring {
  /// The parts between the places where an ASCII byte stands.
  package func parts(by separator: UInt8, keepsEmpty: Bool = false) -> [Substring] {
    var text = self
    let ranges = text.withUTF8 { bytes in
      var ranges: [ByteRange] = []
      var start = 0
      while let end = bytes.firstIndex(of: separator, from: start) {
        if keepsEmpty || start < end { ranges.append(start..<end) }
        start = end + 1
      }
      if keepsEmpty || start < bytes.count { ranges.append(start..<bytes.count) }
      return ranges
    }
    return ranges.map { range in
      let start = utf8.index(startIndex, offsetBy: range.lowerBound)
      return self[start..<utf8.index(start, offsetBy: range.count)]
    }
  }
}

extension [UInt8] {
  /// Whether the bytes of `part` stand somewhere in these.
  package func holds(_ part: [UInt8]) -> Bool {
    guard let first = part.first else { return true }
    return withUnsafeBufferPointer { bytes in
      part.withUnsafeBufferPointer { part in
        var index = 0
        while let found = bytes.firstIndex(of: first, from: index) {
          if bytes.holds(part, at: found) { return true }
          index = found + 1
        }
        return false
      }
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
    var whole = self
    var part = text
    return whole.withUTF8 { bytes in
      part.withUTF8 { part in
        var index = 0
        while let found = bytes.firstIndex(of: first, from: index) {
          if bytes.holds(part, at: found) { return true }
          index = found + 1
        }
        return false
      }
    }
  }
}
