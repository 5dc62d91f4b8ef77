package import SourceText

/// A value in a YAML document and the bytes that it stands on.
///
/// Aliases stay as they are written; `YAMLDocument` follows them. Comments are no part of the tree, since nothing is
/// ever printed from it.
package final class YAMLNode: Sendable, Equatable {
  package enum Kind: Sendable, Equatable {
    /// The text after unquoting, unescaping and folding; `yes`, `010` and `1:30` are plain text.
    case scalar(String)
    case sequence([YAMLNode])
    case mapping([YAMLEntry])
    /// The name behind the `*`.
    case alias(String)
  }

  /// How a value is written.
  package enum Style: String, Sendable {
    case plain
    case singleQuoted = "single"
    case doubleQuoted = "double"
    case literal, folded
    /// A sequence or mapping by indentation.
    case block
    /// A sequence or mapping in brackets, or one `key: value` pair inside of a flow sequence.
    case flow
    case alias

    package var isQuoted: Bool { self == .singleQuoted || self == .doubleQuoted }
    package var isBlockScalar: Bool { self == .literal || self == .folded }
  }

  package let kind: Kind
  package let style: Style
  /// The tag as libyaml resolves its handle: `!reset`, `tag:yaml.org,2002:str`.
  package let tag: String?
  /// The name behind the `&`.
  package let anchor: String?
  /// All bytes of the node with its tag and anchor, without comments and blank lines behind it.
  ///
  /// A block collection ends with its last scalar, a block scalar before its last line break; a value that is left out
  /// is empty and stands behind its colon.
  package let range: ByteRange
  /// Where the value itself starts, behind the tag and the anchor.
  package let valueStart: ByteOffset

  init(kind: Kind, style: Style, tag: String?, anchor: String?, range: ByteRange, valueStart: ByteOffset) {
    self.kind = kind
    self.style = style
    self.tag = tag
    self.anchor = anchor
    self.range = range
    self.valueStart = valueStart
  }

  package static func == (left: YAMLNode, right: YAMLNode) -> Bool {
    left === right
      || left.kind == right.kind && left.style == right.style && left.tag == right.tag && left.anchor == right.anchor
        && left.range == right.range && left.valueStart == right.valueStart
  }

  /// The bytes of the value without its tag and anchor.
  package var valueRange: ByteRange { valueStart..<range.upperBound }

  /// The text of a scalar.
  package var string: String? {
    if case .scalar(let text) = kind { text } else { nil }
  }

  /// The entries of a mapping as written; empty for other nodes.
  package var entries: [YAMLEntry] {
    if case .mapping(let entries) = kind { entries } else { [] }
  }

  /// The items of a sequence; empty for other nodes.
  package var items: [YAMLNode] {
    if case .sequence(let items) = kind { items } else { [] }
  }

  /// The name of the anchor that an alias stands for.
  package var alias: String? {
    if case .alias(let name) = kind { name } else { nil }
  }

  package var isMapping: Bool {
    if case .mapping = kind { true } else { false }
  }

  package var isSequence: Bool {
    if case .sequence = kind { true } else { false }
  }

  /// Whether this is a plain scalar that stands for no value: left out, `~` or `null`.
  package var isNull: Bool {
    guard style == .plain, tag == nil, let text = string else { return false }
    return text.isEmpty || text == "~" || text == "null" || text == "Null" || text == "NULL"
  }

  /// The value of the first entry whose key is `key`, as written: neither aliases nor merge keys are followed.
  package subscript(key: String) -> YAMLNode? {
    entries.first { $0.key.string == key }?.value
  }
}

extension YAMLNode {
  /// The first entry with the key that stands in the mapping itself, and whether one before it merges other mappings.
  func ownEntry(_ key: String) -> (entry: YAMLEntry?, merges: Bool) {
    guard case .mapping(let entries) = kind else { return (nil, false) }
    var merges = false
    for index in entries.indices {
      guard case .scalar(let text) = entries[index].key.kind else { continue }
      if text == "<<", entries[index].isMerge { merges = true } else if text == key { return (entries[index], merges) }
    }
    return (nil, merges)
  }
}

/// A key and its value in a mapping.
package struct YAMLEntry: Sendable, Equatable {
  package let key: YAMLNode
  package let value: YAMLNode

  /// Whether this is `<<`, which merges the mappings of its value; a quoted `"<<"` is a key like any other.
  package var isMerge: Bool { key.style == .plain && key.string == "<<" }
}
