internal import SourceText

/// Words and their quoting.
extension ShellParser {
  /// Where a run of word parts stands, which decides what is special in it and what ends it.
  enum PartsMode {
    case unquoted, doubleQuoted, hereDocument, arithmetic, regularExpression
    /// In `${…}`: up to `}`; `isQuoted` if that stands in double quotes, where `'` quotes only behind pattern operators.
    case braced(isQuoted: Bool, singleQuotes: Bool)
  }

  /// Parses a word; nothing is consumed where none begins.
  mutating func parseWord(allowsArray: Bool) {
    guard !isAtEnd, !endsWord(position) || startsProcessSubstitution(position) else { return }
    let word = open(.word)
    if allowsArray, let name = endOfAssignedName {
      leaf(.literal, to: name + (bytes[name] == UInt8(ascii: "+") ? 2 : 1))
      if current == UInt8(ascii: "(") { parseArray() }
    }
    parseParts(.unquoted)
    close(word)
  }

  mutating func parseRegularExpression() {
    let word = open(.word)
    parseParts(.regularExpression)
    close(word)
  }

  func startsProcessSubstitution(_ offset: Int) -> Bool {
    (byte(offset) == UInt8(ascii: "<") || byte(offset) == UInt8(ascii: ">")) && byte(offset + 1) == UInt8(ascii: "(")
  }

  /// Parses word parts up to what ends them in `mode`; the ending token is left.
  mutating func parseParts(_ mode: PartsMode) {
    var parentheses = 0
    /// The end of the literal run that begins at `position`.
    var cursor = position
    while cursor < end {
      let byte = bytes[cursor]
      switch byte {
      case UInt8(ascii: "\\"):
        let length = escapeLength(at: cursor, mode)
        guard length > 0 else {
          cursor += 1
          continue
        }
        leaf(.literal, to: cursor)
        leaf(continuationLength(at: cursor) > 0 ? .continuation : .escaped, count: length)
      case UInt8(ascii: "$"):
        let before = cursor
        leaf(.literal, to: cursor)
        guard parseDollar(mode) else {
          cursor = before + 1
          continue
        }
      case UInt8(ascii: "`"):
        leaf(.literal, to: cursor)
        nested { $0.parseBackticks() }
      case UInt8(ascii: "\""):
        if case .doubleQuoted = mode { return leaf(.literal, to: cursor) }
        if case .hereDocument = mode {
          cursor += 1
          continue
        }
        leaf(.literal, to: cursor)
        nested { $0.parseDoubleQuotes(prefix: 0) }
      case UInt8(ascii: "'"):
        guard singleQuotes(in: mode) else {
          cursor += 1
          continue
        }
        leaf(.literal, to: cursor)
        parseSingleQuotes(prefix: 0, .singleQuoted)
      default:
        switch mode {
        case .unquoted:
          if byte == UInt8(ascii: "("), cursor > position, isExtendedGlob(bytes[cursor - 1]),
            let close = endOfExtendedGlob(from: cursor + 1)
          {
            cursor = close
            continue
          }
          if startsProcessSubstitution(cursor) {
            leaf(.literal, to: cursor)
            nested { $0.parseProcessSubstitution() }
            cursor = position
            continue
          }
          if isMeta(byte) || (byte == UInt8(ascii: "\r") && isCarriageReturnOfLineEnd(cursor)) {
            return leaf(.literal, to: cursor)
          }
        case .braced:
          if byte == UInt8(ascii: "}") { return leaf(.literal, to: cursor) }
        case .regularExpression:
          if byte == UInt8(ascii: "(") { parentheses += 1 }
          if byte == UInt8(ascii: ")") {
            if parentheses == 0 { return leaf(.literal, to: cursor) }
            parentheses -= 1
          }
          let isBlank = byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
          if byte == UInt8(ascii: "\n") || (isBlank && parentheses == 0) { return leaf(.literal, to: cursor) }
        case .doubleQuoted, .hereDocument, .arithmetic: break
        }
        cursor += 1
        continue
      }
      cursor = position
    }
    leaf(.literal, to: cursor)
  }

  private func singleQuotes(in mode: PartsMode) -> Bool {
    switch mode {
    case .unquoted, .regularExpression: true
    case .doubleQuoted, .hereDocument, .arithmetic: false
    case .braced(_, let singleQuotes): singleQuotes
    }
  }

  /// The length of the escape or continuation at a backslash; 0 if the backslash stands for itself.
  private func escapeLength(at offset: Int, _ mode: PartsMode) -> Int {
    let continuation = continuationLength(at: offset)
    if continuation > 0 { return continuation }
    let next = byte(offset + 1)
    let escapes: Bool
    switch mode {
    case .unquoted, .regularExpression, .arithmetic, .braced(isQuoted: false, _): escapes = true
    case .doubleQuoted: escapes = "$`\"\\".utf8.contains(next)
    case .hereDocument: escapes = "$`\\".utf8.contains(next)
    case .braced(isQuoted: true, _): escapes = "$`\"\\}".utf8.contains(next)
    }
    return escapes && offset + 1 < end ? 2 : 0
  }

  private func isExtendedGlob(_ byte: UInt8) -> Bool { "?*+@!".utf8.contains(byte) }

  /// The end of `@(…)` and the like, whose body begins at `offset`; these patterns are short and hold no blanks.
  private func endOfExtendedGlob(from offset: Int) -> Int? {
    var depth = 1
    var cursor = offset
    while cursor < min(end, offset + 1000) {
      switch bytes[cursor] {
      case UInt8(ascii: "("): depth += 1
      case UInt8(ascii: ")"): depth -= 1
      case UInt8(ascii: " "), UInt8(ascii: "\n"), UInt8(ascii: ";"), UInt8(ascii: "'"), UInt8(ascii: "\""),
        UInt8(ascii: "$"), UInt8(ascii: "`"), UInt8(ascii: "\\"):
        return nil
      default: break
      }
      cursor += 1
      if depth == 0 { return cursor }
    }
    return nil
  }

  // MARK: Quotes

  /// Parses `"…"`, with a `$` before it if `prefix` is 1.
  mutating func parseDoubleQuotes(prefix: Int) {
    let node = open(.doubleQuoted)
    let start = position
    leaf(.punctuation, count: prefix + 1)
    parseParts(.doubleQuoted)
    if current == UInt8(ascii: "\"") {
      leaf(.punctuation, count: 1)
    } else {
      report("unterminated-quote", .error, "'\"' is not closed", start..<start + prefix + 1)
    }
    close(node)
  }

  /// Parses `'…'`, or `$'…'` in which a backslash escapes.
  mutating func parseSingleQuotes(prefix: Int, _ kind: ShellNode.Kind) {
    let start = position
    var cursor = position + prefix + 1
    while cursor < end, bytes[cursor] != UInt8(ascii: "'") {
      cursor += kind == .ansiQuoted && bytes[cursor] == UInt8(ascii: "\\") ? 2 : 1
    }
    if cursor >= end {
      report("unterminated-quote", .error, "\"'\" is not closed", start..<start + prefix + 1)
      return leaf(.stray, to: end)
    }
    leaf(kind, to: cursor + 1)
  }
}
