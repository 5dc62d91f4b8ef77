internal import SourceText

/// White space, comments, line ends and the tokens that end lists.
extension ShellParser {
  /// Skips blanks and continuations on this line.
  mutating func skipBlanks() {
    while position < end {
      switch bytes[position] {
      case UInt8(ascii: " "), UInt8(ascii: "\t"):
        var upper = position + 1
        while upper < end, bytes[upper] == UInt8(ascii: " ") || bytes[upper] == UInt8(ascii: "\t") { upper += 1 }
        leaf(.whitespace, to: upper)
      case UInt8(ascii: "\\"):
        let length = continuationLength(at: position)
        guard length > 0 else { return }
        leaf(.continuation, count: length)
      case UInt8(ascii: "\r") where isCarriageReturnOfLineEnd(position):
        carriageReturn()
      default:
        return
      }
    }
  }

  /// Skips blanks, comments and newlines; here-documents are read behind their newline.
  mutating func skipBlankLines() {
    while position < end {
      skipBlanks()
      switch current {
      case UInt8(ascii: "\n"): newline(isSeparator: false)
      case UInt8(ascii: "#"): comment()
      default: return
      }
    }
  }

  /// Consumes a newline and the here-documents behind it.
  mutating func newline(isSeparator: Bool) {
    leaf(isSeparator ? .operatorToken : .newline, count: 1)
    if !pending.isEmpty { hereDocuments() }
  }

  mutating func comment() {
    var upper = position
    while upper < end, bytes[upper] != UInt8(ascii: "\n") { upper += 1 }
    if upper > position, bytes[upper - 1] == UInt8(ascii: "\r") { upper -= 1 }
    comments.append(position..<upper)
    leaf(.comment, to: upper)
    if current == UInt8(ascii: "\r") { carriageReturn() }
  }

  /// Skips the comment that may end a line inside of a command.
  mutating func skipTrailingComment() {
    skipBlanks()
    if current == UInt8(ascii: "#") { comment() }
  }

  private mutating func carriageReturn() {
    noteCarriageReturn()
    leaf(.carriageReturn, count: 1)
  }

  /// Warns once: the shell would make a carriage return part of the word before it.
  private mutating func noteCarriageReturn() {
    guard !notedCarriageReturn else { return }
    notedCarriageReturn = true
    report(
      "carriage-return", .warning, "line ends in CR LF: the shell takes the CR for a part of the command",
      position..<position + 1)
  }

  func isCarriageReturnOfLineEnd(_ offset: Int) -> Bool {
    byte(offset) == UInt8(ascii: "\r") && (offset + 1 >= end || bytes[offset + 1] == UInt8(ascii: "\n"))
  }

  /// The length of a backslash and the line end that it hides, 0 if there is none.
  func continuationLength(at offset: Int) -> Int {
    guard byte(offset) == UInt8(ascii: "\\") else { return 0 }
    if byte(offset + 1) == UInt8(ascii: "\n") { return 2 }
    return byte(offset + 1) == UInt8(ascii: "\r") && byte(offset + 2) == UInt8(ascii: "\n") ? 3 : 0
  }

  // MARK: Ends of lists

  /// Whether a token stands here that can end a list: `)`, `;;` or a closing reserved word.
  var isAtListEnd: Bool {
    current == UInt8(ascii: ")") || isCaseTerminator || closingWordLength > 0
  }

  /// Whether `;;`, `;&` or `;;&` stands here.
  var isCaseTerminator: Bool {
    current == UInt8(ascii: ";")
      && (byte(position + 1) == UInt8(ascii: ";")
        || (byte(position + 1) == UInt8(ascii: "&") && byte(position + 2) != UInt8(ascii: "&")))
  }

  /// The length of the reserved word here that ends a list, 0 if there is none.
  var closingWordLength: Int {
    switch current {
    case UInt8(ascii: "}"): isReserved("}") ? 1 : 0
    case UInt8(ascii: "t"): isReserved("then") ? 4 : 0
    case UInt8(ascii: "f"): isReserved("fi") ? 2 : 0
    case UInt8(ascii: "d"): isReserved("done") ? 4 : isReserved("do") ? 2 : 0
    case UInt8(ascii: "e"): isReserved("elif") || isReserved("else") || isReserved("esac") ? 4 : 0
    default: 0
    }
  }

  /// Whether the reserved word `word` stands here, ended by something that ends words.
  func isReserved(_ word: StaticString) -> Bool {
    let count = word.utf8CodeUnitCount
    guard position + count <= end else { return false }
    for offset in 0..<count where bytes[position + offset] != word.utf8Start[offset] { return false }
    return endsWord(position + count)
  }

  /// Whether a word ends before `offset`.
  func endsWord(_ offset: Int) -> Bool {
    guard offset < end else { return true }
    return isMeta(bytes[offset]) || isCarriageReturnOfLineEnd(offset) || continuationLength(at: offset) > 0
  }

  /// Whether a byte ends words where it is not quoted.
  func isMeta(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\n"), UInt8(ascii: ";"), UInt8(ascii: "&"),
      UInt8(ascii: "|"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "("), UInt8(ascii: ")"):
      true
    default:
      false
    }
  }

  func isNameStart(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "_") || (byte | 0x20 >= UInt8(ascii: "a") && byte | 0x20 <= UInt8(ascii: "z"))
  }

  func isDigit(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }

  /// The end of the name that begins at `offset`; `offset` itself if none does.
  func endOfName(_ offset: Int) -> Int {
    guard isNameStart(byte(offset)) else { return offset }
    var upper = offset + 1
    while isNameStart(byte(upper)) || isDigit(byte(upper)) { upper += 1 }
    return upper
  }
}
