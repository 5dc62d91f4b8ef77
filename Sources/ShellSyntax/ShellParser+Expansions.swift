internal import SourceText

/// What `$` and backticks begin.
extension ShellParser {
  /// Parses the expansion at `$`.
  ///
  /// - Returns: whether one stands there; else nothing is consumed.
  mutating func parseDollar(_ mode: PartsMode) -> Bool {
    let next = byte(position + 1)
    var isUnquoted = false
    var isQuoted = true
    switch mode {
    case .unquoted, .regularExpression: (isUnquoted, isQuoted) = (true, false)
    case .braced(let quoted, _): (isUnquoted, isQuoted) = (!quoted, quoted)
    case .doubleQuoted, .hereDocument, .arithmetic: break
    }
    switch next {
    case UInt8(ascii: "("):
      if byte(position + 2) == UInt8(ascii: "("), let close = endOfArithmetic(from: position + 3) {
        nested { parser in
          let node = parser.open(.arithmetic)
          parser.parseArithmetic(open: 3, to: close)
          parser.close(node)
        }
      } else {
        nested { $0.parseCommandSubstitution() }
      }
    case UInt8(ascii: "{"):
      nested { $0.parseBracedParameter(isQuoted: isQuoted) }
    case UInt8(ascii: "'") where isUnquoted:
      parseSingleQuotes(prefix: 1, .ansiQuoted)
    case UInt8(ascii: "\"") where isUnquoted:
      nested { $0.parseDoubleQuotes(prefix: 1) }
    default:
      let name = endOfParameterName(position + 1, takesAllDigits: false)
      guard name > position + 1 else { return false }
      let node = open(.parameter)
      leaf(.punctuation, count: 1)
      leaf(.name, to: name)
      close(node)
    }
    return true
  }

  /// The end of a variable's name, a positional or a special parameter; `offset` itself if none stands there.
  private func endOfParameterName(_ offset: Int, takesAllDigits: Bool) -> Int {
    let first = byte(offset)
    if isDigit(first) {
      var upper = offset + 1
      while takesAllDigits, isDigit(byte(upper)) { upper += 1 }
      return upper
    }
    if "@*#?-$!".utf8.contains(first) { return offset + 1 }
    return endOfName(offset)
  }

  private mutating func parseBracedParameter(isQuoted: Bool) {
    let node = open(.parameter)
    let start = position
    leaf(.punctuation, count: 2)
    if current == UInt8(ascii: "#") || current == UInt8(ascii: "!") {
      let name = endOfParameterName(position + 1, takesAllDigits: true)
      let isPrefix =
        name > position + 1 && (!"#?-".utf8.contains(byte(position + 1)) || byte(name) == UInt8(ascii: "}"))
      if isPrefix { leaf(.expansionPrefix, count: 1) }
    }
    leaf(.name, to: endOfParameterName(position, takesAllDigits: true))
    if current == UInt8(ascii: "[") { parseSubscript() }
    let isPattern = "#%/^,@".utf8.contains(current)
    leaf(.expansionOperator, count: expansionOperatorLength)
    if !isAtEnd, current != UInt8(ascii: "}") {
      let word = open(.word)
      parseParts(.braced(isQuoted: isQuoted, singleQuotes: !isQuoted || isPattern))
      close(word)
    }
    if current == UInt8(ascii: "}") {
      leaf(.punctuation, count: 1)
    } else {
      report("unterminated-expansion", .error, "'${' is not closed", start..<start + 2)
    }
    close(node)
  }

  /// Parses `[…]`; a subscript is arithmetic, short and seldom nested.
  private mutating func parseSubscript() {
    var upper = position
    while upper < end, bytes[upper] != UInt8(ascii: "]"), bytes[upper] != UInt8(ascii: "}") { upper += 1 }
    leaf(.subscripted, to: byte(upper) == UInt8(ascii: "]") ? upper + 1 : upper)
  }

