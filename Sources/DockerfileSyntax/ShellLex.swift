import SourceText

/// Expands variables, removes quotes and divides words, as BuildKit does for its own instructions (`shell/lex.go`).
///
/// This is not the shell: RUN, CMD and ENTRYPOINT in shell form go to the image's shell as they are.
struct ShellLex {
  /// What to keep as it is written.
  struct Options {
    var escape: UInt8 = .backslash
    var keepsQuotes = false
    var keepsEscapes = false
    /// Whether a variable without a value stays in the text.
    var keepsUnset = true
    /// Whether quotes mean anything; they don't in heredoc bodies.
    var readsQuotes = true
  }

  /// A word after expansion, and the place in the text that it came from.
  struct Word {
    let bytes: [UInt8]
    let range: ByteRange
  }

  /// Text that can't be read: an open quote or brace, or more than `maximumDepth` or `maximumGrowth` allow.
  struct Failure: Error {}

  static let maximumDepth = 100
  /// How long a text may grow by the values that are put in, in bytes: `ENV A=$A$A` doubles it each time.
  static let maximumGrowth = 1 << 20

  let input: [UInt8]
  let options: Options
  let lookup: (String) -> String?
  var position: ByteOffset
  let end: ByteOffset
  var keepsEscapes: Bool
  /// Whether the value of an unset variable was needed since this was last cleared.
  var metUnset = false
  var depth = 0
  private(set) var words: [Word] = []
  /// The variables read so far, an outer one before those in its operand.
  var references: [VariableReference] = []
  private var word: [UInt8] = []
  private var wordStart: ByteOffset?
  private let collectsWords: Bool

  init(
    _ input: [UInt8], _ range: ByteRange? = nil, options: Options = Options(), collectsWords: Bool = false,
    lookup: @escaping (String) -> String? = { _ in nil }
  ) {
    self.input = input
    self.options = options
    self.lookup = lookup
    self.collectsWords = collectsWords
    position = range?.lowerBound ?? 0
    end = range?.upperBound ?? input.count
    keepsEscapes = options.keepsEscapes
  }

  /// The words of a text; none if it can't be read.
  static func words(_ input: [UInt8], _ range: ByteRange? = nil, options: Options) throws(Failure) -> [Word] {
    var lex = ShellLex(input, range, options: options, collectsWords: true)
    _ = try lex.process(until: nil)
    return lex.words
  }

  /// The next byte; `nil` at the end.
  var peek: UInt8? { position < end ? input[position] : nil }

  /// Reads up to `stop`, or to the end of the text if that is `nil`.
  mutating func process(until stop: UInt8?) throws(Failure) -> [UInt8] {
    var result: [UInt8] = []
    if stop != nil { word.removeAll() }  // BuildKit shares one word buffer between the levels
    while position < end {
      if result.count > input.count + ShellLex.maximumGrowth { throw Failure() }
      let byte = input[position]
      let start = position
      if byte == stop {
        position += 1
        return result
      }
      switch byte {
      case .dollar:
        let value = try processDollar()
        result += value
        if stop == nil { add(value, from: start, splitting: true) }
      case .less,
        .singleQuote where options.readsQuotes,
        .doubleQuote where options.readsQuotes:
        let value = try processSpecial(byte)
        result += value
        if stop == nil { add(value, from: start, splitting: false) }
      case options.escape:
        position += 1
        let value = processEscape()
        result += value
        if stop == nil { add(value, from: start, splitting: false) }
      default:
        position += max(1, Whitespace.length(in: input, at: position, before: end))
        let value = input[start..<position]
        result += value
        if stop == nil, collectsWords { add(Array(value), from: start, splitting: true) }
      }
    }
    if stop != nil { throw Failure() }
    finishWord()
    return result
  }

  /// Reads what follows an escape character: it stands for itself, also if it is white space.
  private mutating func processEscape() -> [UInt8] {
    var result: [UInt8] = keepsEscapes ? [options.escape] : []
    guard position < end else { return result }
    let length = max(1, Whitespace.length(in: input, at: position, before: end))
    result += input[position..<position + length]
    position += length
    return result
  }

  private mutating func processSpecial(_ byte: UInt8) throws(Failure) -> [UInt8] {
    switch byte {
    case .less: processPossibleHeredoc()
    case .singleQuote: try processSingleQuote()
    default: try processDoubleQuote()
    }
  }

  /// Keeps blanks behind `<<` in the word of the marker.
  private mutating func processPossibleHeredoc() -> [UInt8] {
    let start = position
    position += 1
    guard peek == .less else { return [.less] }
    position += 1
    while let byte = peek, byte == .space || byte == .tab || byte == .carriageReturn { position += 1 }
    return Array(input[start..<position])
  }

  private mutating func processSingleQuote() throws(Failure) -> [UInt8] {
    let start = position
    position += 1
    while let byte = peek, byte != .singleQuote { position += 1 }
    guard peek != nil else { throw Failure() }
    position += 1
    return Array(options.keepsQuotes ? input[start..<position] : input[start + 1..<position - 1])
  }

  private mutating func processDoubleQuote() throws(Failure) -> [UInt8] {
    var result: [UInt8] = options.keepsQuotes ? [.doubleQuote] : []
    position += 1
    while let byte = peek {
      if result.count > input.count + ShellLex.maximumGrowth { throw Failure() }
      switch byte {
      case .doubleQuote:
        position += 1
        if options.keepsQuotes { result.append(.doubleQuote) }
        return result
      case .dollar:
        result += try processDollar()
      case options.escape:
        position += 1
        if keepsEscapes { result.append(byte) }
        guard let next = peek else { continue }
        if next == .doubleQuote || next == .dollar || next == options.escape {
          position += 1
          result.append(next)
        } else {
          result.append(byte)
        }
      default:
        position += 1
        result.append(byte)
      }
    }
    throw Failure()
  }

  /// Appends to the current word; white space divides words if `splitting`.
  private mutating func add(_ bytes: [UInt8], from start: ByteOffset, splitting: Bool) {
    guard collectsWords else { return }
    var index = 0
    while index < bytes.count {
      let space = splitting ? Whitespace.length(in: bytes, at: index, before: bytes.count) : 0
      if space > 0 {
        finishWord(before: wordStart == start ? position : start)  // a variable's value may hold several words
        index += space
      } else {
        if wordStart == nil || word.isEmpty { wordStart = start }
        word.append(bytes[index])
        index += 1
      }
    }
  }

  private mutating func finishWord(before end: ByteOffset? = nil) {
    guard let start = wordStart, !word.isEmpty else { return }
    words.append(Word(bytes: word, range: start..<max(start, end ?? position)))
    word.removeAll(keepingCapacity: true)
    wordStart = nil
  }
}
