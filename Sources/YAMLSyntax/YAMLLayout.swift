import SourceText

/// How a YAML file is laid out around a place: lines, indentation, line ends.
struct YAMLLayout {
  let source: [UInt8]

  /// The start of the line that holds `offset`, behind a byte order mark.
  func lineStart(of offset: ByteOffset) -> ByteOffset {
    var start = offset
    while start > 0, !source[start - 1].isLineBreak { start -= 1 }
    return start == 0 && source.starts(with: [0xEF, 0xBB, 0xBF]) ? min(3, offset) : start
  }

  /// The end of the line that holds `offset`, before its line break.
  func lineEnd(of offset: ByteOffset) -> ByteOffset {
    source[offset...].firstIndex { $0.isLineBreak } ?? source.count
  }

  /// The line break at the end of the line that holds `offset`; that of the line before if it is the last one.
  func newline(at offset: ByteOffset) -> String {
    let end = lineEnd(of: offset)
    if end < source.count { return lineBreak(at: end) }
    let start = lineStart(of: offset)
    guard start > 0, source[start - 1].isLineBreak else { return "\n" }
    let isPair = start > 1 && source[start - 1] == UInt8(ascii: "\n") && source[start - 2] == UInt8(ascii: "\r")
    return lineBreak(at: isPair ? start - 2 : start - 1)
  }

  private func lineBreak(at offset: ByteOffset) -> String {
    guard source[offset] == UInt8(ascii: "\r") else { return "\n" }
    return offset + 1 < source.count && source[offset + 1] == UInt8(ascii: "\n") ? "\r\n" : "\r"
  }

  /// The characters between the start of the line and `offset`.
  func column(of offset: ByteOffset) -> Int {
    source[lineStart(of: offset)..<offset].count { !$0.isUTF8Continuation }
  }

  /// The text in front of `offset` in its line, if it is only blanks.
  func blanksBefore(_ offset: ByteOffset) -> String? {
    let blanks = source[lineStart(of: offset)..<offset]
    return blanks.allSatisfy(\.isBlank) ? String(decoding: blanks, as: UTF8.self) : nil
  }

  /// The indentation of the entries of a block mapping; `nil` if tabs take part in it.
  func indentation(of entries: [YAMLEntry]) -> String? {
    guard let first = entries.first else { return nil }
    let written = entries.lazy.compactMap { blanksBefore($0.key.range.lowerBound) }.first
    if let written { return written.utf8.contains(UInt8(ascii: "\t")) ? nil : written }
    let start = first.key.range.lowerBound
    guard !source[lineStart(of: start)..<start].contains(UInt8(ascii: "\t")) else { return nil }
    return String(repeating: " ", count: column(of: start))
  }

  /// By how much a mapping inside of `path.last` is indented: as beside it, as it is itself, as at the top, or 2.
  ///
  /// - Parameter path: the nodes from the root to a block mapping.
  func step(in path: [YAMLNode]) -> Int {
    for mapping in path.reversed() {
      for entry in mapping.entries {
        let value = entry.value
        guard value.isMapping, value.style == .block, blanksBefore(value.valueStart) != nil else { continue }
        let step = column(of: value.valueStart) - column(of: entry.key.range.lowerBound)
        if step > 0 { return step }
      }
    }
    return 2
  }

  /// Whether only blanks and a comment stand between `offset` and the end of its line.
  func isRestBlank(from offset: ByteOffset) -> Bool {
    let rest = source[offset..<lineEnd(of: offset)].drop(while: \.isBlank)
    return rest.isEmpty || rest.first == UInt8(ascii: "#")
  }

  func text(_ range: ByteRange) -> String { String(decoding: source[range], as: UTF8.self) }
}
