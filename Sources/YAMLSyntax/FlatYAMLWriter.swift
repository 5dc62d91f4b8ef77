import SourceText

/// Lays a document's values out as `FlatYAML` reads them.
struct FlatYAMLWriter {
  let document: YAMLDocument
  private(set) var text: [UInt8] = []
  /// Where nodes with an anchor stand.
  private var places: [ObjectIdentifier: Int] = [:]

  init(document: YAMLDocument) { self.document = document }

  mutating func write(_ node: YAMLNode) {
    if node.anchor != nil { places[ObjectIdentifier(node)] = text.count }
    switch node.kind {
    case .scalar(let value): add(FlatYAML.Letter.scalar, node) { $0.text += value.utf8 }
    case .sequence(let items):
      add(FlatYAML.Letter.sequence, node) {
        $0.add(items.count)
        for item in items { $0.write(item) }
      }
    case .mapping(let entries):
      add(FlatYAML.Letter.mapping, node) {
        $0.add(entries.count)
        for entry in entries { $0.add(entry) }
      }
    case .alias:
      if let place = places[ObjectIdentifier(document.resolve(node))] {
        add(FlatYAML.Letter.alias, node) { $0.add(place) }
      } else {
        add(FlatYAML.Letter.nothing, node) { _ in }
      }
    }
  }

  private mutating func add(_ letter: UInt8, _ node: YAMLNode, _ content: (inout FlatYAMLWriter) -> Void) {
    text.append(letter)
    addSized {
      $0.add(node.range)
      content(&$0)
    }
  }

  private mutating func add(_ entry: YAMLEntry) {
    addSized {
      let key = entry.key.string ?? ""
      $0.add(key.utf8.count)
      $0.text += key.utf8
      $0.add(entry.key.range)
      $0.write(entry.value)
    }
  }

  /// Something behind the number of its bytes.
  ///
  /// The number has the same width everywhere, since what follows holds places which must not move.
  private mutating func addSized(_ content: (inout FlatYAMLWriter) -> Void) {
    let start = text.count
    text += [UInt8](repeating: Self.more, count: Self.widest)
    content(&self)
    let size = Self.digits(text.count - start - Self.widest)
    text.replaceSubrange(start + Self.widest - size.count..<start + Self.widest, with: size)
  }

  private mutating func add(_ range: ByteRange) {
    add(range.lowerBound)
    add(range.count)
  }

  private mutating func add(_ number: Int) { text += Self.digits(number) }

  /// Enough digits for 1 GB, which the largest file that is read can not grow to.
  private static let widest = 6
  private static let more: UInt8 = 0x20
  private static let last: UInt8 = 0x40

  private static func digits(_ number: Int) -> [UInt8] {
    var digits = [last | UInt8(number & 0x1F)]
    var rest = number >> 5
    while rest > 0 {
      digits.append(more | UInt8(rest & 0x1F))
      rest >>= 5
    }
    return digits.reversed()
  }
}
