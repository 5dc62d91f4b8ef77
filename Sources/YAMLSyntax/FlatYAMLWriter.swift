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
        $0.add(entries.count * 2)
        for entry in entries {
          $0.write(entry.key)
          $0.write(entry.value)
        }
      }
    case .alias:
      guard let place = places[ObjectIdentifier(document.resolve(node))] else {
        return add(FlatYAML.Letter.nothing, node) { _ in }
      }
      add(FlatYAML.Letter.alias, node) { $0.add(place) }
    }
  }

  /// A node whose number of bytes is known once its content stands there.
  private mutating func add(_ letter: UInt8, _ node: YAMLNode, _ content: (inout FlatYAMLWriter) -> Void) {
    text.append(letter)
    let start = text.count
    text += [UInt8](repeating: 0, count: Self.widest)
    add(node.range.lowerBound)
    add(node.range.count)
    content(&self)
    let size = Self.digits(text.count - start - Self.widest)
    let width = node.isMapping || node.isSequence ? Self.widest : size.count
    let padding = [UInt8](repeating: Self.more, count: width - size.count)
    text.replaceSubrange(start..<start + Self.widest, with: padding + size)
  }

  private mutating func add(_ number: Int) { text += Self.digits(number) }

  /// Enough digits for all files that fit into memory.
  private static let widest = 8
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
