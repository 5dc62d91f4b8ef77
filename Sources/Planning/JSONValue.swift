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
  package var text: String {
    var result = ""
    write(to: &result, indent: 0)
    return result
  }

  /// The value as text on one line.
  package var line: String {
    var result = ""
    write(to: &result, indent: nil)
    return result
  }

  private var isPlain: Bool {
    switch self {
    case .array, .object: false
    default: true
    }
  }

  private func write(to result: inout String, indent: Int?) {
    switch self {
    case .null: result += "null"
    case .bool(let value): result += value ? "true" : "false"
    case .integer(let value): result += String(value)
    case .string(let text): Self.write(text, to: &result)
    case .array(let items):
      let inner = items.allSatisfy(\.isPlain) ? nil : indent
      Self.write("[", "]", items, to: &result, indent: inner, blank: indent != nil) { item, result, indent in
        item.write(to: &result, indent: indent)
      }
    case .object(let members):
      Self.write("{", "}", members, to: &result, indent: indent, blank: indent != nil) { member, result, indent in
        Self.write(member.name, to: &result)
        result += indent == nil ? ":" : ": "
        member.value.write(to: &result, indent: indent)
      }
    }
  }

  private static func write<Item>(
    _ start: String, _ end: String, _ items: [Item], to result: inout String, indent: Int?, blank: Bool,
    _ write: (Item, inout String, Int?) -> Void
  ) {
    result += start
    for (index, item) in items.enumerated() {
      if index > 0 { result += indent == nil && blank ? ", " : "," }
      if let indent { result += "\n" + String(repeating: " ", count: indent + 2) }
      write(item, &result, indent.map { $0 + 2 })
    }
    if let indent, !items.isEmpty { result += "\n" + String(repeating: " ", count: indent) }
    result += end
  }

  private static func write(_ text: String, to result: inout String) {
    result += "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case _ where scalar.value < 0x20 || scalar.value == 0x7F:
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    result += "\""
  }
}
