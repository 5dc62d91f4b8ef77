import SourceText

/// Checks instructions as BuildKit does (`instructions/parse.go`).
struct InstructionChecks {
  let source: [UInt8]
  var diagnostics: [Diagnostic] = []

  init(source: [UInt8]) {
    self.source = source
  }

  mutating func check(_ instruction: Instruction) {
    if !instruction.flags.isEmpty, instruction.keyword != .unknown { checkFlags(instruction) }
    checkArguments(instruction)
  }

  private mutating func checkArguments(_ instruction: Instruction) {
    let isEmpty = instruction.arguments.bytes.isEmpty
    switch instruction.keyword {
    case .unknown: checkUnknown(instruction)
    case .from: checkFrom(instruction)
    case .run, .cmd, .entrypoint: checkJSON(instruction, from: 0)
    case .shell: checkShell(instruction)
    case .env, .label, .arg: checkKeyValues(instruction)
    case .add, .copy: checkCopy(instruction)
    case .volume: checkVolume(instruction)
    case .healthcheck: checkHealthcheck(instruction)
    case .onbuild: checkOnbuild(instruction)
    case .maintainer, .expose, .user, .workdir, .stopsignal: if isEmpty { reportMissing(instruction) }
    }
  }

  /// Adds an error; without a range it is about the keyword.
  mutating func report(
    _ id: String, _ message: String, _ instruction: Instruction, at range: ByteRange? = nil, help: String
  ) {
    diagnostics.append(
      Diagnostic(
        id: "syntax/" + id, severity: .error, message: message, range: range ?? instruction.keywordRange, help: help))
  }

  private mutating func reportMissing(_ instruction: Instruction, _ what: String = "an argument") {
    let name = instruction.keyword.spelling
    report("missing-argument", "\(name) lacks \(what)", instruction, help: "add it, or remove the instruction")
  }

  private mutating func checkUnknown(_ instruction: Instruction) {
    let name = instruction.spelling(in: source)
    let nearest = EditDistance.nearest(to: name.uppercased(), among: Keyword.spellings)
    report(
      "unknown-instruction", "unknown instruction '\(name)'", instruction,
      help: nearest.map { "did you mean \($0)?" } ?? "continue the line before with the escape character, or remove it")
  }

  private mutating func checkFrom(_ instruction: Instruction) {
    let bytes = instruction.arguments.bytes
    var index = 0
    let image = WordScanner.next(bytes, from: &index)
    guard let word = WordScanner.next(bytes, from: &index) else {
      return image == nil ? reportMissing(instruction, "an image") : ()
    }
    let alias = WordScanner.next(bytes, from: &index)
    guard let alias, isAs(bytes, word), index == bytes.count else {
      return report(
        "from-arguments", "FROM takes an image, or an image with 'AS' and a name", instruction,
        help: "write 'FROM image' or 'FROM image AS name'")
    }
    if isStageName(bytes, alias) { return }
    report(
      "invalid-stage-name", "'\(text(bytes, alias))' can't name a stage", instruction,
      at: instruction.arguments.sourceRange(of: alias),
      help: "start with a letter; go on with letters, digits, '-', '_' and '.'")
  }

  private func isAs(_ bytes: [UInt8], _ word: ByteRange) -> Bool {
    word.count == 2 && bytes[word.lowerBound].lowercased == UInt8(ascii: "a")
      && bytes[word.lowerBound + 1].lowercased == UInt8(ascii: "s")
  }

  private func isStageName(_ bytes: [UInt8], _ name: ByteRange) -> Bool {
    for index in name {
      let byte = bytes[index]
      if byte.isLetter { continue }
      if index == name.lowerBound { return false }
      if !byte.isDigit, byte != .dash, byte != UInt8(ascii: "_"), byte != UInt8(ascii: ".") { return false }
    }
    return true
  }

  /// What a check of a JSON array found.
  private enum JSONForm {
    /// No array that BuildKit takes as one.
    case none
    case strings(count: Int)
    /// Reported.
    case rejected
  }

  /// Reports an array that doesn't hold strings alone.
  @discardableResult
  private mutating func checkJSON(_ instruction: Instruction, from start: Int) -> JSONForm {
    let bytes = instruction.arguments.bytes
    guard start < bytes.count, bytes[start] == .openBracket else { return .none }
    let range = { instruction.arguments.sourceRange(of: start..<bytes.count) }
    switch JSONArray.parse(bytes, start..<bytes.count) {
    case .strings(let elements): return .strings(count: elements.count)
    case .invalid: return .none
    case .arrayAndText:
      diagnostics.append(
        Diagnostic(
          id: "syntax/text-after-exec-form", severity: .warning,
          message: "text stands behind the exec form of \(instruction.keyword.spelling)", range: range(),
          help: "remove it: BuildKit takes the whole as shell form, or, in older versions, ignores the text"))
      return .none
    case .otherValues:
      report(
        "exec-form-values", "exec form of \(instruction.keyword.spelling) holds values that are not strings",
        instruction, at: range(), help: "put each value in double quotes")
      return .rejected
    }
  }

