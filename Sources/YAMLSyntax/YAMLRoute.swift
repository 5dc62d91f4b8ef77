import SourceText

/// The address of a value in the first document of a file: `services.web.build.target`.
///
/// A route goes through the tree as it is written: neither aliases nor merge keys are followed, so that it names one
/// place in the file.
package struct YAMLRoute: Sendable, Hashable, ExpressibleByArrayLiteral, CustomStringConvertible {
  package enum Element: Sendable, Hashable {
    case key(String)
    case index(Int)
  }

  package let elements: [Element]

  package init(_ elements: [Element]) { self.elements = elements }

  package init(arrayLiteral elements: Element...) { self.elements = elements }

  /// The route of `key` in the mapping that this route leads to.
  package func key(_ key: String) -> YAMLRoute { YAMLRoute(elements + [.key(key)]) }

  /// The route without its last element; `nil` for the root.
  package var parent: YAMLRoute? { elements.isEmpty ? nil : YAMLRoute(elements.dropLast()) }

  package var description: String {
    var text = ""
    for element in elements {
      switch element {
      case .key(let key): text += text.isEmpty ? key : "." + key
      case .index(let index): text += "[\(index)]"
      }
    }
    return text
  }
}

extension YAMLNode {
  /// The node that one step leads to; of keys that stand twice, the first.
  subscript(element: YAMLRoute.Element) -> YAMLNode? {
    switch element {
    case .key(let key): self[key]
    case .index(let index): items.indices.contains(index) ? items[index] : nil
    }
  }
}

extension YAMLDocument {
  /// The node at `route` in the first document.
  package func node(at route: YAMLRoute) -> YAMLNode? {
    var node = root
    for element in route.elements { node = node?[element] }
    return node
  }

  /// The route to a node of the first document, found by its bytes.
  ///
  /// - Returns: `nil` if the node is a key, stands behind a key that is no scalar, or belongs to another document.
  ///   Where a key stands twice, the route means the first; the patcher refuses such routes.
  package func route(to node: YAMLNode) -> YAMLRoute? {
    guard var current = root else { return nil }
    var elements: [YAMLRoute.Element] = []
    while current.range != node.range || current.kind != node.kind {
      guard let next = step(in: current, towards: node.range), next.node.range.contains(node.range) else { return nil }
      elements.append(next.element)
      current = next.node
    }
    return YAMLRoute(elements)
  }

  private func step(in node: YAMLNode, towards range: ByteRange) -> (element: YAMLRoute.Element, node: YAMLNode)? {
    switch node.kind {
    case .sequence(let items):
      guard let index = items.lastIndex(startingBefore: range.lowerBound, \.range) else { return nil }
      return (.index(index), items[index])
    case .mapping(let entries):
      guard let index = entries.lastIndex(startingBefore: range.lowerBound, \.value.range) else { return nil }
      return entries[index].key.string.map { (.key($0), entries[index].value) }
    case .scalar, .alias: return nil
    }
  }
}

extension Array {
  /// The last element that starts at or before `offset`; the elements are in the order of the text.
  fileprivate func lastIndex(startingBefore offset: ByteOffset, _ range: (Element) -> ByteRange) -> Int? {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if range(self[middle]).lowerBound <= offset { low = middle + 1 } else { high = middle }
    }
    return low > 0 ? low - 1 : nil
  }
}

extension ByteRange {
  fileprivate func contains(_ other: ByteRange) -> Bool {
    lowerBound <= other.lowerBound && other.upperBound <= upperBound
  }
}
