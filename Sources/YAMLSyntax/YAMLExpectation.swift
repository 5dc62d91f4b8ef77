import SourceText

/// What the values of a file must be after patches, and the check that they are.
struct YAMLExpectation {
  /// The patches, few, with the nodes that they address.
  private let patches: [(patch: YAMLPatch, node: YAMLNode)]

  init(_ patches: [(patch: YAMLPatch, node: YAMLNode)]) { self.patches = patches }

  /// Whether in `after` the first document of `document` differs as the patches say, and its others are unchanged.
  func holds(for after: YAMLDocument, from document: YAMLDocument) -> Bool {
    guard !after.hasErrors, after.documents.count == document.documents.count else { return false }
    return zip(document.documents, after.documents).allSatisfy(isSame)
  }

  /// Whether `after` is what the patches make of `before`, wherever it stands; new nodes may be in any style.
  private func isSame(_ before: YAMLNode, _ after: YAMLNode) -> Bool {
    guard before.tag == after.tag, before.anchor == after.anchor else { return false }
    // no other node has the same bytes
    let expected = patches.reduce(before) { node, addressed in
      !before.isNew && addressed.node.range == before.range ? applying(node, addressed.patch) : node
    }
    guard expected.isNew || expected.style == after.style else { return false }
    switch (expected.kind, after.kind) {
    case (.scalar(let first), .scalar(let second)): return first == second
    case (.alias(let first), .alias(let second)): return first == second
    case (.sequence(let first), .sequence(let second)):
      return first.count == second.count && zip(first, second).allSatisfy(isSame)
    case (.mapping(let first), .mapping(let second)):
      return first.count == second.count
        && zip(first, second).allSatisfy { isSame($0.key, $1.key) && isSame($0.value, $1.value) }
    default: return false
    }
  }

  private func applying(_ node: YAMLNode, _ patch: YAMLPatch) -> YAMLNode {
    switch patch {
    case .setScalar(_, let text): return node.with(.scalar(text), isNew: true)
    case .addKey(_, let key, let value, let after):
      var entries = node.entries
      let index = entries.lastIndex { $0.key.string == after }.map { $0 + 1 } ?? entries.count
      entries.insert(YAMLEntry(key: .new(key), value: .new(value)), at: index)
      return node.with(.mapping(entries), isNew: false)
    case .addMapping(_, let key, let pair):
      let value = YAMLNode.new("").with(
        .mapping([YAMLEntry(key: .new(pair.key), value: .new(pair.value))]), isNew: true)
      return node.with(.mapping(node.entries + [YAMLEntry(key: .new(key), value: value)]), isNew: false)
    case .replaceScalarWithMapping(_, let pairs):
      return node.with(.mapping(pairs.map { YAMLEntry(key: .new($0.key), value: .new($0.value)) }), isNew: true)
    }
  }
}

extension YAMLNode {
  /// Whether a patch makes this node; it then stands nowhere.
  fileprivate var isNew: Bool { valueStart < 0 }

  fileprivate func with(_ kind: Kind, isNew: Bool) -> YAMLNode {
    YAMLNode(
      kind: kind, style: style, tag: tag, anchor: anchor, range: range, valueStart: isNew ? -1 : valueStart)
  }

  fileprivate static func new(_ text: String) -> YAMLNode {
    YAMLNode(kind: .scalar(text), style: .plain, tag: nil, anchor: nil, range: 0..<0, valueStart: -1)
  }
}
