/// A text derived from a source by leaving out and unescaping bytes, which still knows where each byte came from.
///
/// The text of a RUN instruction, for example, is its source without line continuations and the comments between
/// them; the script inside `bash -c "…"` is that text with its quoting undone once more.
package struct MappedText: Sendable, Equatable {
  /// A run of derived bytes and the source bytes that they stand for.
  ///
  /// Runs are either plain copies (`length` equal to `source.count`) or single escapes, whose derived bytes all
  /// stand for the whole source range.
  package struct Segment: Sendable, Equatable {
    package let start: ByteOffset
    package let length: Int
    package let source: ByteRange
    var isCopy: Bool { length == source.count }
  }

  package private(set) var bytes: [UInt8] = []
  /// The runs, in order; most texts are one, which needs no memory of its own.
  private var first: Segment?
  private var others: [Segment] = []

  package init() {}

  package var segments: [Segment] { (first.map { [$0] } ?? []) + others }

  private func segment(_ index: Int) -> Segment? { index == 0 ? first : others[index - 1] }

  private mutating func add(_ segment: Segment) {
    if first == nil { first = segment } else { others.append(segment) }
  }

  /// The whole of a text, unchanged.
  package init(_ source: [UInt8]) {
    appendCopy(of: source, 0..<source.count)
  }

  package var count: Int { bytes.count }

  /// Makes room for bytes and segments to come.
  package mutating func reserveCapacity(_ bytes: Int, segments: Int) {
    self.bytes.reserveCapacity(bytes)
    if segments > 1 { others.reserveCapacity(segments - 1) }
  }

  /// Appends the bytes of `range` in `source` as they are.
  package mutating func appendCopy(of source: [UInt8], _ range: ByteRange) {
    guard !range.isEmpty else { return }
    if let last, last.isCopy, last.source.upperBound == range.lowerBound {
      let longer = Segment(
        start: last.start, length: last.length + range.count, source: last.source.lowerBound..<range.upperBound)
      if others.isEmpty { first = longer } else { others[others.count - 1] = longer }
    } else {
      add(Segment(start: bytes.count, length: range.count, source: range))
    }
    bytes += source[range]
  }

  /// Appends bytes that stand for the source bytes in `range`, as an unescaped `\"` does.
  package mutating func append(_ derived: [UInt8], standingFor range: ByteRange) {
    guard !derived.isEmpty else { return }
    add(Segment(start: bytes.count, length: derived.count, source: range))
    bytes += derived
  }

  /// Appends a part of another derived text; the segments stand for the other text's source.
  package mutating func append(_ other: MappedText, _ range: ByteRange) {
    for index in other.segmentIndices(in: range) {
      guard let segment = other.segment(index) else { continue }
      let lower = max(range.lowerBound, segment.start)
      let upper = min(range.upperBound, segment.start + segment.length)
      guard lower < upper else { continue }
      let derived = Array(other.bytes[lower..<upper])
      if segment.isCopy {
        let shift = segment.source.lowerBound - segment.start
        add(Segment(start: bytes.count, length: derived.count, source: lower + shift..<upper + shift))
        bytes += derived
      } else {
        append(derived, standingFor: segment.source)
      }
    }
  }

  /// Appends bytes that stand for what `range` of another derived text stands for.
  package mutating func append(_ derived: [UInt8], standingFor range: ByteRange, of other: MappedText) {
    append(derived, standingFor: other.sourceRange(of: range))
  }

  /// The source bytes from the first to the last byte of `range`; what was left out in between is included.
  ///
  /// An empty range maps to the place before the byte that follows it, or behind the last byte of the text.
  package func sourceRange(of range: ByteRange) -> ByteRange {
    let start = sourceOffset(of: range.lowerBound)
    guard !range.isEmpty else { return start..<start }
    let last = range.upperBound - 1
    guard let segment = segment(holding: last) else { return start..<max(start, endOfSource) }
    let end =
      segment.isCopy ? segment.source.lowerBound + (last - segment.start) + 1 : segment.source.upperBound
    return start..<max(start, end)
  }

  /// The source offset of the derived byte at `offset`.
  package func sourceOffset(of offset: ByteOffset) -> ByteOffset {
    guard let segment = segment(holding: offset) else { return endOfSource }
    return segment.isCopy ? segment.source.lowerBound + (offset - segment.start) : segment.source.lowerBound
  }

  private var last: Segment? { others.last ?? first }

  private var endOfSource: ByteOffset { last?.source.upperBound ?? 0 }

  private func segment(holding offset: ByteOffset) -> Segment? { segmentIndex(at: offset).flatMap { segment($0) } }

  private func segmentIndex(at offset: ByteOffset) -> Int? {
    guard offset >= 0, offset < bytes.count else { return nil }
    // the first run starts at 0
    var low = 0
    var high = others.count
    while low < high {
      let middle = (low + high) / 2
      if others[middle].start <= offset { low = middle + 1 } else { high = middle }
    }
    return low
  }

  private func segmentIndices(in range: ByteRange) -> Range<Int> {
    guard let first = segmentIndex(at: range.lowerBound), !range.isEmpty else { return 0..<0 }
    let last = segmentIndex(at: min(range.upperBound, bytes.count) - 1) ?? first
    return first..<last + 1
  }
}
