package import SourceText

/// A YAML document's values, laid out so that they are read where they lie: no tree is built before.
///
/// Each node stands as a letter for its kind, the number of bytes that follow in it, its start and its length in the
/// file, and its content: a scalar's value, the number of a collection's items and then these, for an alias the place
/// of the node that it stands for. In a mapping each value follows the number of bytes of the whole entry, the number
/// of bytes of the key, the key, and the key's start and length in the file. A key that is no scalar is empty. How a
/// value is written, tags and merge keys are left out.
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
      return tree.text(content..<end)
    }

    /// The items of a sequence; none for other nodes.
    package var items: [Node] {
      guard isSequence else { return [] }
      var index = content
      let count = tree.number(&index)
      return (0..<count).map { _ in
        let node = Node(tree: tree, at: index)
        index = node.end
        return node
      }
    }

    /// The number of entries of a mapping.
    package var entryCount: Int {
      guard isMapping else { return 0 }
      var index = content
      return tree.number(&index)
    }

    /// The entries of a mapping, none for other nodes; aliases are as they are.
    package var entries: [(key: String, keyRange: ByteRange, value: Node)] {
      guard isMapping else { return [] }
      var index = content
      let count = tree.number(&index)
      return (0..<count).map { _ in
        tree.skipNumber(&index)
        let length = tree.number(&index)
        let key = tree.text(index..<index + length)
        index += length
        let start = tree.number(&index)
        let range = start..<start + tree.number(&index)
        let value = Node(tree: tree, at: index)
        index = value.end
        return (key, range, value)
      }
    }

    /// The value of the first entry whose key is `key`, an alias as it is.
    package subscript(key: StaticString) -> Node? {
      guard isMapping else { return nil }
      var index = content
      for _ in 0..<tree.number(&index) {
        let size = tree.number(&index)
        let end = index + size
        let length = tree.number(&index)
        if length == key.utf8CodeUnitCount, tree.stands(key, at: index) {
          index += length
          tree.skipNumber(&index)
          tree.skipNumber(&index)
          return Node(tree: tree, at: index)
        }
        index = end
      }
      return nil
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

extension FlatYAML {
  fileprivate func text(_ range: Range<Int>) -> String {
    String(decoding: UnsafeBufferPointer(rebasing: bytes[range]), as: UTF8.self)
  }

  fileprivate func stands(_ text: StaticString, at place: Int) -> Bool {
    for index in 0..<text.utf8CodeUnitCount where bytes[place + index] != text.utf8Start[index] { return false }
    return true
  }

  /// Five bits a byte, the highest first; `@` and what is above ends the number.
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
