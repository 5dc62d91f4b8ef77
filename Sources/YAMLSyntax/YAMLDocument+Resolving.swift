import SourceText

extension YAMLDocument {
  /// The node that `node` stands for: behind an alias its anchor's node, else `node` itself.
  ///
  /// An alias without an anchor, or inside of its own anchor, stays an alias; so following aliases always ends.
  package func resolve(_ node: YAMLNode) -> YAMLNode {
    guard let name = node.alias, let target = anchor(name, before: node.range.lowerBound) else { return node }
    return target
  }

  /// The value of `key` in the mapping that `node` stands for, aliases followed and merge keys applied.
  ///
  /// - Returns: the value with its own alias followed.
  package func value(of node: YAMLNode, key: String) -> YAMLNode? {
    definition(of: node, key: key).map { resolve($0.value) }
  }

  /// The entry as written that gives `key` its value in the mapping that `node` stands for.
  package func definition(of node: YAMLNode, key: String) -> YAMLEntry? {
    let mapping = resolve(node)
    let (own, merges) = mapping.ownEntry(key)
    guard own == nil, merges else { return own }
    var found: YAMLEntry?
    visitMerged(mapping) { mapping in
      found = mapping.entries.first { !$0.isMerge && $0.key.string == key }
      return found == nil
    }
    return found
  }

  /// The entries of the mapping that `node` stands for with those that merge keys bring, values as written.
  ///
  /// Its own entries come first, then the merged ones; an own key wins over a merged one, an earlier mapping in a
  /// list of merged ones over a later one. A key that is no scalar is kept.
  package func entries(of node: YAMLNode) -> [YAMLEntry] {
    var result: [YAMLEntry] = []
    var seen: Set<String> = []
    visitMerged(node) { mapping in
      for entry in mapping.entries where !entry.isMerge {
        guard let key = entry.key.string else {
          result.append(entry)
          continue
        }
        if seen.insert(key).inserted { result.append(entry) }
      }
      return true
    }
    return result
  }

  /// The mapping that `node` stands for and all that it merges, the stronger first; each stands once.
  package func mergedMappings(of node: YAMLNode) -> [YAMLNode] {
    var result: [YAMLNode] = []
    visitMerged(node) { mapping in
      result.append(mapping)
      return true
    }
    return result
  }

  /// Calls `visit` with the mapping that `node` stands for, then with each merged mapping, the stronger first, until
  /// it gives `false`.
  ///
  /// Each mapping is visited once, so that mappings which merge each other over and over cost no more than their
  /// number; the stack is no call stack, so that long chains can't overflow it.
  private func visitMerged(_ node: YAMLNode, _ visit: (YAMLNode) -> Bool) {
    var pending = [resolve(node)]
    var seen: Set<ByteOffset> = []
    while let mapping = pending.popLast() {
      guard mapping.isMapping, seen.insert(mapping.range.lowerBound).inserted else { continue }
      guard visit(mapping) else { return }
      let sources = mapping.entries.filter(\.isMerge).flatMap { entry in
        let value = resolve(entry.value)
        return value.isSequence ? value.items.map(resolve) : [value]
      }
      pending += sources.reversed()
    }
  }

  private func anchor(_ name: String, before offset: ByteOffset) -> YAMLNode? {
    guard let known = anchors[name] else { return nil }
    var low = 0
    var high = known.count
    while low < high {
      let middle = (low + high) / 2
      if known[middle].node.range.lowerBound < offset { low = middle + 1 } else { high = middle }
    }
    guard low > 0 else { return nil }
    let found = known[low - 1]
    guard found.node.range.upperBound <= offset else { return nil }
    return found.document == document(at: offset) ? found.node : nil
  }

  /// The number of the document that holds `offset`.
  private func document(at offset: ByteOffset) -> Int {
    var low = 0
    var high = documents.count
    while low < high {
      let middle = (low + high) / 2
      if documents[middle].range.lowerBound <= offset { low = middle + 1 } else { high = middle }
    }
    return max(low - 1, 0)
  }
}