  private var expansionOperatorLength: Int {
    let second = byte(position + 1)
    switch current {
    case UInt8(ascii: ":"): return "-=?+".utf8.contains(second) ? 2 : 1
    case UInt8(ascii: "-"), UInt8(ascii: "="), UInt8(ascii: "?"), UInt8(ascii: "+"), UInt8(ascii: "@"): return 1
    case UInt8(ascii: "#"), UInt8(ascii: "%"), UInt8(ascii: "^"), UInt8(ascii: ","):
      return second == current ? 2 : 1
    case UInt8(ascii: "/"): return "/#%".utf8.contains(second) ? 2 : 1
    default: return 0
    }
  }

  // MARK: Commands and arithmetic

  private mutating func parseCommandSubstitution() {
    let node = open(.commandSubstitution)
    parseParenthesizedList(open: 2)
    close(node)
  }

  mutating func parseProcessSubstitution() {
    let node = open(.processSubstitution)
    parseParenthesizedList(open: 2)
    close(node)
  }

  private mutating func parseParenthesizedList(open: Int) {
    let start = position
    leaf(.punctuation, count: open)
    parseList()
    if current == UInt8(ascii: ")") {
      leaf(.punctuation, count: 1)
    } else {
      report("unterminated-substitution", .error, "'\(text(start..<start + open))' is not closed", start..<start + open)
    }
  }

  /// Parses a command in backticks.
  ///
  /// What is escaped in them is unescaped before the shell parses it, so commands with such escapes stay unparsed.
  mutating func parseBackticks() {
    let node = open(.backticks)
    var close = position + 1
    var hasEscape = false
    while close < end, bytes[close] != UInt8(ascii: "`") {
      if bytes[close] == UInt8(ascii: "\\"), "`\\$".utf8.contains(byte(close + 1)) {
        hasEscape = true
        close += 1
      }
      close += 1
    }
    let start = position
    let isClosed = close < end
    leaf(.punctuation, count: 1)
    limited(to: min(close, end)) { parser in
      if hasEscape {
        parser.unparsedList("escapes inside of backticks are not followed")
      } else {
        parser.parseList(isWhole: true)
      }
    }
    if isClosed {
      leaf(.punctuation, count: 1)
    } else {
      report("unterminated-substitution", .error, "'`' is not closed", start..<start + 1)
    }
    self.close(node)
  }

  private mutating func unparsedList(_ reason: String) {
    let outer = [open(.list), open(.item), open(.pipeline), open(.unparsed)]
    report("escapes-in-backticks", .warning, reason, position..<end)
    leaf(.stray, to: end)
    for node in outer.reversed() { close(node) }
    markUnparsed(outer[3])
  }

  /// The offset of the `))` that ends the arithmetic expression whose text begins at `start`, if it is one.
  ///
  /// `((` begins arithmetic only if its parentheses end together; else it is a subshell in a subshell.
  func endOfArithmetic(from start: Int) -> Int? {
    var depth = 0
    var cursor = start
    while cursor < end {
      switch bytes[cursor] {
      case UInt8(ascii: "\\"): cursor += 1
      case UInt8(ascii: "'"), UInt8(ascii: "\""):
        let quote = bytes[cursor]
        cursor += 1
        while cursor < end, bytes[cursor] != quote {
          cursor += bytes[cursor] == UInt8(ascii: "\\") && quote == UInt8(ascii: "\"") ? 2 : 1
        }
      case UInt8(ascii: "("): depth += 1
      case UInt8(ascii: ")"):
        if depth == 0 { return byte(cursor + 1) == UInt8(ascii: ")") ? cursor : nil }
        depth -= 1
      default: break
      }
      cursor += 1
    }
    return nil
  }

  /// Parses an arithmetic expression between an opening token of `open` bytes and the `))` at `close`.
  mutating func parseArithmetic(open: Int, to close: Int) {
    leaf(.punctuation, count: open)
    limited(to: close) { $0.parseParts(.arithmetic) }
    leaf(.punctuation, count: 2)
  }
}
