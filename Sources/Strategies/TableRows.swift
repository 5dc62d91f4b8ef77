internal import SourceText

/// The rows of a table, found by scanning its bytes; a row is the range of its line without the line end.
///
/// `#` sorts before every character of a package's name, so the header lines need no special treatment in a search.
struct TableRows {
  let bytes: UnsafeBufferPointer<UInt8>

  private static let newline = UInt8(ascii: "\n")
  private static let tab = UInt8(ascii: "\t")
  private static let space = UInt8(ascii: " ")

  /// The row whose first column is `key`, by binary search.
  func row(named key: UnsafeBufferPointer<UInt8>) -> ByteRange? {
    var low = 0
    var high = bytes.count
    while low < high {
      let middle = low + (high - low) / 2
      // `low` is the start of a row, so that no line end of an earlier one is found
      let start = bytes.lastIndex(of: Self.newline, before: middle).map { $0 + 1 } ?? 0
      let order = compareName(at: start, key)
      if order == 0 { return row(at: start) }
      if order < 0 { low = row(at: middle).upperBound + 1 } else { high = start }
    }
    return nil
  }

  /// The row whose first column is `key`.
  func row(named key: String) -> ByteRange? {
    Array(key.utf8).withUnsafeBufferPointer { row(named: $0) }
  }

  /// The row whose first column is the text of `range`.
  func row(named range: ByteRange) -> ByteRange? {
    row(named: UnsafeBufferPointer(rebasing: bytes[range]))
  }

  /// The row that starts at `start`.
  func row(at start: ByteOffset) -> ByteRange {
    start..<(bytes.firstIndex(of: Self.newline, from: start) ?? bytes.count)
  }

  /// Calls `body` with each row from the top, header lines included, until it gives `false`.
  func forEach(_ body: (ByteRange) -> Bool) {
    var start = 0
    while start < bytes.count {
      let row = row(at: start)
      guard body(row) else { return }
      start = row.upperBound + 1
    }
  }

  /// Calls `body` with the header lines.
  func forEachHeaderLine(_ body: (ByteRange) -> Void) {
    forEach { row in
      guard isHeader(row) else { return false }
      body(row)
      return true
    }
  }

  func isHeader(_ row: ByteRange) -> Bool { !row.isEmpty && bytes[row.lowerBound] == UInt8(ascii: "#") }

  /// The column at `index`; empty where the row has fewer.
  func column(_ index: Int, of row: ByteRange) -> ByteRange {
    var start = row.lowerBound
    for _ in 0..<index {
      while start < row.upperBound, bytes[start] != Self.tab { start += 1 }
      guard start < row.upperBound else { return row.upperBound..<row.upperBound }
      start += 1
    }
    var end = start
    while end < row.upperBound, bytes[end] != Self.tab { end += 1 }
    return start..<end
  }

  /// All columns of a row.
  func columns(of row: ByteRange) -> [ByteRange] { split(row, at: Self.tab) }

  /// The words of a column, which are separated by single spaces.
  func words(of column: ByteRange) -> [ByteRange] { split(column, at: Self.space).filter { !$0.isEmpty } }

  func text(_ range: ByteRange) -> String { String(decoding: bytes[range], as: UTF8.self) }

  func texts(of column: ByteRange) -> [String] { words(of: column).map(text) }

  /// The number that the digits of `range` stand for; `nil` for anything else, and past nine digits.
  func number(_ range: ByteRange) -> Int? {
    guard !range.isEmpty, range.count <= 9 else { return nil }
    var value = 0
    for byte in bytes[range] {
      guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return nil }
      value = value * 10 + Int(byte - UInt8(ascii: "0"))
    }
    return value
  }

  /// Compares the first column of the row at `start` with `key`: below zero, zero or above zero.
  private func compareName(at start: ByteOffset, _ key: UnsafeBufferPointer<UInt8>) -> Int {
    var index = start
    for byte in key {
      guard index < bytes.count, bytes[index] != Self.tab, bytes[index] != Self.newline else { return -1 }
      if bytes[index] != byte { return Int(bytes[index]) - Int(byte) }
      index += 1
    }
    return index == bytes.count || bytes[index] == Self.tab || bytes[index] == Self.newline ? 0 : 1
  }

  /// Compares the bytes of `range` with `key`: below zero, zero or above zero.
  func compare(_ range: ByteRange, _ key: UnsafeBufferPointer<UInt8>) -> Int {
    for index in 0..<min(range.count, key.count) {
      let difference = Int(bytes[range.lowerBound + index]) - Int(key[index])
      if difference != 0 { return difference }
    }
    return range.count - key.count
  }

  private func split(_ range: ByteRange, at separator: UInt8) -> [ByteRange] {
    var parts: [ByteRange] = []
    var start = range.lowerBound
    for index in range where bytes[index] == separator {
      parts.append(start..<index)
      start = index + 1
    }
    parts.append(start..<range.upperBound)
    return parts
  }
}
