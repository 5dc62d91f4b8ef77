import SourceText

/// What the values of a file must be after patches, and the check that they are.
enum YAMLExpectation {
  /// The tree that `patch` should give; nodes that it makes stand nowhere.
  static func applying(_ patch: YAMLPatch, to root: YAMLNode) -> YAMLNode? {
    replacing(patch.route.elements[...], in: root) { node in
      switch patch {
      case .setScalar(_, let text): return node.with(.scalar(text), style: nil)
      case .addKey(_, let key, let value, let after):
        var entries = node.entries
        let index = entries.lastIndex { $0.key.string == after }.map { $0 + 1 } ?? entries.count
        entries.insert(YAMLEntry(key: .new(key), value: .new(value)), at: index)
        return node.with(.mapping(entries), style: node.style)
      case .replaceScalarWithMapping(_, let pairs):
        return node.with(.mapping(pairs.map { YAMLEntry(key: .new($0.key), value: .new($0.value)) }), style: nil)
      }
    }
  }

  private static func replacing(
    _ route: ArraySlice<YAMLRoute.Element>, in node: YAMLNode, _ change: (YAMLNode) -> YAMLNode
  ) -> YAMLNode? {
    guard let element = route.first else { return change(node) }
    switch (element, node.kind) {
    case (.key(let key), .mapping(var entries)):
      guard let index = entries.firstIndex(where: { $0.key.string == key }),
        let value = replacing(route.dropFirst(), in: entries[index].value, change)
      else { return nil }
      entries[index] = YAMLEntry(key: entries[index].key, value: value)
      return node.with(.mapping(entries), style: node.style)
    case (.index(let index), .sequence(var items)):
      guard items.indices.contains(index), let value = replacing(route.dropFirst(), in: items[index], change) else {
        return nil
      }
      items[index] = value
      return node.with(.sequence(items), style: node.style)
    default: return nil
    }
  }

  /// Whether `edits` give a file whose first document is `expected` and whose others are unchanged.
  static func holds(_ expected: YAMLNode?, for edits: EditSet, in document: YAMLDocument) -> Bool {
    let (after, diagnostics) = YAMLDocument.parse(edits.apply(to: document.source), path: document.path)
    guard diagnostics.allSatisfy({ $0.severity < .error }), after.documents.count == document.documents.count else {
      return false
    }
    guard let expected, let root = after.root else { return document.root == nil && after.root == nil }
    return isSame(expected, root) && zip(document.documents, after.documents).dropFirst().allSatisfy(isSame)
  }

  /// Whether two values are the same, wherever they stand; new ones may be in any style.
  private static func isSame(_ left: YAMLNode, _ right: YAMLNode) -> Bool {
    guard left.tag == right.tag, left.anchor == right.anchor else { return false }
    guard left.valueStart < 0 || left.style == right.style else { return false }
    switch (left.kind, right.kind) {
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
}

extension YAMLNode {
  /// This node with another value; without a style it counts as new.
  fileprivate func with(_ kind: Kind, style: Style?) -> YAMLNode {
    YAMLNode(
      kind: kind, style: style ?? .plain, tag: tag, anchor: anchor, range: range,
      valueStart: style == nil ? -1 : valueStart)
  }

  fileprivate static func new(_ text: String) -> YAMLNode {
    YAMLNode(kind: .scalar(text), style: .plain, tag: nil, anchor: nil, range: 0..<0, valueStart: -1)
  }
}
