/// Reads one JSON value (RFC 8259), as reports, journals and container engines hold them.
package struct JSONReader {
  /// Nesting beyond this is no report.
  private static let depthLimit = 64

  private let bytes: ArraySlice<UInt8>
  private var place: Int

  private init(_ bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
    place = bytes.startIndex
  }

  /// The value that `text` is.
  package static func read(_ text: String) -> JSONValue? { read(Array(text.utf8)[...]) }

  /// The value that `bytes` are; nil if they are none, or more than one. Numbers with a fraction are rounded down.
  package static func read(_ bytes: ArraySlice<UInt8>) -> JSONValue? {
    var reader = JSONReader(bytes)
    guard let value = reader.value(depth: 0) else { return nil }
    reader.skipBlanks()
    return reader.place == bytes.endIndex ? value : nil
  }

  private var current: UInt8? { place < bytes.endIndex ? bytes[place] : nil }

  private mutating func skipBlanks() {
    while let byte = current, byte == 32 || byte == 9 || byte == 10 || byte == 13 { place += 1 }
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    skipBlanks()
    guard current == byte else { return false }
    place += 1
    return true
  }

  private mutating func value(depth: Int) -> JSONValue? {
    skipBlanks()
    guard let first = current, depth < Self.depthLimit else { return nil }
    switch first {
    case UInt8(ascii: "{"): return object(depth: depth)
    case UInt8(ascii: "["): return array(depth: depth)
    case UInt8(ascii: "\""): return string().map { .string($0) }
    case UInt8(ascii: "t"): return word("true") ? .bool(true) : nil
    case UInt8(ascii: "f"): return word("false") ? .bool(false) : nil
    case UInt8(ascii: "n"): return word("null") ? .null : nil
    default: return number()
    }
  }

  private mutating func word(_ text: String) -> Bool {
    guard bytes[place...].starts(with: text.utf8) else { return false }
    place += text.utf8.count
    return true
  }

  private mutating func number() -> JSONValue? {
    let start = place
    while let byte = current, Self.isNumberByte(byte) { place += 1 }
    let text = String(decoding: bytes[start..<place], as: UTF8.self)
    if let integer = Int(text) { return .integer(integer) }
    guard let value = Double(text), value.magnitude < 1e15 else { return nil }
    return .integer(Int(value.rounded(.down)))
  }

  private static func isNumberByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "."),
      UInt8(ascii: "e"), UInt8(ascii: "E"):
      true
    default: false
    }
  }

  private mutating func array(depth: Int) -> JSONValue? {
    place += 1
    var items: [JSONValue] = []
    if take(UInt8(ascii: "]")) { return .array([]) }
    repeat {
      guard let item = value(depth: depth + 1) else { return nil }
      items.append(item)
    } while take(UInt8(ascii: ","))
    return take(UInt8(ascii: "]")) ? .array(items) : nil
  }

  private mutating func object(depth: Int) -> JSONValue? {
    place += 1
    var members: [JSONValue.Member] = []
    if take(UInt8(ascii: "}")) { return .object([]) }
    repeat {
      skipBlanks()
      guard current == UInt8(ascii: "\""), let name = string(), take(UInt8(ascii: ":")),
        let value = value(depth: depth + 1)
      else { return nil }
      members.append(.init(name, value))
    } while take(UInt8(ascii: ","))
    return take(UInt8(ascii: "}")) ? .object(members) : nil
  }

  private mutating func string() -> String? {
    place += 1
    var text: [UInt8] = []
    while true {
      let start = place
      while let byte = current, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\"), byte >= 0x20 { place += 1 }
      let plain = bytes[start..<place]
      guard let byte = current, byte >= 0x20 else { return nil }
      place += 1
      if byte == UInt8(ascii: "\"") {
        if text.isEmpty { return String(decoding: plain, as: UTF8.self) }
        return String(decoding: text + plain, as: UTF8.self)
      }
      guard let escaped = escape() else { return nil }
      text += plain
      text += String(escaped).utf8
    }
  }

  private mutating func escape() -> Character? {
    guard let byte = current else { return nil }
    place += 1
    switch byte {
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "u"):
      guard let first = unit() else { return nil }
      if let scalar = Unicode.Scalar(first) { return Character(scalar) }
      guard first < 0xDC00, bytes[place...].starts(with: "\\u".utf8) else { return nil }
      place += 2
      guard let second = unit(), (0xDC00..<0xE000).contains(second) else { return nil }
      return Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00)).map { Character($0) }
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Character(Unicode.Scalar(byte))
    default: return nil
    }
  }

  private mutating func unit() -> UInt32? {
    guard place + 4 <= bytes.endIndex else { return nil }
    let digits = String(decoding: bytes[place..<place + 4], as: UTF8.self)
    place += 4
    return UInt32(digits, radix: 16)
  }
}

extension JSONValue {
  /// The member of an object; nil if there is none, or it is null.
  package subscript(name: String) -> JSONValue? {
    guard let value = members.first(where: { $0.name == name })?.value, value != .null else { return nil }
    return value
  }

  package var members: [Member] { if case .object(let members) = self { members } else { [] } }

  package var string: String? { if case .string(let text) = self { text } else { nil } }
  package var number: Int? { if case .integer(let number) = self { number } else { nil } }
  package var isTrue: Bool { self == .bool(true) }
  package var items: [JSONValue] { if case .array(let items) = self { items } else { [] } }
  package var texts: [String] { items.compactMap(\.string) }
}
