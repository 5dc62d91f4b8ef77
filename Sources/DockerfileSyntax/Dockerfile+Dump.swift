import SourceText

extension Dockerfile {
  /// The tree as text for people: a line for each element, with its lines, and what is known of each instruction.
  ///
  /// Places are `line:column` in Unicode scalars. The format changes only with the tree.
  package func dump() -> String {
    var dump = TreeDump(self)
    dump.write()
    return dump.output
  }
}

/// Writes a tree as text.
private struct TreeDump {
  private let tree: Dockerfile
  private let lines: LineIndex
  private(set) var output = ""

  init(_ tree: Dockerfile) {
    self.tree = tree
    lines = LineIndex(tree.source)
  }

  mutating func write() {
    if tree.escape != .backslash { line(0, "escape \(string([tree.escape]))") }
    var directives = tree.directives[...]
    for element in tree.elements {
      let span = span(element.range)
      switch element.kind {
      case .byteOrderMark: line(0, "\(span) byte-order-mark")
      case .directive:
        let directive = directives.popFirst()
        line(0, "\(span) directive \(directive?.name ?? "") = \(quoted(directive?.value ?? ""))")
      case .comment: line(0, "\(span) comment \(string(tree.source[element.range]))")
      case .blank: line(0, "\(span) blank \(string(tree.source[element.range]))")
      case .unparsed: line(0, "\(span) unparsed \(string(tree.source[element.range]))")
      case .instruction(let index): write(tree.instructions[index], span: span)
      }
    }
    for diagnostic in tree.diagnostics {
      let range = diagnostic.range ?? 0..<0
      line(0, "\(diagnostic.severity.rawValue) \(diagnostic.id) \(place(range)): \(diagnostic.message)")
      if let help = diagnostic.help { line(1, "help: \(help)") }
    }
  }

  private mutating func write(_ instruction: Instruction, span: String) {
    let spelling = string(tree.source[instruction.keywordRange])
    line(0, "\(span) \(instruction.keyword.rawValue) \(spelling) \(place(instruction.range))")
    writeFlagsAndText(instruction, 1)
    for range in instruction.continuations { line(1, "continuation \(string(tree.source[range])) \(place(range))") }
    for range in instruction.innerComments { line(1, "comment \(string(tree.source[range])) \(place(range))") }
    for heredoc in instruction.heredocs { write(heredoc) }
    writeViews(instruction, 1)
  }

  private mutating func writeFlagsAndText(_ instruction: Instruction, _ depth: Int) {
    for flag in instruction.flags {
      let value = flag.valueRange.map { " = \(quoted(flag.value ?? "")) \(place($0))" } ?? ""
      line(depth, "flag --\(flag.name) \(place(flag.range))\(value)")
    }
    if instruction.arguments.bytes.isEmpty { return }
    let range = instruction.arguments.sourceRange(of: 0..<instruction.arguments.count)
    line(depth, "arguments \(string(instruction.arguments.bytes[...])) \(place(range))")
  }

  private mutating func write(_ heredoc: Heredoc) {
    var facts = ["heredoc", quoted(heredoc.name), place(heredoc.markerRange)]
    if heredoc.fileDescriptor != 0 { facts.append("descriptor=\(heredoc.fileDescriptor)") }
    if heredoc.stripsTabs { facts.append("strips-tabs") }
    if heredoc.isQuoted { facts.append("quoted") }
    line(1, facts.joined(separator: " "))
    line(2, "body \(string(tree.source[heredoc.bodyRange])) \(place(heredoc.bodyRange))")
    let terminator = string(tree.source[heredoc.terminatorRange])
    line(2, heredoc.isTerminated ? "terminator \(terminator) \(place(heredoc.terminatorRange))" : "unterminated")
  }

