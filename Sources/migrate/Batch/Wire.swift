/// Writes the parts of a message between the batch run and its workers: numbers as eight bytes, the lowest first, and
/// texts behind their length.
struct WireWriter {
  private(set) var bytes: [UInt8]

  init(bytes: [UInt8] = []) { self.bytes = bytes }

  mutating func add(_ number: Int) {
    var value = UInt64(bitPattern: Int64(number))
    for _ in 0..<8 {
      bytes.append(UInt8(truncatingIfNeeded: value))
      value >>= 8
    }
  }

  mutating func add(_ flag: Bool) { bytes.append(flag ? 1 : 0) }

  mutating func add(_ text: [UInt8]) {
    add(text.count)
    bytes += text
  }

  mutating func add(_ text: String) {
    add(text.utf8.count)
    bytes += text.utf8
  }

  mutating func add(_ text: String?) {
    add(text != nil)
    if let text { add(text) }
  }

  mutating func add(_ texts: [String]) {
    add(texts.count)
    for text in texts { add(text) }
  }

  /// The message behind its length.
  var framed: [UInt8] {
    var frame = WireWriter()
    frame.add(bytes)
    return frame.bytes
  }
}

/// Reads what `WireWriter` wrote; from a message that is broken come zeros and empty texts.
struct WireReader {
  private let bytes: ArraySlice<UInt8>
  private var place: Int

  init(_ bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
    place = bytes.startIndex
  }

  mutating func number() -> Int {
    guard place + 8 <= bytes.endIndex else {
      place = bytes.endIndex
      return 0
    }
    var value: UInt64 = 0
    for index in (place..<place + 8).reversed() { value = value << 8 | UInt64(bytes[index]) }
    place += 8
    return Int(Int64(bitPattern: value))
  }

  mutating func flag() -> Bool {
    guard place < bytes.endIndex else { return false }
    place += 1
    return bytes[place - 1] == 1
  }

  mutating func slice() -> ArraySlice<UInt8> {
    let count = number()
    guard count >= 0, count <= bytes.endIndex - place else {
      place = bytes.endIndex
      return []
    }
    defer { place += count }
    return bytes[place..<place + count]
  }

  mutating func data() -> [UInt8] { Array(slice()) }
  mutating func text() -> String { String(decoding: slice(), as: UTF8.self) }
  mutating func optional() -> String? { flag() ? text() : nil }

  mutating func list<Item>(_ item: (inout WireReader) -> Item) -> [Item] {
    let count = number()
    // each item has at least one byte
    guard count > 0, count <= bytes.endIndex - place else { return [] }
    return (0..<count).map { _ in item(&self) }
  }

  mutating func texts() -> [String] { list { $0.text() } }
}

/// Takes messages out of a stream of bytes as they become complete.
struct WireBuffer {
  private var bytes: [UInt8] = []
  private var start = 0

  var isEmpty: Bool { start == bytes.count }

  mutating func append(_ more: UnsafeRawBufferPointer) {
    if start > 1 << 16 || start == bytes.count {
      bytes.removeFirst(start)
      start = 0
    }
    bytes.append(contentsOf: more)
  }

  /// The next whole message.
  mutating func next() -> [UInt8]? {
    guard bytes.count - start >= 8 else { return nil }
    var reader = WireReader(bytes[start...])
    let count = reader.number()
    guard count >= 0, bytes.count - start - 8 >= count else { return nil }
    defer { start += 8 + count }
    return Array(bytes[start + 8..<start + 8 + count])
  }
}