  private mutating func checkShell(_ instruction: Instruction) {
    switch checkJSON(instruction, from: 0) {
    case .rejected: break
    case .strings(let count): if count == 0 { reportMissing(instruction) }
    case .none where instruction.arguments.bytes.isEmpty: reportMissing(instruction)
    case .none:
      report(
        "shell-form", "SHELL takes a JSON array only", instruction,
        help: "write it as 'SHELL [\"/bin/bash\", \"-c\"]'")
    }
  }

  private mutating func checkKeyValues(_ instruction: Instruction) {
    let bytes = instruction.arguments.bytes
    let keyword = instruction.keyword
    var index = 0
    var isFirst = true
    while let word = WordScanner.nextQuoted(bytes, from: &index, escape: instruction.escape) {
      let separator = bytes[word].firstIndex(of: .equals)
      let range = { instruction.arguments.sourceRange(of: word) }
      if separator == word.lowerBound {
        report(
          "blank-name", "\(keyword.spelling) names nothing before '='", instruction, at: range(), help: "add a name")
      } else if separator == nil, keyword != .arg {
        if isFirst {
          if !bytes.contains(where: \.isWordSeparator) { reportMissing(instruction, "a value") }
          return
        }
        report(
          "missing-equals", "'\(text(bytes, word))' in \(keyword.spelling) has no '='", instruction, at: range(),
          help: "write name=value; put values with blanks in quotes")
      }
      isFirst = false
    }
    if isFirst { reportMissing(instruction) }
  }

  private mutating func checkCopy(_ instruction: Instruction) {
    switch checkJSON(instruction, from: 0) {
    case .rejected: return
    case .strings(let count): return count < 2 ? reportMissing(instruction, "a source or a destination") : ()
    case .none: break
    }
    let bytes = instruction.arguments.bytes
    var index = 0
    var count = 0
    var destination = 0..<0
    while let word = WordScanner.next(bytes, from: &index) { (destination, count) = (word, count + 1) }
    if count < 2 { return reportMissing(instruction, "a source or a destination") }
    guard containsHeredocMarker(bytes, destination), case .marker = HeredocMarker.read(Array(bytes[destination])) else {
      return
    }
    report(
      "heredoc-destination", "heredoc stands in the place of the destination of \(instruction.keyword.spelling)",
      instruction, at: instruction.arguments.sourceRange(of: destination), help: "add the path of the file to write")
  }

  private mutating func checkVolume(_ instruction: Instruction) {
    if case .rejected = checkJSON(instruction, from: 0) { return }
    let words = instruction.words
    if words.isEmpty { return reportMissing(instruction) }
    for word in words where word.text.utf8.allSatisfy({ $0.isWordSeparator || $0 == .newline }) {
      report("empty-volume", "VOLUME holds an empty path", instruction, at: word.range, help: "remove it")
    }
  }

  private mutating func checkHealthcheck(_ instruction: Instruction) {
    let bytes = instruction.arguments.bytes
    let (typeRange, command) = instruction.healthcheckParts
    let form = checkJSON(instruction, from: command.lowerBound)
    if case .rejected = form { return }
    let type = text(bytes, typeRange)
    switch type.uppercased() {
    case "": reportMissing(instruction)
    case "NONE" where !command.isEmpty:
      report(
        "healthcheck-arguments", "HEALTHCHECK NONE takes no arguments", instruction,
        at: instruction.arguments.sourceRange(of: command), help: "remove them")
    case "CMD":
      let isEmpty = if case .strings(let count) = form { count == 0 } else { command.isEmpty }
      if isEmpty { reportMissing(instruction, "a command behind CMD") }
    case "NONE": break
    default:
      report(
        "healthcheck-type", "'\(type)' is no type of HEALTHCHECK", instruction,
        at: instruction.arguments.sourceRange(of: typeRange), help: "write 'HEALTHCHECK CMD command'")
    }
  }

  private mutating func checkOnbuild(_ instruction: Instruction) {
    guard let trigger = instruction.onbuild else { return reportMissing(instruction) }
    switch trigger.keyword {
    case .onbuild, .from, .maintainer:
      report(
        "onbuild-trigger", "ONBUILD can't postpone \(trigger.keyword.spelling)", instruction, at: trigger.keywordRange,
        help: "remove the instruction")
    case .env, .label, .arg:
      if !trigger.arguments.bytes.isEmpty { checkKeyValues(trigger) }
    case .healthcheck where trigger.arguments.bytes.isEmpty: break
    case .run, .cmd, .entrypoint, .shell, .add, .copy, .volume: checkJSON(trigger, from: 0)
    default: break
    }
  }
}
