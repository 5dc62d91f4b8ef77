internal import SourceText

/// Pipelines, simple commands and functions.
extension ShellParser {
  mutating func parsePipeline() {
    let pipeline = open(.pipeline)
    while true {
      if isReserved("!") {
        leaf(.reservedWord, count: 1)
      } else if isReserved("time") {
        leaf(.reservedWord, count: 4)
        skipBlanks()
        if isReserved("-p") { leaf(.reservedWord, count: 2) }
      } else {
        break
      }
      skipBlanks()
    }
    while true {
      let before = position
      nested { $0.parseCommand() }
      if position == before, !isEmptyTimedPipeline(pipeline) {
        report("missing-command", .error, "a command is missing here", position..<position)
        close(pipeline)
        return markUnparsed(pipeline)
      }
      skipBlanks()
      guard current == UInt8(ascii: "|"), byte(position + 1) != UInt8(ascii: "|") else { break }
      leaf(.operatorToken, count: byte(position + 1) == UInt8(ascii: "&") ? 2 : 1)
      skipBlankLines()
    }
    close(pipeline)
  }

  /// Whether `!` or `time` stands alone, as the shell allows.
  private func isEmptyTimedPipeline(_ pipeline: Int) -> Bool {
    nodes[(pipeline + 1)...].contains { $0.kind == .reservedWord } && (isAtEnd || current != UInt8(ascii: "|"))
      && !nodes[(pipeline + 1)...].contains { $0.kind == .operatorToken }
  }

  private mutating func parseCommand() {
    switch current {
    case UInt8(ascii: "("):
      if byte(position + 1) == UInt8(ascii: "("), let close = endOfArithmetic(from: position + 2) {
        parseArithmeticCommand(to: close)
      } else {
        parseSubshell()
      }
    case UInt8(ascii: "{") where isReserved("{"): parseGroup()
    case UInt8(ascii: "i") where isReserved("if"): parseIf()
    case UInt8(ascii: "f") where isReserved("for"): parseLoop(countsOrLists: true)
    case UInt8(ascii: "s") where isReserved("select"): parseLoop(countsOrLists: true)
    case UInt8(ascii: "w") where isReserved("while"), UInt8(ascii: "u") where isReserved("until"):
      parseLoop(countsOrLists: false)
    case UInt8(ascii: "c") where isReserved("case"): parseCase()
    case UInt8(ascii: "[") where isReserved("[["): parseTest()
    case UInt8(ascii: "f") where isReserved("function"): parseFunction(hasKeyword: true)
    default:
      if startsFunction { parseFunction(hasKeyword: false) } else { parseSimple() }
    }
  }

  private mutating func parseSimple() {
    let simple = open(.simple)
    let errorsBefore = errorCount
    var wordCount = 0
    var declares = false
    loop: while !isAtEnd {
      skipBlanks()
      switch current {
      case UInt8(ascii: "\n"), UInt8(ascii: ";"), UInt8(ascii: "|"), UInt8(ascii: ")"): break loop
      case UInt8(ascii: "#"):
        comment()
        break loop
      case UInt8(ascii: "&") where byte(position + 1) != UInt8(ascii: ">"): break loop
      case UInt8(ascii: "("):
        report("unexpected-token", .error, "unexpected '('", position..<position + 1)
        break loop
      default: break
      }
      if isAtEnd { break }
      if parseRedirection() { continue }
      if wordCount == 0, let name = endOfAssignedName {
        parseAssignment(name: name)
        continue
      }
      let word = nodes.count
      parseWord(allowsArray: declares)
      if wordCount == 0 { declares = isDeclaration(nodes[word].range) }
      wordCount += 1
    }
    close(simple)
    if errorCount > errorsBefore { markUnparsed(simple) }
  }

  /// Whether a command takes assignments as arguments, arrays among them.
  private func isDeclaration(_ range: ByteRange) -> Bool {
    guard range.count >= 5, range.count <= 8 else { return false }
    return ["export", "local", "readonly", "declare", "typeset"].contains { bytes[range].elementsEqual($0.utf8) }
  }

