package import SourceText

/// A YAML document's values, laid out so that they are read where they lie: no tree is built before.
///
/// Each node stands as a letter for its kind, the number of bytes that follow in it, its start and its length in the
/// file, and its content: a scalar's value, the number of a collection's nodes and then these (keys and values in
/// turn), for an alias the place of the node that it stands for. How a value is written, tags and merge keys are left
/// out.
package final class FlatYAML: @unchecked Sendable {
  // nothing changes them
  fileprivate let bytes: UnsafeBufferPointer<UInt8>
  private let isOwn: Bool

  /// A document that `text(of:)` wrote when the program was built.
  package init(_ text: StaticString) {
    bytes = UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)
    isOwn = false
  }

  package init(_ document: YAMLDocument) {
    let text = Self.text(of: document)
    let copy = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: text.count)
    _ = copy.initialize(from: text)
    bytes = UnsafeBufferPointer(copy)
    isOwn = true
  }

  deinit {
    if isOwn { bytes.deallocate() }
  }

  /// The first document's values as they are laid out, without carriage returns and NUL unless values hold them.
  package static func text(of document: YAMLDocument) -> [UInt8] {
    var writer = FlatYAMLWriter(document: document)
    if let root = document.root { writer.write(root) }
    return writer.text
  }

  /// The value of the document; nil if it holds none.
  package var root: Node? { bytes.isEmpty ? nil : Node(tree: self, at: 0) }
}

extension FlatYAML {
  /// One value of a document.
  package struct Node {
    private let tree: FlatYAML
    private let letter: UInt8
    private let place: Int
    private let content: Int
    /// Where the next node stands.
    fileprivate let end: Int

    fileprivate init(tree: FlatYAML, at place: Int) {
      self.tree = tree
      letter = tree.bytes[place]
      var index = place + 1
      let count = tree.number(&index)
      end = index + count
      self.place = index
      tree.skipNumber(&index)
      tree.skipNumber(&index)
      content = index
    }

    /// The node that an alias stands for, or the node itself.
    package var resolved: Node {
      guard letter == Letter.alias else { return self }
      var index = content
      return Node(tree: tree, at: tree.number(&index))
    }

    /// The bytes of the file that the node stands on.
    package var range: ByteRange {
      var index = place
      let start = tree.number(&index)
      return start..<start + tree.number(&index)
    }

    package var isMapping: Bool { letter == Letter.mapping }
    package var isSequence: Bool { letter == Letter.sequence }

    /// The text of a scalar.
    package var string: String? {
      guard letter == Letter.scalar else { return nil }
      return String(decoding: UnsafeBufferPointer(rebasing: tree.bytes[content..<end]), as: UTF8.self)
    }

    /// The items of a sequence, the keys and values of a mapping in turn, or none.
    package var nodes: Nodes {
      guard isMapping || isSequence else { return Nodes(tree: tree, count: 0, index: end) }
      var index = content
      let count = tree.number(&index)
      return Nodes(tree: tree, count: count, index: index)
    }

    /// The keys and values of a mapping, aliases as they are.
    package var entries: [(key: Node, value: Node)] {
      guard isMapping else { return [] }
      var nodes = nodes
      var entries: [(key: Node, value: Node)] = []
      while let key = nodes.next(), let value = nodes.next() { entries.append((key, value)) }
      return entries
    }

    /// The value of the first entry whose key is `key`, aliases as they are.
    package subscript(key: StaticString) -> Node? {
      guard isMapping else { return nil }
      var nodes = nodes
      while let name = nodes.next(), let value = nodes.next() {
        if name.isScalar(key) { return value }
      }
      return nil
    }

    private func isScalar(_ text: StaticString) -> Bool {
      guard letter == Letter.scalar, end - content == text.utf8CodeUnitCount else { return false }
      for index in 0..<text.utf8CodeUnitCount where tree.bytes[content + index] != text.utf8Start[index] {
        return false
      }
      return true
    }
  }

  /// Nodes that stand one behind the other.
  package struct Nodes: Sequence, IteratorProtocol {
    private let tree: FlatYAML
    package let count: Int
    private var index: Int
    private var taken = 0

    fileprivate init(tree: FlatYAML, count: Int, index: Int) {
      self.tree = tree
      self.count = count
      self.index = index
    }

    package var underestimatedCount: Int { count - taken }

    package mutating func next() -> Node? {
      guard taken < count else { return nil }
      taken += 1
      let node = Node(tree: tree, at: index)
      index = node.end
      return node
    }
  }

  enum Letter {
    static let scalar = UInt8(ascii: "s")
    static let sequence = UInt8(ascii: "-")
    static let mapping = UInt8(ascii: ":")
    static let alias = UInt8(ascii: "*")
    /// An alias that stands for nothing.
    static let nothing = UInt8(ascii: "0")
  }
}

/// Numbers: five bits a byte, the highest first, `@` and above ends.
extension FlatYAML {
  fileprivate func number(_ index: inout Int) -> Int {
    var value = 0
    while true {
      let digit = bytes[index]
      index += 1
      value = value << 5 | Int(digit & 0x1F)
      if digit & 0x40 != 0 { return value }
    }
  }

  fileprivate func skipNumber(_ index: inout Int) {
    while bytes[index] & 0x40 == 0 { index += 1 }
    index += 1
  }
}
