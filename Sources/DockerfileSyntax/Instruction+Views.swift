import SourceText

extension Instruction {
  /// The strings of the exec form; `nil` for the shell form, to which invalid JSON belongs too.
  package var execForm: [String]? {
    switch keyword {
    case .run, .cmd, .entrypoint, .shell, .volume, .copy, .add:
      return jsonElements?.map(\.value)
    case .healthcheck:
      guard case .strings(let elements) = JSONArray.parse(arguments.bytes, healthcheckParts.command) else { return nil }
      return elements.map(\.value)
    default: return nil
    }
  }

  /// The arguments of FROM; `nil` for another instruction, or if BuildKit would reject them.
  package var from: FromArguments? {
    guard keyword == .from else { return nil }
    let words = splitWords
    if words.count == 1 { return FromArguments(image: words[0], alias: nil) }
    guard words.count == 3, words[1].text.lowercased() == "as" else { return nil }
    return FromArguments(image: words[0], alias: words[2])
  }

  /// The sources and the destination of COPY and ADD, in either form; `nil` for another instruction.
  package var copy: CopyArguments? {
    guard keyword == .copy || keyword == .add else { return nil }
    let words = jsonWords ?? splitWords
    guard words.count > 1 else { return CopyArguments(sources: words, destination: nil) }
    return CopyArguments(sources: Array(words.dropLast()), destination: words.last)
  }

  /// The arguments as words.
  ///
  /// USER, WORKDIR, STOPSIGNAL and MAINTAINER take their whole text as one; ENV, LABEL and ARG regard quotes; the exec
  /// form has a word for each element. Other texts are divided at blanks.
  package var words: [Word] {
    switch keyword {
    case .user, .workdir, .stopsignal, .maintainer: arguments.bytes.isEmpty ? [] : [word(0..<arguments.count)]
    case .env, .label, .arg: quotedWords.map { word($0) }
    case .run, .cmd, .entrypoint, .shell, .volume, .copy, .add: jsonWords ?? splitWords
    default: splitWords
    }
  }

  /// The test of HEALTHCHECK; `nil` for another instruction, or if it is neither `NONE` nor `CMD`.
  package var healthcheck: HealthcheckArguments? {
    guard keyword == .healthcheck else { return nil }
    let parts = healthcheckParts
    switch text(arguments.bytes, parts.type).uppercased() {
    case "NONE": return parts.command.isEmpty ? HealthcheckArguments.none : nil
    case "CMD":
      var command = MappedText()
      command.append(arguments, parts.command)
      return .command(execForm: execForm, text: command)
    default: return nil
    }
  }

  /// The first word of HEALTHCHECK and what follows it.
  var healthcheckParts: (type: ByteRange, command: ByteRange) {
    let bytes = arguments.bytes
    let typeEnd = bytes.firstIndex { $0.isLatin1Space } ?? bytes.count
    return (0..<typeEnd, (bytes[typeEnd...].firstIndex { !$0.isLatin1Space } ?? bytes.count)..<bytes.count)
  }

  /// The instruction that ONBUILD postpones; `nil` for another instruction.
  ///
  /// Its lines, comments and heredocs are those of the ONBUILD instruction.
  package var onbuild: Instruction? {
    guard keyword == .onbuild else { return nil }
    let parts = InstructionParts(arguments.bytes, 0..<arguments.count, escape: escape)
    guard !parts.keyword.isEmpty else { return nil }
    var rest = MappedText()
    rest.append(arguments, parts.arguments)
    let keywordRange = arguments.sourceRange(of: parts.keyword)
    return Instruction(
      keyword: Keyword(arguments.bytes, parts.keyword), keywordRange: keywordRange,
      range: keywordRange.lowerBound..<range.upperBound, elementRange: elementRange,
      flags: parts.flags.map { flag in
        Flag(
          name: flag.name, value: flag.value, range: arguments.sourceRange(of: flag.range),
          valueRange: flag.valueRange.map { arguments.sourceRange(of: $0) })
      },
      arguments: rest, innerComments: innerComments, continuations: continuations, heredocs: heredocs, escape: escape)
  }

  var jsonElements: [JSONArray.Element]? {
    guard case .strings(let elements) = JSONArray.parse(arguments.bytes, 0..<arguments.count) else { return nil }
    return elements
  }

  private var jsonWords: [Word]? {
    jsonElements?.map { Word(text: $0.value, range: arguments.sourceRange(of: $0.range), escape: escape) }
  }

  private var splitWords: [Word] { WordScanner.split(arguments.bytes).map { word($0) } }

  var quotedWords: [ByteRange] { WordScanner.splitQuoted(arguments.bytes, escape: escape) }

  func word(_ range: ByteRange) -> Word {
    Word(text: text(arguments.bytes, range), range: arguments.sourceRange(of: range), escape: escape)
  }
}
