package import SourceText

/// One word of a command: literal text, quotes and expansions.
package struct Word: Sendable {
  let storage: ShellStorage
  let index: Int

  package var range: ByteRange { storage.range(index) }
  package var parts: [WordPart] { WordPart.parts(of: index, in: storage) }

  /// The commands that are run to get the word's value, in source order; not those inside of them.
  package var commandSubstitutions: [CommandList] {
    inner { $0 == .commandSubstitution || $0 == .backticks || $0 == .processSubstitution }
      .compactMap { storage.lists($0).first }
  }

  /// The names of the parameters that the word refers to, in source order, without those inside of its commands.
  package var parameters: [String] {
    inner { $0 == .parameter }.compactMap { storage.child($0, .name).map(storage.string) }
  }

  /// Whether an unquoted `*`, `?` or `[` may make the word a file-name pattern.
  package var hasGlob: Bool {
    storage.children(index, .literal).contains { literal in
      storage.text.bytes[storage.range(literal)].contains { "*?[".utf8.contains($0) }
    }
  }

  /// Whether an unquoted `{a,b}` or `{1..9}` makes several words of it in bash.
  package var hasBraces: Bool {
    let literals = storage.children(index, .literal).flatMap { storage.text.bytes[storage.range($0)] }
    guard let open = literals.firstIndex(of: UInt8(ascii: "{")) else { return false }
    let inside = literals[open...]
    guard inside.contains(UInt8(ascii: "}")) else { return false }
    return inside.contains(UInt8(ascii: ",")) || zip(inside, inside.dropFirst()).contains { $0 == 46 && $1 == 46 }
  }

  /// Whether some of the word is quoted or escaped.
  package var isQuoted: Bool {
    storage.children(index).contains {
      [.escaped, .singleQuoted, .ansiQuoted, .doubleQuoted].contains(storage.nodes[$0].kind)
    }
  }

  /// Nodes inside the word that `matches`, without descending into commands.
  private func inner(_ matches: (ShellNode.Kind) -> Bool) -> [Int] {
    var result: [Int] = []
    var node = index + 1
    while node < Int(storage.nodes[index].next) {
      let kind = storage.nodes[node].kind
      if matches(kind) { result.append(node) }
      node = kind == .list ? Int(storage.nodes[node].next) : node + 1
    }
    return result
  }
}

/// A part of a word.
package indirect enum WordPart: Sendable {
  case literal(ByteRange)
  /// A backslash and the byte that it quotes.
  case escaped(ByteRange)
  case singleQuoted(ByteRange)
  case doubleQuoted([WordPart], ByteRange)
  /// `$'…'`
  case ansiQuoted(ByteRange)
  case parameter(ParameterExpansion)
  case commandSubstitution(CommandList, ByteRange, backticks: Bool)
  /// `$((…))`
  case arithmetic(ByteRange)
  case processSubstitution(CommandList, ByteRange)
  /// `(…)` behind the `=` of an argument of `export` and the like.
  case array([Word], ByteRange)

  package var range: ByteRange {
    switch self {
    case .literal(let range), .escaped(let range), .singleQuoted(let range), .doubleQuoted(_, let range),
      .ansiQuoted(let range), .commandSubstitution(_, let range, _), .arithmetic(let range),
      .processSubstitution(_, let range), .array(_, let range):
      range
    case .parameter(let expansion): expansion.range
    }
  }

  static func parts(of index: Int, in storage: ShellStorage) -> [WordPart] {
    storage.children(index).compactMap { child in
      let range = storage.range(child)
      let list = { storage.lists(child).first ?? CommandList(storage: storage, index: child) }
      switch storage.nodes[child].kind {
      case .escaped: return .escaped(range)
      case .singleQuoted: return .singleQuoted(range)
      case .ansiQuoted: return .ansiQuoted(range)
      case .doubleQuoted: return .doubleQuoted(parts(of: child, in: storage), range)
      case .parameter: return .parameter(ParameterExpansion(storage: storage, index: child))
      case .commandSubstitution: return .commandSubstitution(list(), range, backticks: false)
      case .backticks: return .commandSubstitution(list(), range, backticks: true)
      case .arithmetic: return .arithmetic(range)
      case .processSubstitution: return .processSubstitution(list(), range)
      case .array: return .array(storage.words(child), range)
      case .punctuation, .hereDocumentEnd: return nil
      default: return .literal(range)
      }
    }
  }
}

/// `$NAME` or `${…}`.
package struct ParameterExpansion: Sendable {
  let storage: ShellStorage
  let index: Int

  package var range: ByteRange { storage.range(index) }

  /// The parameter's name: a variable, a number, or one of `@*#?-$!`; empty in `${}`.
  package var name: String { storage.child(index, .name).map(storage.string) ?? "" }

  /// The operator behind the name, as `:-`, `##` or `//`; `nil` if there is none.
  package var op: String? { storage.child(index, .expansionOperator).map(storage.string) }

  /// What stands behind the operator.
  package var argument: Word? { storage.words(index).first }

  /// The `#` of `${#NAME}` or the `!` of `${!NAME}`.
  package var prefix: String? { storage.child(index, .expansionPrefix).map(storage.string) }

  /// Whether an element of an array is meant.
  package var hasSubscript: Bool { storage.child(index, .subscripted) != nil }
}
