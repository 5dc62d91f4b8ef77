import SourceText

extension Dockerfile {
  /// The tree in the terms of BuildKit's parser, as one JSON object on one line.
  ///
  /// `instructions` holds for each `cmd` (as it is written), `sub_cmd`, `json`, `flags`,
  /// `value` (a list), `start_line`, `end_line` and `heredocs`; `diagnostics` holds `id`, `severity`, `message`,
  /// `line` and `column`.
  package func json() -> String {
    let lines = LineIndex(source)
    let instructions = elements.compactMap { element -> String? in
      switch element.kind {
      case .instruction(let index): json(self.instructions[index], lines)
      case .unparsed: emptyInstruction(element, lines)
      default: nil
      }
    }
    let diagnostics = diagnostics.map { diagnostic in
      let place = lines.position(at: diagnostic.range?.lowerBound ?? 0)
      return JSONText.object([
        ("id", JSONText.string(diagnostic.id)), ("severity", JSONText.string(diagnostic.severity.rawValue)),
        ("message", JSONText.string(diagnostic.message)), ("line", String(place.line)),
        ("column", String(place.column)),
      ])
    }
    return JSONText.object([
      ("instructions", JSONText.array(instructions)), ("diagnostics", JSONText.array(diagnostics)),
    ])
  }

  private func json(_ instruction: Instruction, _ lines: LineIndex) -> String {
    let trigger = instruction.onbuild
    let subject = trigger ?? instruction
    return JSONText.object([
      ("cmd", JSONText.string(instruction.spelling(in: source))),
      ("sub_cmd", trigger.map { JSONText.string($0.spelling(in: source)) } ?? "null"),
      ("json", subject.execForm == nil ? "false" : "true"),
      ("flags", JSONText.strings(instruction.flags.map(\.written))),
      ("value", JSONText.strings(subject.values)),
      ("start_line", String(lines.line(at: instruction.elementRange.lowerBound))),
      ("end_line", String(lines.line(at: max(instruction.elementRange.upperBound - 1, 0)))),
      ("heredocs", JSONText.array(instruction.heredocs.map(json))),
    ])
  }

  private func json(_ heredoc: Heredoc) -> String {
    JSONText.object([
      ("name", JSONText.string(heredoc.name)), ("file_descriptor", String(heredoc.fileDescriptor)),
      ("expand", heredoc.isQuoted ? "false" : "true"), ("chomp", heredoc.stripsTabs ? "true" : "false"),
      ("content", JSONText.string(text(source, heredoc.bodyRange))),
    ])
  }

  private func emptyInstruction(_ element: Element, _ lines: LineIndex) -> String {
    JSONText.object([
      ("cmd", "\"\""), ("sub_cmd", "null"), ("json", "false"), ("flags", "[]"), ("value", "[\"\"]"),
      ("start_line", String(lines.line(at: element.range.lowerBound))),
      ("end_line", String(lines.line(at: max(element.range.upperBound - 1, 0)))), ("heredocs", "[]"),
    ])
  }
}

extension Flag {
  /// The flag without quotes and escapes.
  var written: String { "--" + name + (value.map { "=" + $0 } ?? "") }
}

extension Instruction {
  /// The arguments as BuildKit's parser divides them (`parser/line_parsers.go`).
  fileprivate var values: [String] {
    switch keyword {
    case .unknown: [""]
    case .onbuild: arguments.bytes.isEmpty ? [] : [""]
    case .env, .label: keyValueRanges.flatMap { [text(arguments.bytes, $0.key), text(arguments.bytes, $0.value)] }
    case .run, .cmd, .entrypoint, .shell: execForm ?? wholeText
    case .healthcheck: healthcheckValues
    default: words.map(\.text)
    }
  }

  private var wholeText: [String] {
    arguments.bytes.isEmpty ? [] : [text(arguments.bytes, 0..<arguments.count)]
  }

  private var healthcheckValues: [String] {
    let parts = healthcheckParts
    if parts.type.isEmpty { return [] }
    let command = parts.command.isEmpty ? [] : [text(arguments.bytes, parts.command)]
    return [text(arguments.bytes, parts.type)] + (execForm ?? command)
  }
}
