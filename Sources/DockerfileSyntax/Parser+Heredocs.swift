import SourceText

extension Parser {
  /// Reads the documents that follow an instruction, if its text names any.
  ///
  /// BuildKit looks for markers in the words of the whole line, in RUN, COPY and ADD (also behind ONBUILD) in shell
  /// form; the escape character is a backslash here whatever the file's own is.
  mutating func readHeredocs(of keyword: Keyword, _ parts: InstructionParts, in line: LogicalLine) -> [Heredoc] {
    guard keyword == .run || keyword == .copy || keyword == .add || keyword == .onbuild,
      containsHeredocMarker(line.bytes, line.range)
    else { return [] }
    var (keyword, parts) = (keyword, parts)
    if keyword == .onbuild {
      parts = InstructionParts(line.bytes, parts.arguments, escape: escape)
      keyword = Keyword(line.bytes, parts.keyword)
      guard keyword == .run || keyword == .copy || keyword == .add else { return [] }
    }
    if case .strings = JSONArray.parse(line.bytes, parts.arguments) { return [] }
    let options = ShellLex.Options(keepsQuotes: true, keepsEscapes: true)
    guard let words = try? ShellLex.words(line.bytes, line.range, options: options) else { return [] }
    var markers: [HeredocMarker] = []
    for word in words {
      switch HeredocMarker.read(word.bytes) {
      case .none: continue
      case .invalid:
        checks.diagnostics.append(
          .invalidHeredoc(text(word.bytes, 0..<word.bytes.count), line.sourceRange(of: word.range)))
        return []
      case .marker(var marker):
        marker.range = line.sourceRange(of: word.range)
        markers.append(marker)
      }
    }
    return markers.map { readBody(of: $0) }
  }

  private mutating func readBody(of marker: HeredocMarker) -> Heredoc {
    let start = position
    while position < source.count {
      let line = nextLine()
      var content = line.content
      if marker.stripsTabs {
        var index = content.lowerBound
        while index < content.upperBound, source[index] == .tab { index += 1 }
        content = index..<content.upperBound
      }
      if content.count == marker.name.count, source[content].elementsEqual(marker.name) {
        return marker.heredoc(body: start..<line.content.lowerBound, terminator: line.content)
      }
    }
    checks.diagnostics.append(.unterminatedHeredoc(marker))
    return marker.heredoc(body: start..<position, terminator: nil)
  }
}

/// A word `<<NAME`.
struct HeredocMarker {
  enum Result {
    case none
    case invalid
    case marker(HeredocMarker)
  }

  let name: [UInt8]
  let stripsTabs: Bool
  let isQuoted: Bool
  let fileDescriptor: Int
  var range: ByteRange = 0..<0

  /// Reads a word with its quotes and escapes in place (`heredocFromMatch` in `parser/parser.go`).
  static func read(_ word: [UInt8]) -> Result {
    var index = word.firstIndex { !$0.isDigit } ?? word.count
    let digits = text(word, 0..<index)
    guard word.count >= index + 3, word[index] == .less, word[index + 1] == .less else { return .none }
    index += 2
    let stripsTabs = word[index] == .dash
    if stripsTabs { index += 1 }
    while index < word.count, Whitespace.length(in: word, at: index, before: word.count) == 1, word[index] != 0x0B {
      index += 1
    }
    guard index < word.count, !word[index...].contains(.less) else { return .none }
    let rest = Array(word[index...])
    guard let names = try? ShellLex.words(rest, options: ShellLex.Options()),
      let raw = try? ShellLex.words(rest, options: ShellLex.Options(keepsQuotes: true))
    else { return .invalid }
    guard names.count == 1 else { return .none }
    guard raw.count == 1 else { return .invalid }
    return .marker(
      HeredocMarker(
        name: names[0].bytes, stripsTabs: stripsTabs, isQuoted: quotes(names[0].bytes) != quotes(raw[0].bytes),
        fileDescriptor: Int(digits) ?? 0))
  }

  private static func quotes(_ bytes: [UInt8]) -> Int {
    bytes.count { $0 == .singleQuote || $0 == .doubleQuote }
  }

  /// - Parameter terminator: the terminator's line; `nil` if the file ends before it.
  func heredoc(body: ByteRange, terminator: ByteRange?) -> Heredoc {
    Heredoc(
      name: text(name, 0..<name.count), stripsTabs: stripsTabs, isQuoted: isQuoted, fileDescriptor: fileDescriptor,
      markerRange: range, bodyRange: body, terminatorRange: terminator ?? body.upperBound..<body.upperBound,
      isTerminated: terminator != nil)
  }
}

extension Diagnostic {
  static func unterminatedHeredoc(_ marker: HeredocMarker) -> Diagnostic {
    let name = text(marker.name, 0..<marker.name.count)
    return Diagnostic(
      id: "syntax/unterminated-heredoc", severity: .error, message: "heredoc '\(name)' has no end",
      range: marker.range, help: "add a line that holds only \(name)")
  }

  static func invalidHeredoc(_ word: String, _ range: ByteRange) -> Diagnostic {
    Diagnostic(
      id: "syntax/invalid-heredoc", severity: .error, message: "heredoc marker '\(word)' can't be read", range: range,
      help: "write a plain name behind '<<'")
  }
}
