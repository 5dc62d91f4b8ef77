import SourceText

/// The text of an instruction without its continuations, which knows where each byte came from.
///
/// An instruction on one line is a range of the source itself; only continued lines are copied.
struct LogicalLine {
  private struct Piece {
    let start: ByteOffset
    let source: ByteOffset
  }

  private(set) var bytes: [UInt8]
  private(set) var range: ByteRange
  /// Where the copied runs stand; empty if `bytes` is the source.
  private var pieces: [Piece] = []

  /// A line that is `range` of `source`.
  init(_ source: [UInt8], _ range: ByteRange) {
    bytes = source
    self.range = range
  }

  /// An empty line, to append to.
  init() {
    bytes = []
    range = 0..<0
  }

  /// Empties the line but keeps its memory.
  mutating func removeAll() {
    bytes.removeAll(keepingCapacity: true)
    pieces.removeAll(keepingCapacity: true)
    range = 0..<0
  }

  mutating func append(_ source: [UInt8], _ range: ByteRange) {
    if range.isEmpty { return }
    pieces.append(Piece(start: bytes.count, source: range.lowerBound))
    bytes += source[range]
    self.range = 0..<bytes.count
  }

  /// The source bytes from the first to the last byte of `range`.
  func sourceRange(of range: ByteRange) -> ByteRange {
    guard !range.isEmpty else {
      let place = range.lowerBound > self.range.lowerBound ? sourceOffset(of: range.lowerBound - 1) + 1 : nil
      let start = place ?? sourceOffset(of: range.lowerBound)
      return start..<start
    }
    return sourceOffset(of: range.lowerBound)..<sourceOffset(of: range.upperBound - 1) + 1
  }

  private func sourceOffset(of offset: ByteOffset) -> ByteOffset {
    guard let piece = piece(at: offset) else { return offset }
    return pieces[piece].source + offset - pieces[piece].start
  }

  /// The index of the run that holds `offset`; `nil` if the line is part of the source.
  private func piece(at offset: ByteOffset) -> Int? {
    var low = 0
    var high = pieces.count
    while low < high {
      let middle = (low + high) / 2
      if pieces[middle].start <= offset { low = middle + 1 } else { high = middle }
    }
    return low == 0 ? nil : low - 1
  }

  /// The text of `range`, mapped to `source`.
  func mapped(_ range: ByteRange, of source: [UInt8]) -> MappedText {
    var result = MappedText()
    guard !range.isEmpty, var index = piece(at: range.lowerBound) else {
      result.appendCopy(of: source, range)
      return result
    }
    result.reserveCapacity(range.count, segments: (piece(at: range.upperBound - 1) ?? index) - index + 1)
    var start = range.lowerBound
    while start < range.upperBound {
      let next = index + 1 < pieces.count ? pieces[index + 1].start : bytes.count
      let end = min(next, range.upperBound)
      let shift = pieces[index].source - pieces[index].start
      result.appendCopy(of: source, start + shift..<end + shift)
      start = end
      index += 1
    }
    return result
  }
}
