import SourceText

extension ShellLex {
  /// Reads `$NAME` or `${NAME…}` at `position`.
  mutating func processDollar() throws(Failure) -> [UInt8] {
    let start = position
    position += 1
    guard peek == .openBrace else {
      let name = readName()
      if name.isEmpty { return [.dollar] }
      references.append(VariableReference(name: text(input, name), range: start..<position))
      return value(of: text(input, name), written: start)
    }
    position += 1
    guard let first = peek, first != .openBrace, first != .closeBrace, first != UInt8(ascii: ":") else {
      throw Failure()
    }
    depth += 1
    defer { depth -= 1 }
    if depth > ShellLex.maximumDepth { throw Failure() }
    let name = text(input, readName())
    let index = references.count
    references.append(VariableReference(name: name, range: start..<position))
    let result = try processBraces(name, from: start, reference: index)
    references[index].range = start..<position
    return result
  }

  /// Reads what follows the name in braces.
  private mutating func processBraces(
    _ name: String, from start: ByteOffset, reference: Int
  ) throws(Failure) -> [UInt8] {
    let operation = position
    guard let byte = peek else { throw Failure() }
    position += 1
    var modifier = byte
    switch byte {
    case .closeBrace: return value(of: name, written: start)
    case UInt8(ascii: "/"): break
    case UInt8(ascii: ":"):
      guard let next = peek, UInt8.conditionals.contains(next) else { throw Failure() }
      position += 1
      modifier = next
    default:
      guard UInt8.conditionals.contains(byte) || byte == .hash || byte == UInt8(ascii: "%") else { throw Failure() }
    }
    references[reference].operator = text(input, operation..<position)
    let operand = position
    let result =
      modifier == UInt8(ascii: "/")
      ? try processReplacement(name, from: start)
      : try processModifier(modifier, name, nullIsUnset: modifier != byte)
    references[reference].operand = operand..<position - 1
    if modifier == .dash { references[reference].default = text(input, operand..<position - 1) }
    return result
  }

  /// The value of a variable; for an unset one its spelling from `start` on, or nothing.
  private mutating func value(of name: String, written start: ByteOffset) -> [UInt8] {
    if let value = lookup(name) { return Array(value.utf8) }
    metUnset = true
    return options.keepsUnset ? Array(input[start..<position]) : []
  }

  private mutating func processModifier(
    _ modifier: UInt8, _ name: String, nullIsUnset: Bool
  ) throws(Failure) -> [UInt8] {
    let isPattern = modifier == .hash || modifier == UInt8(ascii: "%")
    let outerMetUnset = metUnset
    metUnset = false
    let word = try processNested(until: .closeBrace, keepingEscapes: isPattern)
    let wordMetUnset = metUnset
    metUnset = outerMetUnset
    let value = lookup(name)
    if options.keepsUnset, value == nil {
      metUnset = true
      let operation = nullIsUnset ? ":" : ""
      return Array("${\(name)\(operation)".utf8) + [modifier] + word + [.closeBrace]
    }
    let hasValue = value.map { !nullIsUnset || !$0.isEmpty } ?? false
    let bytes = Array((value ?? "").utf8)
    switch modifier {
    case UInt8(ascii: "-"):
      if !hasValue { metUnset = metUnset || wordMetUnset }
      return hasValue ? bytes : word
    case UInt8(ascii: "+"):
      if hasValue { metUnset = metUnset || wordMetUnset }
      return hasValue ? word : []
    case UInt8(ascii: "?"):
      if !hasValue { throw Failure() }
      return bytes
    default:
      metUnset = metUnset || wordMetUnset || value == nil
      let isGreedy = word.first == modifier
      guard let pattern = ShellPattern(isGreedy ? word.dropFirst() : word[...]),
        pattern.isAffordable(count: bytes.count)
      else { throw Failure() }
      return modifier == .hash
        ? pattern.removingPrefix(of: bytes, longest: isGreedy)
        : pattern.removingSuffix(of: bytes, longest: isGreedy)
    }
  }

  private mutating func processReplacement(_ name: String, from start: ByteOffset) throws(Failure) -> [UInt8] {
    let replacesAll = peek == UInt8(ascii: "/")
    if replacesAll { position += 1 }
    let pattern = try processNested(until: UInt8(ascii: "/"), keepingEscapes: true)
    let replacement = try processNested(until: .closeBrace, keepingEscapes: true)
    guard let value = lookup(name) else {
      metUnset = true
      if !options.keepsUnset { return [] }
      return Array("${\(name)/".utf8) + pattern + [UInt8(ascii: "/")] + replacement + [.closeBrace]
    }
    guard let pattern = ShellPattern(pattern[...]),
      pattern.isAffordable(count: value.utf8.count, anywhere: true)
    else { throw Failure() }
    if replacesAll, replacement.contains(.dollar) { throw Failure() }  // Go would read `$1` as a group
    return pattern.replacing(in: Array(value.utf8), with: replacement, all: replacesAll)
  }

  private mutating func processNested(until stop: UInt8, keepingEscapes: Bool) throws(Failure) -> [UInt8] {
    let outer = keepsEscapes
    keepsEscapes = keepingEscapes
    defer { keepsEscapes = outer }
    return try process(until: stop)
  }

  /// Reads a variable's name: letters, digits and `_`, or digits alone, or one special character.
  private mutating func readName() -> ByteRange {
    let start = position
    if let first = peek, first.isDigit {
      while let byte = peek, byte.isDigit { position += 1 }
    } else if let first = peek, UInt8.specialParameters.contains(first) {
      position += 1
    } else {
      while let length = VariableName.characterLength(in: input, at: position, before: end) { position += length }
    }
    return start..<position
  }
}

/// What may stand in the name of a variable.
enum VariableName {
  /// The length of the letter, digit or `_` at `index`; `nil` if something else or the end stands there.
  static func characterLength(in bytes: [UInt8], at index: Int, before end: Int) -> Int? {
    guard index < end else { return nil }
    let byte = bytes[index]
    if byte < 0x80 { return byte.isLetter || byte.isDigit || byte == UInt8(ascii: "_") ? 1 : nil }
    let length = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : 2
    guard index + length <= end,
      let character = String(validating: bytes[index..<index + length], as: UTF8.self),
      let scalar = character.unicodeScalars.first
    else { return nil }
    switch scalar.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber:
      return length
    default: return nil
    }
  }
}

extension UInt8 {
  fileprivate static let conditionals: [UInt8] = Array("-+?".utf8)
  fileprivate static let specialParameters: [UInt8] = Array("@*#?-$!0".utf8)
}