  private mutating func writeViews(_ instruction: Instruction, _ depth: Int) {
    if let execForm = instruction.execForm {
      line(depth, "exec-form [\(execForm.map(quoted).joined(separator: ", "))]")
    }
    if instruction.isLegacy { line(depth, "legacy") }
    switch instruction.keyword {
    case .from:
      if let from = instruction.from { write("image", from.image, depth) }
      if let alias = instruction.from?.alias { write("alias", alias, depth) }
    case .copy, .add:
      for word in instruction.copy?.sources ?? [] { write("source", word, depth) }
      if let destination = instruction.copy?.destination { write("destination", destination, depth) }
    case .env, .label:
      for pair in instruction.environment {
        line(depth, "key \(quoted(pair.key)) \(place(pair.keyRange))")
        line(depth, "value \(described(pair.value, pair.unquotedValue)) \(place(pair.valueRange))")
      }
    case .arg:
      for declaration in instruction.arg {
        line(depth, "name \(quoted(declaration.name)) \(place(declaration.nameRange))")
        if let value = declaration.default { write("default", value, depth) }
      }
    case .healthcheck:
      switch instruction.healthcheck {
      case .some(.none): line(depth, "check none")
      case .command(_, let text): line(depth, "check command \(string(text.bytes[...]))")
      case nil: break
      }
    case .onbuild:
      guard let trigger = instruction.onbuild else { break }
      let spelling = string(tree.source[trigger.keywordRange])
      line(depth, "trigger \(trigger.keyword.rawValue) \(spelling) \(place(trigger.keywordRange))")
      if trigger.keyword == .onbuild { break }
      writeFlagsAndText(trigger, depth + 1)
      writeViews(trigger, depth + 1)
    case .expose, .user, .workdir, .volume, .stopsignal, .maintainer:
      for word in instruction.words { write("word", word, depth) }
    case .run, .cmd, .entrypoint, .shell, .unknown: break
    }
  }

  private mutating func write(_ name: String, _ word: Word, _ depth: Int) {
    line(depth, "\(name) \(described(word.text, word.unquoted)) \(place(word.range))")
  }

  private func described(_ text: String, _ unquoted: String) -> String {
    text == unquoted ? quoted(text) : "\(quoted(text)) = \(quoted(unquoted))"
  }

  private mutating func line(_ depth: Int, _ text: String) {
    output += String(repeating: "  ", count: depth) + text + "\n"
  }

  /// The lines of a range, as `3` or `3-5`.
  private func span(_ range: ByteRange) -> String {
    let first = lines.line(at: range.lowerBound)
    let last = lines.line(at: max(range.lowerBound, range.upperBound - 1))
    return first == last ? "\(first)" : "\(first)-\(last)"
  }

  private func place(_ range: ByteRange) -> String {
    let (start, end) = (lines.position(at: range.lowerBound), lines.position(at: range.upperBound))
    return "\(start.line):\(start.column)..\(end.line):\(end.column)"
  }

  private func quoted(_ text: String) -> String { string(Array(text.utf8)[...]) }

  private func string(_ bytes: [UInt8]) -> String { string(bytes[...]) }

  /// The bytes in quotes; those that are no printable text as `\xNN`.
  private func string(_ bytes: ArraySlice<UInt8>) -> String {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      return "\"" + bytes.map { $0 < 0x80 ? escaped(Unicode.Scalar($0)) : hex($0) }.joined() + "\""
    }
    return "\"" + text.unicodeScalars.map(escaped).joined() + "\""
  }

  private func escaped(_ scalar: Unicode.Scalar) -> String {
    switch scalar {
    case "\n": "\\n"
    case "\r": "\\r"
    case "\t": "\\t"
    case "\"": "\\\""
    case "\\": "\\\\"
    case _ where scalar.value < 0x20 || scalar.value == 0x7F: hex(UInt8(scalar.value))
    case "\u{85}", "\u{A0}", "\u{2028}", "\u{3000}", "\u{FEFF}": "\\u{\(String(scalar.value, radix: 16))}"
    default: String(Character(scalar))
    }
  }

  private func hex(_ byte: UInt8) -> String {
    let digits = String(byte, radix: 16, uppercase: true)
    return "\\x" + (digits.utf8.count == 1 ? "0" : "") + digits
  }
}
