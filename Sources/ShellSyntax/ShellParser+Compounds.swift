internal import SourceText

/// Compound commands.
extension ShellParser {
  mutating func parseSubshell() {
    let node = open(.subshell)
    leaf(.punctuation, count: 1)
    parseFilledList(in: node, "subshell")
    expect(")", closing: node, "subshell")
    finish(node)
  }

  mutating func parseGroup() {
    let node = open(.group)
    leaf(.reservedWord, count: 1)
    parseFilledList(in: node, "group")
    expect("}", closing: node, "group")
    finish(node)
  }

  mutating func parseIf() {
    let node = open(.ifClause)
    leaf(.reservedWord, count: 2)
    while true {
      parseFilledList(in: node, "'if'")
      expect("then", closing: node, "'if'")
      parseFilledList(in: node, "'if'")
      guard isReserved("elif") else { break }
      leaf(.reservedWord, count: 4)
    }
    if isReserved("else") {
      leaf(.reservedWord, count: 4)
      parseFilledList(in: node, "'if'")
    }
    expect("fi", closing: node, "'if'")
    finish(node)
  }

  /// Parses `for` and `select`, which count or go through a list, or `while` and `until`, which have a condition.
  mutating func parseLoop(countsOrLists: Bool) {
    let node = open(.loop)
    leaf(.reservedWord, to: endOfName(position))
    if countsOrLists {
      skipBlanks()
      if current == UInt8(ascii: "("), byte(position + 1) == UInt8(ascii: "("),
        let close = endOfArithmetic(from: position + 2)
      {
        parseArithmetic(open: 2, to: close)
      } else {
        parseLoopWords(node)
      }
      skipBlanks()
      if current == UInt8(ascii: ";") { leaf(.operatorToken, count: 1) }
      skipBlankLines()
    } else {
      parseFilledList(in: node, "loop")
    }
    if countsOrLists, isReserved("{") {
      leaf(.reservedWord, count: 1)
      parseFilledList(in: node, "loop")
      expect("}", closing: node, "loop")
    } else {
      expect("do", closing: node, "loop")
      parseFilledList(in: node, "loop")
      expect("done", closing: node, "loop")
    }
    finish(node)
  }

  private mutating func parseLoopWords(_ node: Int) {
    let name = endOfName(position)
    if name == position || !endsWord(name) { missing("the variable", of: "loop", in: node) }
    leaf(.name, to: name)
    skipBlankLines()
    guard isReserved("in") else { return }
    leaf(.reservedWord, count: 2)
    while true {
      skipBlanks()
      let before = position
      if current != UInt8(ascii: "#") { parseWord(allowsArray: false) }
      if position == before { break }
    }
  }

  mutating func parseCase() {
    let node = open(.caseClause)
    leaf(.reservedWord, count: 4)
    skipBlanks()
    let subject = position
    parseWord(allowsArray: false)
    if position == subject { missing("the word", of: "'case'", in: node) }
    skipBlankLines()
    expect("in", closing: node, "'case'")
    while true {
      skipBlankLines()
      if isAtEnd || isReserved("esac") { break }
      let before = position
      parseCaseArm(node)
      if position == before { break }
    }
    expect("esac", closing: node, "'case'")
    finish(node)
  }

  private mutating func parseCaseArm(_ node: Int) {
    let arm = open(.caseArm)
    if current == UInt8(ascii: "(") { leaf(.punctuation, count: 1) }
    while true {
      skipBlankLines()
      let before = position
      parseWord(allowsArray: false)
      if position == before { missing("a pattern", of: "'case'", in: node) }
      skipBlankLines()
      guard current == UInt8(ascii: "|"), byte(position + 1) != UInt8(ascii: "|") else { break }
      leaf(.operatorToken, count: 1)
    }
    expect(")", closing: node, "'case'")
    parseList()
    if isCaseTerminator {
      let isThree = byte(position + 1) == UInt8(ascii: ";") && byte(position + 2) == UInt8(ascii: "&")
      leaf(.operatorToken, count: isThree ? 3 : 2)
    }
    close(arm)
  }

  mutating func parseArithmeticCommand(to close: Int) {
    let node = open(.arithmeticCommand)
    parseArithmetic(open: 2, to: close)
    finish(node)
  }

  /// Parses `[[ … ]]` as words and operators; its grammar matters to no one here.
  mutating func parseTest() {
    let node = open(.test)
    leaf(.reservedWord, count: 2)
    while true {
      skipBlankLines()
      if isAtEnd || isReserved("]]") { break }
      if "=~".utf8.first == current, byte(position + 1) == UInt8(ascii: "~"), endsWord(position + 2) {
        leaf(.operatorToken, count: 2)
        skipBlanks()
        parseRegularExpression()
        continue
      }
      let before = position
      if !isMeta(current) || startsProcessSubstitution(position) { parseWord(allowsArray: false) }
      guard position == before else { continue }
      if current == UInt8(ascii: ";") { break }
      let isPair = byte(position + 1) == current && (current == UInt8(ascii: "&") || current == UInt8(ascii: "|"))
      leaf(.operatorToken, count: isPair ? 2 : 1)
    }
    expect("]]", closing: node, "test")
    finish(node)
  }

  // MARK: Parts

  /// Parses a list that must not be empty.
  private mutating func parseFilledList(in node: Int, _ what: String) {
    let list = nodes.count
    nested { $0.parseList() }
    if nodes[list].kind != .list || nodes[list].start == nodes[list].end { missing("a command", of: what, in: node) }
  }

  /// Parses the redirections behind a compound command and ends it.
  private mutating func finish(_ node: Int) {
    skipBlanks()
    while parseRedirection() { skipBlanks() }
    close(node)
  }
}
