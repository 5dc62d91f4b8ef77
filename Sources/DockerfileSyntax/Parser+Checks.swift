import SourceText

extension Parser {
  /// Notes instructions that stand before the first FROM, and a file without one.
  mutating func checkStages() {
    guard let first = instructions.first else {
      if !checks.diagnostics.contains(where: { $0.severity == .error }) {
        checks.diagnostics.append(
          Diagnostic(
            id: "syntax/no-instructions", severity: .error, message: "the file has no instructions",
            range: source.count..<source.count, help: "start with a FROM instruction"))
      }
      return
    }
    if !instructions.contains(where: { $0.keyword == .from }) {
      if instructions.contains(where: { $0.keyword == .unknown }) { return }
      checks.diagnostics.append(
        Diagnostic(
          id: "syntax/missing-from", severity: .error, message: "no FROM instruction starts a stage",
          range: first.keywordRange, help: "start with a FROM instruction"))
      return
    }
    for instruction in instructions {
      if instruction.keyword == .from { return }
      if instruction.keyword == .arg || instruction.keyword == .unknown { continue }
      checks.diagnostics.append(
        Diagnostic(
          id: "syntax/instruction-before-from", severity: .error,
          message: "\(instruction.keyword.spelling) stands before the first FROM", range: instruction.keywordRange,
          help: "only ARG may stand before FROM: move the instruction into a stage"))
      return
    }
  }

  /// Notes a line that is too long for BuildKit's buffer of 65,536 bytes.
  mutating func checkLength(ofLine range: ByteRange) {
    if range.count == 0x1_0000, source[range.upperBound - 1] == .newline { return }
    if range.count == 0xFFFF { return }
    checks.diagnostics.append(
      Diagnostic(
        id: "syntax/line-too-long", severity: .error,
        message: "line of \(range.count) bytes is longer than BuildKit's limit of 65535",
        range: range.lowerBound..<range.lowerBound, help: "divide the line with continuations"))
  }
}

extension Diagnostic {
  static func emptyContinuationLine(_ range: ByteRange) -> Diagnostic {
    Diagnostic(
      id: "syntax/empty-continuation-line", severity: .warning, message: "empty line inside an instruction",
      range: range, help: "remove the line or make it a comment: later versions of BuildKit will reject it")
  }

  static func missingInstruction(_ range: ByteRange) -> Diagnostic {
    Diagnostic(
      id: "syntax/missing-instruction", severity: .error, message: "continued line holds no instruction", range: range,
      help: "remove the escape character")
  }
}
