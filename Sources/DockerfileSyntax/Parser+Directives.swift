import SourceText

extension Parser {
  /// Reads the comment in `range` as a parser directive (`parser/directives.go`).
  ///
  /// - Returns: whether it is one; the first comment that is none ends the directives.
  mutating func readDirective(_ range: ByteRange) -> Bool {
    let end = range.upperBound
    let start = Whitespace.skip(source, range.lowerBound + 1..<end)
    var index = start
    while index < end, source[index].isLetter || (index > start && source[index].isDigit) { index += 1 }
    let name = start..<index
    while index < end, isPatternSpace(source[index]) { index += 1 }
    guard !name.isEmpty, index < end, source[index] == .equals, let value = directiveValue(index + 1..<end) else {
      return false
    }
    let directive = ParserDirective(
      name: text(source, name).lowercased(), value: text(source, value), range: range)
    guard ["syntax", "escape", "check"].contains(directive.name) else { return false }
    if directives.contains(where: { $0.name == directive.name }) {
      checks.diagnostics.append(.duplicateDirective(directive))
    } else if directive.name == "escape" {
      if value.count == 1, source[value.lowerBound] == .backslash || source[value.lowerBound] == .backtick {
        escape = source[value.lowerBound]
      } else {
        checks.diagnostics.append(.invalidEscape(directive, value))
      }
    }
    directives.append(directive)
    return true
  }

  /// `range` without spaces at both ends; if there are only spaces, the last one is the value.
  private func directiveValue(_ range: ByteRange) -> ByteRange? {
    var start = range.lowerBound
    var end = range.upperBound
    while start < end, isPatternSpace(source[start]) { start += 1 }
    if start == end { return range.isEmpty ? nil : end - 1..<end }
    while end > start + 1, isPatternSpace(source[end - 1]) { end -= 1 }
    return start..<end
  }

  /// What `\s` stands for in BuildKit's patterns: no vertical tab.
  private func isPatternSpace(_ byte: UInt8) -> Bool {
    byte == .space || byte == .tab || byte == 0x0C || byte == .carriageReturn
  }
}

extension Diagnostic {
  static func duplicateDirective(_ directive: ParserDirective) -> Diagnostic {
    Diagnostic(
      id: "syntax/duplicate-directive", severity: .error,
      message: "parser directive '\(directive.name)' is given a second time", range: directive.range,
      help: "keep one '# \(directive.name)=' line")
  }

  static func invalidEscape(_ directive: ParserDirective, _ range: ByteRange) -> Diagnostic {
    Diagnostic(
      id: "syntax/invalid-escape", severity: .error,
      message: "escape character '\(directive.value)' is neither a backslash nor a backtick", range: range,
      help: "write '# escape=\\' or '# escape=`'")
  }
}
