package import SourceText

/// An option of an instruction, as `--from=build`.
package struct Flag: Sendable, Equatable {
  /// The name without its dashes.
  package let name: String
  /// What follows the first `=`, with quotes and escapes removed; `nil` if there is no `=`.
  package let value: String?
  /// The whole flag in the source.
  package let range: ByteRange
  /// What follows the `=` in the source, with its quotes.
  package let valueRange: ByteRange?
}

/// The parts of an instruction's text: ranges in that text, not in the source.
struct InstructionParts {
  var keyword: ByteRange
  var flags: [Flag] = []
  var arguments: ByteRange

  /// Divides the logical line at `range` of `bytes` as BuildKit does (`parser/split_command.go`).
  init(_ bytes: [UInt8], _ range: ByteRange, escape: UInt8) {
    let line = Whitespace.trim(bytes, range)
    var index = line.lowerBound
    while index < line.upperBound, !bytes[index].isWordSeparator { index += 1 }
    keyword = line.lowerBound..<index
    while index < line.upperBound, bytes[index].isWordSeparator { index += 1 }
    arguments = index..<line.upperBound
    readFlags(bytes, escape: escape)
    arguments = Whitespace.trim(bytes, arguments)
  }

  /// Moves the flags at the start of `arguments` to `flags`.
  private mutating func readFlags(_ bytes: [UInt8], escape: UInt8) {
    let end = arguments.upperBound
    var index = arguments.lowerBound
    while true {
      while index < end, bytes[index].isLatin1Space { index += 1 }
      guard index + 1 < end, bytes[index] == .dash, bytes[index + 1] == .dash else { break }
      let word = FlagWord(bytes, from: index, to: end, escape: escape)
      index = word.range.upperBound
      if word.isTerminator { break }
      flags.append(word.flag(bytes))
    }
    arguments = index..<end
  }
}

/// A word that starts with two dashes, with its quotes and escapes still in place.
private struct FlagWord {
  private(set) var range: ByteRange
  /// Where the first `=` stands, quoted or not.
  private var separator: ByteOffset?
  private var unquoted: [UInt8]?

  var isTerminator: Bool {
    if let unquoted { return unquoted == [.dash, .dash] }
    return range.count == 2
  }

  /// Reads the word from `start`; it ends before the next white space outside of quotes.
  init(_ bytes: [UInt8], from start: ByteOffset, to end: ByteOffset, escape: UInt8) {
    var index = start
    while index < end {
      let byte = bytes[index]
      if byte.isLatin1Space || byte == .doubleQuote || byte == .singleQuote || byte == escape { break }
      if byte == .equals, separator == nil { separator = index }
      index += 1
    }
    range = start..<index
    if index < end, !bytes[index].isLatin1Space { readQuoted(bytes, to: end, escape: escape) }
  }

  private mutating func readQuoted(_ bytes: [UInt8], to end: ByteOffset, escape: UInt8) {
    var result = Array(bytes[range])
    var quote: UInt8?
    var index = range.upperBound
    while index < end {
      let byte = bytes[index]
      if let open = quote, byte == open {
        quote = nil
      } else if quote == nil, byte.isLatin1Space {
        break
      } else if quote == nil, byte == .doubleQuote || byte == .singleQuote {
        quote = byte
      } else {
        if byte == escape {
          index += 1
          if index == end { break }
        }
        if bytes[index] == .equals, separator == nil { separator = index }
        result.append(bytes[index])
      }
      index += 1
    }
    range = range.lowerBound..<index
    unquoted = result
  }

  func flag(_ bytes: [UInt8]) -> Flag {
    let (word, range) = unquoted.map { ($0, 0..<$0.count) } ?? (bytes, range)
    let name = min(range.lowerBound + 2, range.upperBound)
    guard let separator, let cut = word[range].firstIndex(of: .equals) else {
      return Flag(name: text(word, name..<range.upperBound), value: nil, range: self.range, valueRange: nil)
    }
    return Flag(
      name: text(word, min(name, cut)..<cut), value: text(word, cut + 1..<range.upperBound), range: self.range,
      valueRange: separator + 1..<self.range.upperBound)
  }
}
