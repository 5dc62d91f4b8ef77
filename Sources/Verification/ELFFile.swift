/// What the loader reads of an ELF file: `man 5 elf`, and the gABI's chapter on dynamic linking.
package struct ELFFile: Sendable, Equatable {
  /// Whether it is of 64 bits.
  package let is64Bit: Bool
  /// The machine's number (`e_machine`).
  package let machine: Int
  /// The loader that it asks for; nil for a library.
  package let interpreter: String?
  /// The libraries that it needs, as written: names, or paths.
  package let needed: [String]
  package let soname: String?
  /// Folders to look in, `$ORIGIN` as written.
  package let rpath: [String]
  package let runpath: [String]

  package init(
    is64Bit: Bool = true, machine: Int = 62, interpreter: String? = nil, needed: [String] = [], soname: String? = nil,
    rpath: [String] = [], runpath: [String] = []
  ) {
    self.is64Bit = is64Bit
    self.machine = machine
    self.interpreter = interpreter
    self.needed = needed
    self.soname = soname
    self.rpath = rpath
    self.runpath = runpath
  }

  /// Whether the bytes start as an ELF file does.
  package static func isELF(_ head: some Collection<UInt8>) -> Bool { head.starts(with: [0x7F, 0x45, 0x4C, 0x46]) }

  /// Reads a program or library; nil for anything else, for an object file, and for one that is damaged.
  package init?(_ bytes: [UInt8]) {
    guard let file = ELFBytes(bytes) else { return nil }
    // 2: a program, 3: a library, or a program that can be loaded anywhere
    guard let type = file.number(16, 2), type == 2 || type == 3, let machine = file.number(18, 2),
      let segments = file.segments
    else { return nil }
    is64Bit = file.is64Bit
    self.machine = machine
    interpreter = segments.first { $0.type == 3 }.flatMap { file.text($0.offset) }
    var entries: [(tag: Int, value: Int)] = []
    if let dynamic = segments.first(where: { $0.type == 2 }) {
      let width = file.is64Bit ? 8 : 4
      for index in 0..<min(dynamic.size / (2 * width), 4096) {
        let place = dynamic.offset + index * 2 * width
        guard let tag = file.number(place, width), let value = file.number(place + width, width), tag != 0 else {
          break
        }
        entries.append((tag, value))
      }
    }
    let strings = entries.first { $0.tag == 5 }.flatMap { entry in
      segments.first { $0.type == 1 && ($0.address..<$0.address + $0.size).contains(entry.value) }
        .map { $0.offset + entry.value - $0.address }
    }
    func texts(_ tag: Int) -> [String] {
      guard let strings else { return [] }
      return entries.filter { $0.tag == tag }.compactMap { file.text(strings + $0.value) }
    }
    needed = texts(1)
    soname = texts(14).first
    rpath = texts(15).flatMap { $0.split(separator: ":").map(String.init) }
    runpath = texts(29).flatMap { $0.split(separator: ":").map(String.init) }
  }
}

/// The numbers and texts in the bytes of an ELF file; a place outside of it has none.
private struct ELFBytes {
  struct Segment {
    let type: Int
    let offset: Int
    let address: Int
    let size: Int
  }

  private let bytes: [UInt8]
  let is64Bit: Bool
  private let isBigEndian: Bool

  init?(_ bytes: [UInt8]) {
    guard bytes.count > 52, ELFFile.isELF(bytes), bytes[4] == 1 || bytes[4] == 2, bytes[5] == 1 || bytes[5] == 2
    else { return nil }
    self.bytes = bytes
    is64Bit = bytes[4] == 2
    isBigEndian = bytes[5] == 2
  }

  /// The unsigned number of `width` bytes; nil also where it is too large to be a place in a file.
  func number(_ offset: Int, _ width: Int) -> Int? {
    guard offset >= 0, offset <= bytes.count - width else { return nil }
    var value: UInt64 = 0
    for index in 0..<width {
      value = value << 8 | UInt64(bytes[offset + (isBigEndian ? index : width - 1 - index)])
    }
    return Int(exactly: value).flatMap { $0 < 1 << 60 ? $0 : nil }
  }

  func text(_ offset: Int) -> String? {
    guard offset >= 0, offset < bytes.count else { return nil }
    return String(decoding: bytes[offset...].prefix(4096).prefix { $0 != 0 }, as: UTF8.self)
  }

  /// The program header table; nil if it does not lie in the file.
  var segments: [Segment]? {
    guard let start = number(is64Bit ? 32 : 28, is64Bit ? 8 : 4), let size = number(is64Bit ? 54 : 42, 2),
      let count = number(is64Bit ? 56 : 44, 2)
    else { return nil }
    return (0..<count).compactMap { index -> Segment? in
      let place = start + index * size
      let width = is64Bit ? 8 : 4
      guard let type = number(place, 4), let offset = number(place + (is64Bit ? 8 : 4), width),
        let address = number(place + (is64Bit ? 16 : 8), width), let size = number(place + (is64Bit ? 32 : 16), width)
      else { return nil }
      return Segment(type: type, offset: offset, address: address, size: size)
    }
  }
}
