import SourceText

/// Divides a source into elements and instructions, as BuildKit does (`parser/parser.go`).
struct Parser {
  /// A physical line: `content` leaves out the line end, a run of carriage returns before it included.
  struct Line {
    let content: ByteRange
    let end: ByteOffset
  }

  let source: [UInt8]
  private(set) var position = 0
  var escape: UInt8 = .backslash
  var directives: [ParserDirective] = []
  var elements: [Element] = []
  var instructions: [Instruction] = []
  var checks: InstructionChecks
  private var acceptsDirectives = true
  private var continued = LogicalLine()

  init(_ source: [UInt8]) {
    self.source = source
    checks = InstructionChecks(source: source)
    elements.reserveCapacity(min(source.count / 32, 4096))
    instructions.reserveCapacity(min(source.count / 64, 4096))
  }

  mutating func parse() {
    if source.starts(with: [0xEF, 0xBB, 0xBF]) {
      position = 3
      elements.append(Element(kind: .byteOrderMark, range: 0..<3))
    }
    checks.diagnostics = Encoding.diagnose(source)
    while position < source.count {
      let start = position
      let line = nextLine()
      let first = Whitespace.skip(source, line.content)
      if first == line.content.upperBound {
        acceptsDirectives = false
        elements.append(Element(kind: .blank, range: start..<line.end))
      } else if source[first] == .hash {
        let isDirective = acceptsDirectives && readDirective(first..<line.content.upperBound)
        acceptsDirectives = isDirective
        elements.append(Element(kind: isDirective ? .directive : .comment, range: start..<line.end))
      } else {
        acceptsDirectives = false
        readInstruction(first: line, from: first)
      }
    }
    checkStages()
    checks.diagnostics.sort { ($0.range?.lowerBound ?? 0) < ($1.range?.lowerBound ?? 0) }
  }

  /// Takes the line at `position`.
  mutating func nextLine() -> Line {
    let start = position
    var end = newline(from: start)
    position = end < source.count ? end + 1 : end
    if position - start > 0xFFFF { checkLength(ofLine: start..<position) }
    while end > start, source[end - 1] == .carriageReturn { end -= 1 }
    return Line(content: start..<end, end: position)
  }

  /// The place of the next line feed, or the end of the source; looks at eight bytes at a time.
  private func newline(from start: ByteOffset) -> ByteOffset {
    source.withUnsafeBytes { bytes in
      let ones: UInt64 = 0x0101_0101_0101_0101
      var index = start
      while index + 8 <= bytes.count {
        let word = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self))
        let difference = word ^ (ones &* UInt64(UInt8.newline))
        let zeros = (difference &- ones) & ~difference & (ones << 7)
        if zeros != 0 { return index + zeros.trailingZeroBitCount / 8 }
        index += 8
      }
      while index < bytes.count, bytes[index] != .newline { index += 1 }
      return index
    }
  }

  private mutating func readInstruction(first: Line, from start: ByteOffset) {
    guard let mark = continuationMark(start..<first.content.upperBound) else {
      let line = LogicalLine(source, start..<first.content.upperBound)
      finishInstruction(line, first: first, last: first, comments: [], continuations: [])
      return
    }
    var logical = continued
    continued = LogicalLine()
    logical.removeAll()
    logical.append(source, start..<mark)
    var comments: [ByteRange] = []
    var continuations = [mark..<first.end]
    var last = first
    var blankLine: ByteRange?
    while position < source.count {
      last = nextLine()
      let text = Whitespace.skip(source, last.content)
      if text == last.content.upperBound {
        blankLine = blankLine ?? last.content.lowerBound..<last.end
        addBlankLine(last.content.lowerBound..<last.end, to: &continuations)
      } else if source[text] == .hash {
        comments.append(last.content)
      } else if let mark = continuationMark(last.content) {
        logical.append(source, last.content.lowerBound..<mark)
        continuations.append(mark..<last.end)
      } else {
        logical.append(source, last.content)
        break
      }
    }
    if let blankLine { checks.diagnostics.append(.emptyContinuationLine(blankLine)) }
    finishInstruction(logical, first: first, last: last, comments: comments, continuations: continuations)
    continued = logical
  }

  private mutating func addBlankLine(_ range: ByteRange, to continuations: inout [ByteRange]) {
    if let mark = continuations.last, mark.upperBound == range.lowerBound {
      continuations[continuations.count - 1] = mark.lowerBound..<range.upperBound
    } else {
      continuations.append(range)
    }
  }

  /// Where the escape character stands that continues the line in `range`, if it does so.
  ///
  /// Only blanks may follow it, and no other escape character may stand before it.
  private func continuationMark(_ range: ByteRange) -> ByteOffset? {
    var index = range.upperBound - 1
    while index >= range.lowerBound, source[index] == .space || source[index] == .tab { index -= 1 }
    guard index >= range.lowerBound, source[index] == escape else { return nil }
    return index > range.lowerBound && source[index - 1] == escape ? nil : index
  }

  private mutating func finishInstruction(
    _ line: LogicalLine, first: Line, last: Line, comments: [ByteRange], continuations: [ByteRange]
  ) {
    let start = first.content.lowerBound
    let parts = InstructionParts(line.bytes, line.range, escape: escape)
    guard !parts.keyword.isEmpty else {
      elements.append(Element(kind: .unparsed, range: start..<last.end))
      checks.diagnostics.append(.missingInstruction(start..<last.content.upperBound))
      return
    }
    let keyword = Keyword(line.bytes, parts.keyword)
    let keywordRange = line.sourceRange(of: parts.keyword)
    let heredocs = readHeredocs(of: keyword, parts, in: line)
    var end = heredocs.isEmpty ? last.content.upperBound : position
    while end > last.content.upperBound, source[end - 1] == .newline || source[end - 1] == .carriageReturn { end -= 1 }
    elements.append(Element(kind: .instruction(instructions.count), range: start..<position))
    let instruction = Instruction(
      keyword: keyword, keywordRange: keywordRange, range: keywordRange.lowerBound..<end,
      elementRange: start..<position, flags: parts.flags.isEmpty ? [] : parts.flags.map { $0.mapped(by: line) },
      arguments: line.mapped(parts.arguments, of: source), innerComments: comments, continuations: continuations,
      heredocs: heredocs, escape: escape)
    instructions.append(instruction)
    checks.check(instruction)
  }
}

extension Flag {
  /// The flag with its ranges in the source rather than in `line`.
  func mapped(by line: LogicalLine) -> Flag {
    Flag(
      name: name, value: value, range: line.sourceRange(of: range),
      valueRange: valueRange.map { line.sourceRange(of: $0) })
  }
}
