/// A place in a text as people count it.
package struct SourcePosition: Sendable, Equatable {
  /// The line, from 1.
  package let line: Int
  /// The column in Unicode scalars, from 1; each invalid byte counts as one.
  package let column: Int

  package init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }
}

/// The line starts of a text; converts byte offsets to lines and columns.
///
/// A line ends after `\n`; a `\r` before it belongs to the line.
package struct LineIndex: Sendable {
  private let starts: [ByteOffset]
  private let bytes: [UInt8]

  package init(_ bytes: [UInt8]) {
    self.bytes = bytes
    var starts = [0]
    for (offset, byte) in bytes.enumerated() where byte == UInt8(ascii: "\n") {
      starts.append(offset + 1)
    }
    self.starts = starts
  }

  /// The number of lines; a text that ends in `\n` has an empty last line.
  package var lineCount: Int { starts.count }

  /// The line (from 1) that holds `offset`.
  package func line(at offset: ByteOffset) -> Int {
    var low = 0
    var high = starts.count
    while low < high {
      let middle = (low + high) / 2
      if starts[middle] <= offset { low = middle + 1 } else { high = middle }
    }
    return max(low, 1)
  }

  /// The line and column of `offset`.
  package func position(at offset: ByteOffset) -> SourcePosition {
    let line = line(at: offset)
    let start = starts[line - 1]
    let end = min(max(offset, start), bytes.count)
    let columns = bytes[start..<end].count { $0 & 0b1100_0000 != 0b1000_0000 }
    return SourcePosition(line: line, column: columns + 1)
  }

  /// The bytes of `line` (from 1), its line end included.
  package func range(ofLine line: Int) -> ByteRange {
    let start = starts[line - 1]
    return start..<(line < starts.count ? starts[line] : bytes.count)
  }
}
