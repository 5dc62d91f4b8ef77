import DockerfileSyntax
import SourceText

/// How instructions, comments and blank lines follow each other in a Dockerfile.
struct DockerfileLayout {
  let dockerfile: Dockerfile
  /// The element of each instruction.
  private let elementIndex: [Int]

  init(_ dockerfile: Dockerfile) {
    self.dockerfile = dockerfile
    var indices = Array(repeating: 0, count: dockerfile.instructions.count)
    for (index, element) in dockerfile.elements.enumerated() {
      if case .instruction(let instruction) = element.kind { indices[instruction] = index }
    }
    elementIndex = indices
  }

  var lineEnd: String {
    guard let newline = dockerfile.source.firstIndex(of: 10), newline > 0 else { return "\n" }
    return dockerfile.source[newline - 1] == 13 ? "\r\n" : "\n"
  }

  /// Whether the instruction's keyword is written in lower case.
  func isLowerCase(_ instruction: Int) -> Bool {
    dockerfile.source[dockerfile.instructions[instruction].keywordRange.lowerBound] >= UInt8(ascii: "a")
  }

  /// The lines of the instruction.
  func lines(of instruction: Int) -> ByteRange { dockerfile.elements[elementIndex[instruction]].range }

  /// The comment lines right above the instruction; empty if a blank line or nothing stands there.
  func comments(above instruction: Int) -> ByteRange {
    let element = elementIndex[instruction]
    var first = element
    while first > 0, dockerfile.elements[first - 1].kind == .comment { first -= 1 }
    return dockerfile.elements[first].range.lowerBound..<dockerfile.elements[element].range.lowerBound
  }

  /// Whether a blank line stands between the instruction and the one before it.
  func hasBlankLine(above instruction: Int) -> Bool {
    var index = elementIndex[instruction]
    while index > 0 {
      index -= 1
      switch dockerfile.elements[index].kind {
      case .blank: return true
      case .comment: continue
      default: return false
      }
    }
    return false
  }

  /// The instruction's lines with the comments above it.
  func rangeWithComments(_ instruction: Int) -> ByteRange {
    comments(above: instruction).lowerBound..<lines(of: instruction).upperBound
  }

  /// Whether nothing but blank lines stands in the range.
  func isBlank(_ range: ByteRange) -> Bool {
    dockerfile.source[range].allSatisfy { $0 == 32 || $0 == 9 || $0 == 10 || $0 == 13 }
  }

  /// The range with one blank line before it, if blank lines stand on both sides.
  func withBlankLine(_ range: ByteRange) -> ByteRange {
    var start = range.lowerBound
    let end = range.upperBound
    let before = dockerfile.elements.last { $0.range.upperBound == start && !$0.range.isEmpty }
    let after = dockerfile.elements.first { $0.range.lowerBound == end && !$0.range.isEmpty }
    if let before, before.kind == .blank, after == nil || after?.kind == .blank { start = before.range.lowerBound }
    return start..<end
  }

  /// Blank lines and banner lines (comments without letters or digits) between a stage's FROM and what stands above.
  func separator(above from: Int) -> [UInt8] {
    var element = elementIndex[from]
    let comments = comments(above: from)
    while element > 0, dockerfile.elements[element - 1].range.lowerBound >= comments.lowerBound { element -= 1 }
    var pieces: [[UInt8]] = []
    var sawInstruction = false
    while element > 0 {
      element -= 1
      let piece = Array(dockerfile.source[dockerfile.elements[element].range])
      switch dockerfile.elements[element].kind {
      case .blank: pieces.append(piece)
      case .comment where isBanner(piece): pieces.append(piece)
      case .comment: continue
      case .instruction(let index):
        sawInstruction = dockerfile.instructions[index].keyword != .arg || index > 0
        element = 0
      default: element = 0
      }
    }
    let isFirst = !dockerfile.instructions[..<from].contains { $0.keyword == .from }
    guard sawInstruction, !isFirst, !pieces.isEmpty else { return Array(lineEnd.utf8) }
    return pieces.reversed().flatMap { $0 }
  }

  private func isBanner(_ comment: [UInt8]) -> Bool {
    !comment.contains { byte in
      byte >= 0x80 || (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
    }
  }

  /// Where a new stage goes in front of the stage that starts with `from`.
  func insertionPoint(before from: Int) -> ByteOffset {
    let comments = comments(above: from)
    // Comments on top of the file speak of the file.
    let isHeader = !dockerfile.elements.contains { element in
      if case .instruction = element.kind { return element.range.lowerBound < comments.lowerBound }
      return false
    }
    return isHeader ? lines(of: from).lowerBound : comments.lowerBound
  }
}
