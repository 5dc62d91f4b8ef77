internal import SourceText

/// Redirections and here-documents.
extension ShellParser {
  /// Parses a redirection, if one stands here.
  mutating func parseRedirection() -> Bool {
    let descriptor = endOfDescriptor
    let length = redirectionOperatorLength(at: descriptor)
    guard length > 0 else { return false }
    let node = open(.redirection)
    leaf(.descriptor, to: descriptor)
    let start = position
    leaf(.operatorToken, count: length)
    let isHereDocument =
      length >= 2 && bytes[start] == UInt8(ascii: "<") && bytes[start + 1] == UInt8(ascii: "<")
      && (length == 2 || bytes[start + 2] == UInt8(ascii: "-"))
    skipBlanks()
    let target = position
    if !isAtEnd, !endsWord(position) || startsProcessSubstitution(position) { parseWord(allowsArray: false) }
    if position == target { report("missing-target", .error, "redirection has no target", start..<start + length) }
    close(node)
    if isHereDocument, position > target { pending.append(node) }
    return true
  }

  /// The end of the file descriptor, a number or `{NAME}`, if a redirection begins here; else the current position.
  private var endOfDescriptor: Int {
    var upper = position
    if isDigit(current) {
      while isDigit(byte(upper)) { upper += 1 }
    } else if current == UInt8(ascii: "{") {
      let name = endOfName(position + 1)
      guard name > position + 1, byte(name) == UInt8(ascii: "}") else { return position }
      upper = name + 1
    }
    return byte(upper) == UInt8(ascii: "<") || byte(upper) == UInt8(ascii: ">") ? upper : position
  }

  private func redirectionOperatorLength(at offset: Int) -> Int {
    let second = byte(offset + 1)
    let third = byte(offset + 2)
    switch byte(offset) {
    case UInt8(ascii: "<"):
      switch second {
      case UInt8(ascii: "("): return 0
      case UInt8(ascii: "<"): return third == UInt8(ascii: "-") || third == UInt8(ascii: "<") ? 3 : 2
      case UInt8(ascii: "&"), UInt8(ascii: ">"): return 2
      default: return 1
      }
    case UInt8(ascii: ">"):
      switch second {
      case UInt8(ascii: "("): return 0
      case UInt8(ascii: ">"), UInt8(ascii: "&"), UInt8(ascii: "|"): return 2
      default: return 1
      }
    case UInt8(ascii: "&") where second == UInt8(ascii: ">"):
      return third == UInt8(ascii: ">") ? 3 : 2
    default:
      return 0
    }
  }

  // MARK: Here-documents

  /// Reads the here-documents whose lines begin here.
  mutating func hereDocuments() {
    let waiting = pending
    pending = []
    for redirection in waiting { hereDocument(of: redirection) }
  }

  private mutating func hereDocument(of redirection: Int) {
    let (delimiter, isQuoted) = delimiter(of: redirection)
    let isStripping =
      nodes[(redirection + 1)...].first { $0.kind == .operatorToken }.map { $0.range.count == 3 } ?? false
    var line = position
    var bodyEnd = end
    var delimiterEnd = end
    var isFound = false
    while line < end {
      let lineEnd = bytes[line..<end].firstIndex(of: UInt8(ascii: "\n")) ?? end
      var start = line
      while isStripping, start < lineEnd, bytes[start] == UInt8(ascii: "\t") { start += 1 }
      var upper = lineEnd
      if upper > start, bytes[upper - 1] == UInt8(ascii: "\r") { upper -= 1 }
      if upper - start == delimiter.count, bytes[start..<upper].elementsEqual(delimiter) {
        bodyEnd = line
        delimiterEnd = lineEnd
        isFound = true
        break
      }
      line = lineEnd + 1
    }
    if !isFound {
      report(
        "unterminated-here-document", .warning, "here-document ends with the text, not with its delimiter",
        nodes[redirection].range)
    }
    let node = open(.hereDocument)
    nodes[redirection].link = Int32(node)
    let bodyStart = position
    if isQuoted {
      leaf(.hereDocumentText, to: bodyEnd)
    } else {
      limited(to: bodyEnd) { $0.parseParts(.hereDocument) }
    }
    leaf(.hereDocumentEnd, to: delimiterEnd)
    close(node)
    nodes[node].start = Int32(bodyStart)
    if current == UInt8(ascii: "\n") { leaf(.newline, count: 1) }
  }

  /// The word behind `<<` with its quotes removed, and whether it had any.
  private func delimiter(of redirection: Int) -> (bytes: [UInt8], isQuoted: Bool) {
    guard let word = nodes[(redirection + 1)...].first(where: { $0.kind == .word }) else { return ([], false) }
    var result: [UInt8] = []
    var isQuoted = false
    var offset = word.range.lowerBound
    while offset < word.range.upperBound {
      switch bytes[offset] {
      case UInt8(ascii: "'"), UInt8(ascii: "\""):
        isQuoted = true
      case UInt8(ascii: "\\") where offset + 1 < word.range.upperBound:
        isQuoted = true
        offset += 1
        if bytes[offset] != UInt8(ascii: "\n") { result.append(bytes[offset]) }
      default:
        result.append(bytes[offset])
      }
      offset += 1
    }
    return (result, isQuoted)
  }
}
