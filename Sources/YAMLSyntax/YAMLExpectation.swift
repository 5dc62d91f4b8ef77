import SourceText

/// What the values of a file must be after patches, and the check that they are.
struct YAMLExpectation {
  /// The file's values with the patches in them; all but new nodes are where they were before.
  private(set) var document: YAMLDocument

  /// - Parameter patches: of values of `document`, each of which was found.
  init(_ patches: [YAMLPatch], of document: YAMLDocument) {
    var documents = document.documents
    var anchors = document.anchors
    if let root = documents.first {
      documents[0] = patches.reduce(root) { Self.applying($1, to: $0, $1.route.elements[...], &anchors) }
    }
    self.document = YAMLDocument(
      source: document.source, path: document.path, documents: documents, hasErrors: document.hasErrors,
      anchors: anchors)
  }

  /// Whether a text has these values, wherever they stand; new nodes may be in any style.
  func holds(for source: [UInt8]) -> Bool {
    source.withUnsafeBufferPointer { bytes in
      do throws(YAMLEventError) {
        let events = try LibYAMLEvents(UnsafeBufferPointer(rebasing: bytes[YAMLTreeBuilder.start(of: source)...]))
        guard case .streamStart = try events.next().content else { return false }
        for root in document.documents {
          guard case .documentStart = try events.next().content, try isNext(root, events, depth: 0),
            case .documentEnd = try events.next().content
          else { return false }
        }
        guard case .streamEnd = try events.next().content else { return false }
        return true
      } catch {
        return false
      }
    }
  }

  private func isNext(
    _ node: YAMLNode, _ events: borrowing LibYAMLEvents, depth: Int
  ) throws(YAMLEventError) -> Bool {
    let event = try events.next()
    guard node.tag == event.tag, node.anchor == event.anchor, depth <= YAMLDocument.depthLimit else { return false }
    switch (node.kind, event.content) {
    case (.scalar(let text), .scalar(let found, let style)): return text == found && (node.isNew || node.style == style)
    case (.alias(let name), .alias(let found)): return name == found
    case (.sequence(let items), .sequenceStart(let style)):
      guard node.isNew || node.style == style else { return false }
      for item in items {
        guard try isNext(item, events, depth: depth + 1) else { return false }
      }
    case (.mapping(let entries), .mappingStart(let style)):
      guard node.isNew || node.style == style else { return false }
      for entry in entries {
        guard try isNext(entry.key, events, depth: depth + 1), try isNext(entry.value, events, depth: depth + 1) else {
          return false
        }
      }
    default: return false
    }
    guard case .collectionEnd = try events.next().content else { return false }
    return true
  }

  /// The node with a patch in it, at the end of a route from there.
  private static func applying(
    _ patch: YAMLPatch, to node: YAMLNode, _ route: ArraySlice<YAMLRoute.Element>,
    _ anchors: inout [String: [YAMLDocument.Anchor]]
  ) -> YAMLNode {
    let changed: YAMLNode
    switch route.first {
    case nil: changed = applying(patch, to: node)
    case .key(let key):
      guard let place = node.entries.firstIndex(where: { $0.key.string == key }) else { return node }
      var entries = node.entries
      let value = applying(patch, to: entries[place].value, route.dropFirst(), &anchors)
      entries[place] = YAMLEntry(key: entries[place].key, value: value)
      changed = node.with(.mapping(entries), isNew: false)
    case .index(let index):
      guard node.items.indices.contains(index) else { return node }
      var items = node.items
      items[index] = applying(patch, to: items[index], route.dropFirst(), &anchors)
      changed = node.with(.sequence(items), isNew: false)
    }
    if let name = node.anchor {
      anchors[name] = anchors[name]?.map { $0.node === node ? .init(document: $0.document, node: changed) : $0 }
    }
    return changed
  }

  private static func applying(_ patch: YAMLPatch, to node: YAMLNode) -> YAMLNode {
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
