/// A JSON value that keeps the order of its members.
package indirect enum JSONValue: Sendable, Equatable {
  case null
  case bool(Bool)
  case integer(Int)
  case string(String)
  case array([JSONValue])
  case object([Member])

  package struct Member: Sendable, Equatable {
    package let name: String
    package let value: JSONValue

    package init(_ name: String, _ value: JSONValue) {
      self.name = name
      self.value = value
    }
  }

  /// An object with its members in the order given.
  package static func fields(_ members: KeyValuePairs<String, JSONValue>) -> JSONValue {
    .object(members.map { Member($0.key, $0.value) })
  }

  /// A string, or null.
  package static func optional(_ text: String?) -> JSONValue { text.map { .string($0) } ?? .null }

  package static func strings(_ texts: [String]) -> JSONValue { .array(texts.map { .string($0) }) }

  /// The value as text: two blanks for each level, and lists of plain values on one line; without a line end.
  package var text: String { text(indent: 0) }

  /// The value as text on one line.
  package var line: String { text(indent: nil) }

  private func text(indent: Int?) -> String {
    var result: [UInt8] = []
    write(to: &result, indent: indent)
    return String(decoding: result, as: UTF8.self)
  }

  private var isPlain: Bool {
    switch self {
    case .array, .object: false
    default: true
    }
  }

  private func write(to result: inout [UInt8], indent: Int?) {
    switch self {
    case .null: result += "null".utf8
    case .bool(let value): result += (value ? "true" : "false").utf8
    case .integer(let value): result += String(value).utf8
    case .string(let text): Self.write(text, to: &result)
    case .array(let items):
      let inner = items.allSatisfy(\.isPlain) ? nil : indent
      Self.write("[", "]", items, to: &result, indent: inner, blank: indent != nil) { item, result, indent in
        item.write(to: &result, indent: indent)
      }
    case .object(let members):
      Self.write("{", "}", members, to: &result, indent: indent, blank: indent != nil) { member, result, indent in
        Self.write(member.name, to: &result)
        result += (indent == nil ? ":" : ": ").utf8
        member.value.write(to: &result, indent: indent)
      }
    }
  }

  private static func write<Item>(
    _ start: String, _ end: String, _ items: [Item], to result: inout [UInt8], indent: Int?, blank: Bool,
    _ write: (Item, inout [UInt8], Int?) -> Void
  ) {
    result += start.utf8
    for (index, item) in items.enumerated() {
      if index > 0 { result += (indent == nil && blank ? ", " : ",").utf8 }
      if let indent { breakLine(&result, indent + 2) }
      write(item, &result, indent.map { $0 + 2 })
    }
    if let indent, !items.isEmpty { breakLine(&result, indent) }
    result += end.utf8
  }

  private static func breakLine(_ result: inout [UInt8], _ indent: Int) {
    result.append(UInt8(ascii: "\n"))
    result += repeatElement(UInt8(ascii: " "), count: indent)
  }

  private static func write(_ text: String, to result: inout [UInt8]) {
    result.append(UInt8(ascii: "\""))
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"): result += [UInt8(ascii: "\\"), byte]
      case UInt8(ascii: "\n"): result += "\\n".utf8
      case UInt8(ascii: "\r"): result += "\\r".utf8
      case UInt8(ascii: "\t"): result += "\\t".utf8
      case 0..<0x20, 0x7F:
        let digits = String(byte, radix: 16)
        result += ("\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits).utf8
      default: result.append(byte)
      }
    }
    result.append(UInt8(ascii: "\""))
  }
}
