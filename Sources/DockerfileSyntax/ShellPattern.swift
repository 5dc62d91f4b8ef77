/// A pattern of a variable's expansion: `*` is any text, `?` one character; neither matches a line end.
struct ShellPattern {
  private enum Token: Equatable {
    case text
    case character
    case scalar(Unicode.Scalar)
  }

  private static let maximumSteps = 100_000_000

  private var tokens: [Token] = []

  /// Reads a pattern; gives `nil` if a backslash stands before a character that needs none.
  init?(_ pattern: ArraySlice<UInt8>) {
    let scalars = Array(String(decoding: pattern, as: UTF8.self).unicodeScalars)
    var index = 0
    while index < scalars.count {
      switch scalars[index] {
      case "*": tokens.append(.text)
      case "?": tokens.append(.character)
      case "\\":
        guard index + 1 < scalars.count, "*?\\}/".unicodeScalars.contains(scalars[index + 1]) else { return nil }
        index += 1
        tokens.append(.scalar(scalars[index]))
      default: tokens.append(.scalar(scalars[index]))
      }
      index += 1
    }
  }

  /// Whether a value of `count` bytes can be matched in reasonable time.
  ///
  /// - Parameter anywhere: whether a match may start at any place.
  func isAffordable(count: Int, anywhere: Bool = false) -> Bool {
    count <= Self.maximumSteps / (tokens.count + 1) / (anywhere ? max(count, 1) : 1)
  }

  /// `value` without the part at its start that matches.
  func removingPrefix(of value: [UInt8], longest: Bool) -> [UInt8] {
    let scalars = Self.scalars(value)
    guard let end = matchEnd(tokens, scalars, from: 0, longest: longest) else { return value }
    return Self.bytes(scalars[end...])
  }

  /// `value` without the part at its end that matches.
  func removingSuffix(of value: [UInt8], longest: Bool) -> [UInt8] {
    let scalars: [Unicode.Scalar] = Self.scalars(value).reversed()
    guard let end = matchEnd(tokens.reversed(), scalars, from: 0, longest: longest) else { return value }
    return Self.bytes(scalars[end...].reversed())
  }

  /// `value` with the first match, or all, replaced; each match is the longest from its start.
  func replacing(in value: [UInt8], with replacement: [UInt8], all: Bool) -> [UInt8] {
    let scalars = Self.scalars(value)
    var result: [UInt8] = []
    var index = 0
    var previousEnd = -1
    while index <= scalars.count {
      if let end = matchEnd(tokens, scalars, from: index, longest: true), end > index || index != previousEnd {
        result += replacement
        previousEnd = end
        if !all { return result + Self.bytes(scalars[end...]) }
        if end > index {
          index = end
          continue
        }
      }
      if index < scalars.count { result += Self.bytes(scalars[index...index]) }
      index += 1
    }
    return result
  }

  /// Where a match that starts at `start` ends.
  ///
  /// Works on the set of pattern places reached so far, so that no text makes it go back.
  private func matchEnd(_ tokens: [Token], _ text: [Unicode.Scalar], from start: Int, longest: Bool) -> Int? {
    var reached = [Bool](repeating: false, count: tokens.count + 1)
    reached[0] = true
    var best: Int?
    var index = start
    while reached.contains(true) {
      for place in tokens.indices where reached[place] && tokens[place] == .text { reached[place + 1] = true }
      if reached[tokens.count] {
        best = index
        if !longest { break }
      }
      guard index < text.count else { break }
      var next = [Bool](repeating: false, count: tokens.count + 1)
      for place in tokens.indices where reached[place] && Self.matches(tokens[place], text[index]) {
        next[tokens[place] == .text ? place : place + 1] = true
      }
      reached = next
      index += 1
    }
    return best
  }

  private static func matches(_ token: Token, _ scalar: Unicode.Scalar) -> Bool {
    switch token {
    case .text, .character: scalar != "\n"
    case .scalar(let expected): scalar == expected
    }
  }

  private static func scalars(_ bytes: [UInt8]) -> [Unicode.Scalar] {
    Array(String(decoding: bytes, as: UTF8.self).unicodeScalars)
  }

  private static func bytes(_ scalars: some Sequence<Unicode.Scalar>) -> [UInt8] {
    var text = String.UnicodeScalarView()
    text.append(contentsOf: scalars)
    return Array(String(text).utf8)
  }
}
