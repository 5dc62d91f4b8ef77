import SourceText

/// A JSON array as BuildKit reads the exec form: Go's `encoding/json` decides what is valid.
enum JSONArray {
  /// A string of the array: its value, and its place with the quotes.
  struct Element {
    let value: String
    let range: ByteRange
  }

  enum Result {
    case strings([Element])
    /// A valid array with other values than strings, which BuildKit rejects.
    case otherValues
    /// An array of strings with text behind it, which is in shell form; older BuildKit takes the array alone.
    case arrayAndText
    /// No array, or no valid JSON: the text is in shell form.
    case invalid
  }

  /// Reads `range` of `bytes`, which must be one array and nothing else but white space.
  static func parse(_ bytes: [UInt8], _ range: ByteRange) -> Result {
    let start = Whitespace.skip(bytes, range)
    guard start < range.upperBound, bytes[start] == .openBracket else { return .invalid }
    var reader = JSONReader(bytes, start..<range.upperBound)
    return reader.read()
  }
}

/// Checks JSON text and notes the strings of the outermost array; nesting needs no recursion.
private struct JSONReader {
  private enum Container { case array, object }

  private let bytes: [UInt8]
  private let end: ByteOffset
  private var index: ByteOffset
  private var containers: [Container] = []
  private var strings: [ByteRange] = []
  private var hasOtherValues = false

  init(_ bytes: [UInt8], _ range: ByteRange) {
    self.bytes = bytes
    index = range.lowerBound
    end = range.upperBound
  }

  mutating func read() -> JSONArray.Result {
    repeat {
      guard readValue() else { return .invalid }
      if containers.count > 10_000 { return .invalid }  // Go's limit
      guard closeContainers() else { return .invalid }
    } while !containers.isEmpty
    skipSpaces()
    if index < end { return hasOtherValues ? .invalid : .arrayAndText }
    if hasOtherValues { return .otherValues }
    return .strings(
      strings.map {
        JSONArray.Element(value: JSONString.decode(bytes, $0.lowerBound + 1..<$0.upperBound - 1), range: $0)
      })
  }

  /// Reads a scalar, or opens containers up to their first scalar or their end.
  private mutating func readValue() -> Bool {
    skipSpaces()
    guard index < end else { return false }
    let start = index
    let isElement = containers.count == 1
    switch bytes[index] {
    case .openBracket, .openBrace:
      if isElement { hasOtherValues = true }
      return open(bytes[index] == .openBracket ? .array : .object)
    case .doubleQuote:
      guard readString() else { return false }
      if isElement { strings.append(start..<index) }
      return true
    case UInt8(ascii: "t"): return readWord("true", isElement)
    case UInt8(ascii: "f"): return readWord("false", isElement)
    case UInt8(ascii: "n"): return readWord("null", isElement)
    default:
      if isElement { hasOtherValues = true }
      return readNumber()
    }
  }

  private mutating func open(_ container: Container) -> Bool {
    index += 1
    containers.append(container)
    skipSpaces()
    guard index < end else { return false }
    let closing: UInt8 = container == .array ? .closeBracket : .closeBrace
    if bytes[index] == closing { return true }
    if containers.count > 10_000 { return false }
    pendingValue = true
    return container == .array || readKey()
  }

  /// Whether a container was opened whose first value is still to be read.
  private var pendingValue = false

  /// After a value: closes what ends here, and moves behind the comma to the next value.
  private mutating func closeContainers() -> Bool {
    if pendingValue {
      pendingValue = false
      return true
    }
    while let container = containers.last {
      skipSpaces()
      guard index < end else { return false }
      switch (bytes[index], container) {
      case (.closeBracket, .array), (.closeBrace, .object):
        index += 1
        containers.removeLast()
      case (UInt8(ascii: ","), .array):
        index += 1
        return true
      case (UInt8(ascii: ","), .object):
        index += 1
        return readKey()
      default: return false
      }
    }
    return true
  }

  private mutating func readKey() -> Bool {
    skipSpaces()
    guard index < end, bytes[index] == .doubleQuote, readString() else { return false }
    skipSpaces()
    guard index < end, bytes[index] == UInt8(ascii: ":") else { return false }
    index += 1
    return true
  }

  private mutating func readWord(_ word: StaticString, _ isElement: Bool) -> Bool {
    if isElement { hasOtherValues = true }
    guard end - index >= word.utf8CodeUnitCount else { return false }
    for offset in 0..<word.utf8CodeUnitCount where bytes[index + offset] != word.utf8Start[offset] { return false }
    index += word.utf8CodeUnitCount
    return true
  }

  private mutating func readNumber() -> Bool {
    if bytes[index] == .dash { index += 1 }
    guard index < end, bytes[index].isDigit else { return false }
    if bytes[index] == UInt8(ascii: "0") { index += 1 } else { skipDigits() }
    if index < end, bytes[index] == UInt8(ascii: ".") {
      index += 1
      guard skipDigits() else { return false }
    }
    if index < end, bytes[index] | 0x20 == UInt8(ascii: "e") {
      index += 1
      if index < end, bytes[index] == UInt8(ascii: "+") || bytes[index] == .dash { index += 1 }
      guard skipDigits() else { return false }
    }
    return true
  }

  @discardableResult
  private mutating func skipDigits() -> Bool {
    let start = index
    while index < end, bytes[index].isDigit { index += 1 }
    return index > start
  }

  private mutating func readString() -> Bool {
    index += 1
    while index < end {
      let byte = bytes[index]
      index += 1
      if byte == .doubleQuote { return true }
      if byte < 0x20 { return false }
      guard byte == .backslash else { continue }
      guard index < end else { return false }
      if bytes[index] == UInt8(ascii: "u") {
        guard JSONString.codeUnit(bytes, at: index + 1, before: end) != nil else { return false }
        index += 5
      } else if JSONString.escapes.contains(bytes[index]) {
        index += 1
      } else {
        return false
      }
    }
    return false
  }

  private mutating func skipSpaces() {
    while index < end,
      bytes[index] == .space || bytes[index] == .tab || bytes[index] == .newline
        || bytes[index] == .carriageReturn
    { index += 1 }
  }
}