  /// The end of `NAME`, `NAME[…]` if an assignment begins here, which `=` or `+=` follows.
  var endOfAssignedName: Int? {
    var upper = endOfName(position)
    guard upper > position else { return nil }
    if byte(upper) == UInt8(ascii: "[") {
      guard let bracket = endOfSubscript(from: upper) else { return nil }
      upper = bracket
    }
    if byte(upper) == UInt8(ascii: "=") { return upper }
    return byte(upper) == UInt8(ascii: "+") && byte(upper + 1) == UInt8(ascii: "=") ? upper : nil
  }

  /// The end of the subscript whose `[` stands at `offset`.
  ///
  /// Bounded, since each word of a long line could begin a subscript that never ends.
  private func endOfSubscript(from offset: Int) -> Int? {
    var depth = 0
    for cursor in offset..<min(end, offset + 1000) {
      switch bytes[cursor] {
      case UInt8(ascii: "["): depth += 1
      case UInt8(ascii: "]"):
        depth -= 1
        if depth == 0 { return cursor + 1 }
      case UInt8(ascii: "\n"): return nil
      default: break
      }
    }
    return nil
  }

  private mutating func parseAssignment(name: Int) {
    let assignment = open(.assignment)
    leaf(.name, to: endOfName(position))
    leaf(.subscripted, to: name)
    leaf(.operatorToken, count: current == UInt8(ascii: "+") ? 2 : 1)
    if current == UInt8(ascii: "(") {
      parseArray()
    } else if !isAtEnd, !endsWord(position) || startsProcessSubstitution(position) {
      parseWord(allowsArray: false)
    }
    close(assignment)
  }

  /// Parses `( WORD … )` behind the `=` of an assignment.
  mutating func parseArray() {
    let array = open(.array)
    leaf(.punctuation, count: 1)
    while true {
      skipBlankLines()
      if isAtEnd || current == UInt8(ascii: ")") { break }
      let before = position
      parseWord(allowsArray: false)
      if position == before {
        report(
          "unexpected-token", .error, "unexpected '\(text(position..<position + 1))' in an array", before..<before + 1)
        leaf(.stray, count: 1)
      }
    }
    expect(")", closing: array, "array")
    close(array)
  }

  // MARK: Functions

  /// Whether `NAME ( )` stands here.
  private var startsFunction: Bool {
    var upper = position
    while upper < end, !isMeta(bytes[upper]), !isQuoting(bytes[upper]) { upper += 1 }
    guard upper > position else { return false }
    while byte(upper) == UInt8(ascii: " ") || byte(upper) == UInt8(ascii: "\t") { upper += 1 }
    guard byte(upper) == UInt8(ascii: "(") else { return false }
    upper += 1
    while byte(upper) == UInt8(ascii: " ") || byte(upper) == UInt8(ascii: "\t") { upper += 1 }
    return byte(upper) == UInt8(ascii: ")") && endOfAssignedName == nil
  }

  private func isQuoting(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") || byte == UInt8(ascii: "$")
      || byte == UInt8(ascii: "`")
  }

  private mutating func parseFunction(hasKeyword: Bool) {
    let function = open(.function)
    if hasKeyword {
      leaf(.reservedWord, count: 8)
      skipBlanks()
    }
    var upper = position
    while upper < end, !isMeta(bytes[upper]), !isQuoting(bytes[upper]) { upper += 1 }
    leaf(.name, to: upper)
    skipBlanks()
    if current == UInt8(ascii: "(") {
      leaf(.punctuation, count: 1)
      skipBlanks()
      expect(")", closing: function, "function's '()'")
    }
    skipBlankLines()
    let body = position
    nested { $0.parseCommand() }
    if position == body { missing("a body", of: "function", in: function) }
    close(function)
  }

  // MARK: Expectations

  /// Consumes `token`, or makes `node` an unparsed one.
  mutating func expect(_ token: StaticString, closing node: Int, _ what: String) {
    let count = token.utf8CodeUnitCount
    let isPunctuation = count == 1 && token.utf8Start[0] == UInt8(ascii: ")")
    if isPunctuation ? current == UInt8(ascii: ")") : isReserved(token) {
      leaf(isPunctuation ? .punctuation : .reservedWord, count: count)
    } else {
      missing("'\(token)'", of: what, in: node)
    }
  }

  mutating func missing(_ token: String, of what: String, in node: Int) {
    let start = Int(nodes[node].start)
    report("missing-token", .error, "\(token) of this \(what) is missing", start..<min(start + 1, bytes.count))
    if nodes[node].kind.isCommand { markUnparsed(node) }
  }
}
