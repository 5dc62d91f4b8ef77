import SourceText

extension Instruction {
  /// Whether ENV or LABEL has the old form without `=`, as `ENV KEY some text`.
  package var isLegacy: Bool {
    guard keyword == .env || keyword == .label, let first = quotedWords.first else { return false }
    return !arguments.bytes[first].contains(.equals)
  }

  /// The keys and values of ENV and LABEL, in either form; empty for other instructions.
  ///
  /// A word without `=`, which BuildKit rejects, is left out.
  package var environment: [KeyValue] {
    keyValueRanges.map { key, value in
      let writtenKey = text(arguments.bytes, key)
      let writtenValue = text(arguments.bytes, value)
      return KeyValue(
        key: VariableExpansion.removingQuotes(writtenKey, escape: escape), value: writtenValue,
        unquotedValue: VariableExpansion.removingQuotes(writtenValue, escape: escape),
        range: arguments.sourceRange(of: key.lowerBound..<value.upperBound), keyRange: arguments.sourceRange(of: key),
        valueRange: sourceRange(ofValue: value))
    }
  }

  /// The keys of ENV and LABEL with their values as they are written, without their places.
  package var variables: [(key: String, value: String)] {
    keyValueRanges.map { key, value in
      (
        key: VariableExpansion.removingQuotes(text(arguments.bytes, key), escape: escape),
        value: text(arguments.bytes, value)
      )
    }
  }

  /// The keys and values of ENV and LABEL, as ranges in the arguments.
  var keyValueRanges: [(key: ByteRange, value: ByteRange)] {
    guard keyword == .env || keyword == .label else { return [] }
    let bytes = arguments.bytes
    let words = quotedWords
    guard let first = words.first else { return [] }
    if !bytes[first].contains(.equals) { return legacyKeyValue.map { [$0] } ?? [] }
    return words.compactMap { word in
      guard let separator = bytes[word].firstIndex(of: .equals) else { return nil }
      return (word.lowerBound..<separator, separator + 1..<word.upperBound)
    }
  }

  private var legacyKeyValue: (key: ByteRange, value: ByteRange)? {
    let bytes = arguments.bytes
    guard let keyEnd = bytes.firstIndex(where: { $0.isWordSeparator }),
      let value = bytes[keyEnd...].firstIndex(where: { !$0.isWordSeparator })
    else { return nil }
    return (0..<keyEnd, value..<bytes.count)
  }

  /// The names that ARG declares, in order; empty for other instructions.
  package var arg: [ArgDeclaration] {
    guard keyword == .arg else { return [] }
    let bytes = arguments.bytes
    return quotedWords.map { range in
      let separator = bytes[range].firstIndex(of: .equals)
      let name = range.lowerBound..<(separator ?? range.upperBound)
      return ArgDeclaration(
        name: text(bytes, name),
        default: separator.map { separator in
          let value = separator + 1..<range.upperBound
          return Word(text: text(bytes, value), range: sourceRange(ofValue: value), escape: escape)
        },
        range: arguments.sourceRange(of: range), nameRange: arguments.sourceRange(of: name))
    }
  }

  /// The place of a value; an empty one stands directly behind its `=`, also where a continuation follows.
  private func sourceRange(ofValue range: ByteRange) -> ByteRange {
    guard range.isEmpty, range.lowerBound > 0 else { return arguments.sourceRange(of: range) }
    let place = arguments.sourceRange(of: range.lowerBound - 1..<range.lowerBound).upperBound
    return place..<place
  }
}
