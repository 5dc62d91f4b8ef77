import SourceText

/// A YAML file's tree in a form that is read in a fraction of the time which the file itself takes.
///
/// Each node stands as one letter for how it is written, then its start, counted from the start of the node before it,
/// and its length in bytes. A collection's number of nodes follows, then these; a scalar's value follows where it is
/// not what stands in the file. An anchor stands before its node, with the bytes up to the value. Numbers are decimal
/// and end with a space; a text follows the number of its bytes.
package enum YAMLTreeText {
  /// Gives nil for a file with anything but one document that is in order, or with tags.
  package static func write(_ source: [UInt8]) -> [UInt8]? {
    let (document, diagnostics) = YAMLDocument.parse(source, path: "")
    guard diagnostics.isEmpty, document.documents.count == 1, let root = document.root else { return nil }
    var writer = Writer(source: source)
    return writer.write(root) ? writer.text : nil
  }

  /// The document that `write` was given.
  ///
  /// - Parameters:
  ///   - tree: what `write` gave for `source`, which is taken to be so.
  package static func read(_ tree: UnsafeBufferPointer<UInt8>, of source: [UInt8], path: String) -> YAMLDocument {
    var reader = Reader(tree: tree)
    let root = source.withUnsafeBufferPointer { reader.node($0) }
    return YAMLDocument(source: source, path: path, documents: [root], hasErrors: false, anchors: reader.anchors)
  }

  /// The letters of collections and scalars; a scalar whose value is written out has the capital.
  private static func letter(_ style: YAMLNode.Style, isMapping: Bool = false) -> UInt8 {
    switch style {
    case .block: isMapping ? UInt8(ascii: ":") : UInt8(ascii: "-")
    case .flow: isMapping ? UInt8(ascii: "{") : UInt8(ascii: "[")
    case .plain: UInt8(ascii: "p")
    case .singleQuoted: UInt8(ascii: "s")
    case .doubleQuoted: UInt8(ascii: "d")
    case .literal: UInt8(ascii: "l")
    case .folded: UInt8(ascii: "f")
    case .alias: UInt8(ascii: "*")
    }
  }

  private static let toLower: UInt8 = 0x20
  private static let anchorLetter = UInt8(ascii: "&")

  private struct Writer {
    let source: [UInt8]
    var text: [UInt8] = []
    private var start = 0

    init(source: [UInt8]) { self.source = source }

    /// Gives false for a node that has no place in the form.
    mutating func write(_ node: YAMLNode) -> Bool {
      guard node.tag == nil else { return false }
      if let anchor = node.anchor {
        text.append(anchorLetter)
        add(anchor)
        add(node.valueStart - node.range.lowerBound)
      }
      switch node.kind {
      case .alias(let name):
        add(letter(node.style), node)
        add(name)
        return true
      case .scalar(let value):
        let letter = letter(node.style)
        let isWritten = source[node.valueRange].elementsEqual(value.utf8)
        add(isWritten ? letter : letter & ~toLower, node)
        if !isWritten { add(value) }
        return true
      case .sequence(let items): return add(node, isMapping: false, items)
      case .mapping(let entries): return add(node, isMapping: true, entries.flatMap { [$0.key, $0.value] })
      }
    }

    private mutating func add(_ node: YAMLNode, isMapping: Bool, _ nodes: [YAMLNode]) -> Bool {
      add(letter(node.style, isMapping: isMapping), node)
      add(nodes.count)
      return nodes.allSatisfy { write($0) }
    }

    private mutating func add(_ letter: UInt8, _ node: YAMLNode) {
      text.append(letter)
      add(node.range.lowerBound - start)
      add(node.range.count)
      start = node.range.lowerBound
    }

    private mutating func add(_ value: String) {
      add(value.utf8.count)
      text += value.utf8
    }

    private mutating func add(_ number: Int) {
      text += String(number).utf8
      text.append(UInt8(ascii: " "))
    }
  }

  private struct Reader {
    let tree: UnsafeBufferPointer<UInt8>
    private(set) var anchors: [String: [YAMLDocument.Anchor]] = [:]
    private var index = 0
    private var start = 0

    init(tree: UnsafeBufferPointer<UInt8>) { self.tree = tree }

    mutating func node(_ source: UnsafeBufferPointer<UInt8>) -> YAMLNode {
      var anchor: String?
      var behindAnchor = 0
      if tree[index] == anchorLetter {
        index += 1
        anchor = string()
        behindAnchor = number()
      }
      let letter = tree[index]
      index += 1
      start += number()
      let range = start..<start + number()
      let value = range.lowerBound + behindAnchor..<range.upperBound
      let (kind, style) = content(letter, value, source)
      let node = YAMLNode(
        kind: kind, style: style, tag: nil, anchor: anchor, range: range, valueStart: value.lowerBound)
      anchors.add(node, document: 0)
      return node
    }

    private mutating func content(
      _ letter: UInt8, _ range: ByteRange, _ source: UnsafeBufferPointer<UInt8>
    ) -> (YAMLNode.Kind, YAMLNode.Style) {
      switch letter {
      case UInt8(ascii: "*"): return (.alias(string()), .alias)
      case UInt8(ascii: ":"): return (mapping(number(), source), .block)
      case UInt8(ascii: "{"): return (mapping(number(), source), .flow)
      case UInt8(ascii: "-"): return (sequence(number(), source), .block)
      case UInt8(ascii: "["): return (sequence(number(), source), .flow)
      default:
        let isWritten = letter & toLower != 0
        return (.scalar(isWritten ? String(decoding: source[range], as: UTF8.self) : string()), scalarStyle(letter))
      }
    }

    private func scalarStyle(_ letter: UInt8) -> YAMLNode.Style {
      switch letter | toLower {
      case UInt8(ascii: "s"): .singleQuoted
      case UInt8(ascii: "d"): .doubleQuoted
      case UInt8(ascii: "l"): .literal
      case UInt8(ascii: "f"): .folded
      default: .plain
      }
    }

    private mutating func sequence(_ count: Int, _ source: UnsafeBufferPointer<UInt8>) -> YAMLNode.Kind {
      var items: [YAMLNode] = []
      items.reserveCapacity(count)
      for _ in 0..<count { items.append(node(source)) }
      return .sequence(items)
    }

    private mutating func mapping(_ count: Int, _ source: UnsafeBufferPointer<UInt8>) -> YAMLNode.Kind {
      var entries: [YAMLEntry] = []
      entries.reserveCapacity(count / 2)
      for _ in 0..<count / 2 {
        let key = node(source)
        entries.append(YAMLEntry(key: key, value: node(source)))
      }
      return .mapping(entries)
    }

    /// The text that stands next, behind the number of its bytes.
    private mutating func string() -> String {
      let count = number()
      defer { index += count }
      return String(decoding: tree[index..<index + count], as: UTF8.self)
    }

    /// The number that stands next, with the space behind it.
    private mutating func number() -> Int {
      var value = 0
      while tree[index] != UInt8(ascii: " ") {
        value = value * 10 + Int(tree[index] - UInt8(ascii: "0"))
        index += 1
      }
      index += 1
      return value
    }
  }
}
