internal import SourceText

/// What a word stands for.
extension Word {
  /// The value if nothing in the word is expanded: quotes removed, escapes undone; file-name patterns, braces and a
  /// leading `~` stay as they are.
  package var literal: String? {
    if let plain { return plain }
    var expander = WordExpander(storage: storage, lookup: nil)
    return expander.expand(index) ? String(decoding: expander.result, as: UTF8.self) : nil
  }

  /// The value with parameters expanded: `$X`, `${X}`, `${X:-d}`, `${X-d}`, `${X:=d}`, `${X:+a}`, `${X:?}`.
  ///
  /// - Parameter lookup: gives a parameter's value, or `nil` if it is unknown; an unknown parameter takes the default
  ///   that the expansion names.
  /// - Returns: `nil` if a parameter without default is unknown, or the word holds commands, arithmetic or other
  ///   operators. The value is not split into fields.
  package func value(_ lookup: (String) -> String?) -> String? {
    if let plain { return plain }
    return withoutActuallyEscaping(lookup) { lookup in
      var expander = WordExpander(storage: storage, lookup: lookup)
      return expander.expand(index) ? String(decoding: expander.result, as: UTF8.self) : nil
    }
  }

  /// The text of a word that is nothing but one literal, as most are.
  private var plain: String? {
    let next = storage.nodes[index].next
    guard next > index + 1, storage.nodes[index + 1].kind == .literal, storage.nodes[index + 1].next == next else {
      return nil
    }
    return storage.string(index + 1)
  }
}

/// Appends the bytes that word parts stand for.
struct WordExpander {
  let storage: ShellStorage
  let lookup: ((String) -> String?)?
  var result: [UInt8] = []

  /// Expands the parts of the node at `index`; gives whether all of them could be.
  mutating func expand(_ index: Int) -> Bool {
    for child in storage.children(index) where !expandPart(child) { return false }
    return true
  }

  private mutating func expandPart(_ index: Int) -> Bool {
    let node = storage.nodes[index]
    let bytes = storage.text.bytes[node.range]
    switch node.kind {
    case .literal, .hereDocumentText: result += bytes
    case .escaped: result += bytes.dropFirst()
    case .singleQuoted: result += bytes.dropFirst().dropLast()
    case .ansiQuoted: result += ANSIQuoting.decode(bytes.dropFirst(2).dropLast()).flatMap(\.bytes)
    case .doubleQuoted: return expand(index)
    case .punctuation, .hereDocumentEnd: break
    case .parameter: return expandParameter(ParameterExpansion(storage: storage, index: index))
    default: return false
    }
    return true
  }

  private mutating func expandParameter(_ expansion: ParameterExpansion) -> Bool {
    guard let lookup, expansion.prefix == nil, !expansion.hasSubscript else { return false }
    let value = lookup(expansion.name)
    let hasColon = expansion.op?.first == ":"
    let isSet = value.map { !hasColon || !$0.isEmpty } ?? false
    switch expansion.op {
    case nil:
      guard expansion.argument == nil, let value else { return false }
      result += value.utf8
    case "-", ":-", "=", ":=":
      if isSet { result += (value ?? "").utf8 } else { return expandArgument(expansion) }
    case "+", ":+":
      if isSet { return expandArgument(expansion) }
    case "?", ":?":
      guard isSet, let value else { return false }
      result += value.utf8
    default:
      return false
    }
    return true
  }

  private mutating func expandArgument(_ expansion: ParameterExpansion) -> Bool {
    expansion.argument.map { expand($0.index) } ?? true
  }
}
