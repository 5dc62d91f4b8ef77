/// What the header of a tar entry says.
package struct TarHeader: Sendable, Equatable {
  package enum Kind: Sendable, Equatable {
    case file, folder, link, hardLink, device
  }

  package var kind: Kind
  /// Without `./` or slashes at its ends.
  package var path: String
  /// The permission bits.
  package var mode: Int
  package var owner: Int
  package var group: Int
  /// Bytes of content.
  package var size: Int
  /// What a link names.
  package var target: String
}

/// Reads a tar stream (POSIX ustar and pax, GNU long names) that comes in pieces; keeps the content of chosen files.
///
/// Of every file the first bytes are kept; `wants` decides with them whether all of it is.
package struct TarReader {
  private enum State {
    case header
    case content(TarHeader)
    /// The content of a record that describes the next entry.
    case record(type: UInt8)
  }

  /// So many bytes of each file are kept.
  package static let headSize = 256
  /// Longer contents are cut.
  private static let contentLimit = 256 << 20

  private let wants: (TarHeader, [UInt8]) -> Bool
  private let visit: (TarHeader, [UInt8]) -> Void
  private var state = State.header
  private var block: [UInt8] = []
  private var content: [UInt8] = []
  /// How many bytes of content are still to come, and how many of padding.
  private var remaining = 0
  private var padding = 0
  /// Whether the rest of the content is kept; nil: not decided yet.
  private var isWanted: Bool?
  private var longPath: String?
  private var longTarget: String?
  private var longSize: Int?
  /// Whether something was no tar.
  package private(set) var isBroken = false

  /// - Parameters:
  ///   - wants: whether the whole content of a file is kept; takes its first bytes.
  ///   - visit: takes each entry with what was kept of its content.
  package init(wants: @escaping (TarHeader, [UInt8]) -> Bool, visit: @escaping (TarHeader, [UInt8]) -> Void) {
    self.wants = wants
    self.visit = visit
  }

  /// Takes the next piece of the stream.
  package mutating func feed(_ bytes: UnsafeRawBufferPointer) {
    var rest = bytes[...]
    while !rest.isEmpty, !isBroken {
      if remaining > 0 {
        let count = min(remaining, rest.count)
        keep(UnsafeRawBufferPointer(rebasing: rest.prefix(count)))
        remaining -= count
        rest = rest.dropFirst(count)
        if remaining == 0 { finishContent() }
      } else if padding > 0 {
        let count = min(padding, rest.count)
        padding -= count
        rest = rest.dropFirst(count)
      } else {
        let count = min(512 - block.count, rest.count)
        block.append(contentsOf: rest.prefix(count))
        rest = rest.dropFirst(count)
        if block.count == 512 {
          readHeader()
          block.removeAll(keepingCapacity: true)
        }
      }
    }
  }

  private mutating func keep(_ bytes: UnsafeRawBufferPointer) {
    guard isWanted != false, content.count < Self.contentLimit else { return }
    guard case .content(let header) = state, isWanted == nil else {
      content.append(contentsOf: bytes)
      return
    }
    let head = min(Self.headSize - content.count, bytes.count)
    content.append(contentsOf: bytes.prefix(head))
    guard content.count == Self.headSize else { return }
    isWanted = wants(header, content)
    if isWanted == true {
      content.reserveCapacity(header.size)
      content.append(contentsOf: bytes.dropFirst(head))
    }
  }

  private mutating func finishContent() {
    let kept = content
    content = []
    isWanted = nil
    let finished = state
    state = .header
    switch finished {
    case .header: break
    case .content(let header): visit(header, kept)
    case .record(let type):
      switch type {
      case UInt8(ascii: "L"): longPath = Self.text(kept[...])
      case UInt8(ascii: "K"): longTarget = Self.text(kept[...])
      case UInt8(ascii: "x"): readExtension(kept)
      default: break
      }
    }
  }

  private mutating func readHeader() {
    guard block.contains(where: { $0 != 0 }) else { return }
    guard Self.number(block[148..<156]) == checksum else {
      isBroken = true
      return
    }
    let type = block[156]
    let size = Self.number(block[124..<136]) ?? 0
    if [UInt8(ascii: "L"), UInt8(ascii: "K"), UInt8(ascii: "x"), UInt8(ascii: "g")].contains(type) {
      isWanted = true
      start(.record(type: type), size: size)
      return
    }
    var path = Self.text(block[0..<100])
    if block[257..<262].elementsEqual("ustar".utf8), block[263] != UInt8(ascii: " ") {
      let prefix = Self.text(block[345..<500])
      if !prefix.isEmpty { path = prefix + "/" + path }
    }
    let kind: TarHeader.Kind =
      switch type {
      case 0, UInt8(ascii: "0"), UInt8(ascii: "7"): .file
      case UInt8(ascii: "1"): .hardLink
      case UInt8(ascii: "2"): .link
      case UInt8(ascii: "5"): .folder
      default: .device
      }
    let header = TarHeader(
      kind: kind, path: ImagePaths.clean(longPath ?? path), mode: (Self.number(block[100..<108]) ?? 0) & 0o7777,
      owner: Self.number(block[108..<116]) ?? 0, group: Self.number(block[116..<124]) ?? 0,
      size: kind == .file ? longSize ?? size : 0, target: longTarget ?? Self.text(block[157..<257]))
    (longPath, longTarget, longSize) = (nil, nil, nil)
    start(.content(header), size: header.size)
  }

  private mutating func start(_ state: State, size: Int) {
    self.state = state
    remaining = size
    padding = (512 - size % 512) % 512
    if size == 0 { finishContent() }
  }

  /// The records `LENGTH KEY=VALUE\n` of a pax header.
  private mutating func readExtension(_ bytes: [UInt8]) {
    var rest = bytes[...]
    while let blank = rest.firstIndex(of: UInt8(ascii: " ")),
      let length = Int(String(decoding: rest[..<blank], as: UTF8.self)), length > 0, length <= rest.count
    {
      let record = rest[blank...].dropFirst().prefix(rest.startIndex + length - blank - 2)
      rest = rest.dropFirst(length)
      guard let equals = record.firstIndex(of: UInt8(ascii: "=")) else { continue }
      let value = String(decoding: record[equals...].dropFirst(), as: UTF8.self)
      switch String(decoding: record[..<equals], as: UTF8.self) {
      case "path": longPath = value
      case "linkpath": longTarget = value
      case "size": longSize = Int(value)
      default: break
      }
    }
  }

  /// The sum of the header's bytes, those of the checksum as blanks.
  private var checksum: Int {
    var sum = 8 * 32
    for (index, byte) in block.enumerated() where !(148..<156).contains(index) { sum += Int(byte) }
    return sum
  }

  private static func text(_ bytes: ArraySlice<UInt8>) -> String {
    String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
  }

  /// An octal number, or one in base 256 (GNU).
  private static func number(_ bytes: ArraySlice<UInt8>) -> Int? {
    guard let first = bytes.first else { return nil }
    if first & 0x80 != 0 {
      return bytes.dropFirst().suffix(7).reduce(0) { $0 << 8 | Int($1) }
    }
    let digits = bytes.filter { (UInt8(ascii: "0")...UInt8(ascii: "7")).contains($0) }
    return digits.isEmpty ? nil : digits.reduce(0) { $0 << 3 | Int($1 - UInt8(ascii: "0")) }
  }
}
