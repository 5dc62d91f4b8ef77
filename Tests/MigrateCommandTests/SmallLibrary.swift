/// A library for x86-64 that holds what a loader reads of it and no code.
enum SmallLibrary {
  static func bytes(soname: String? = nil, needed: [String] = []) -> [UInt8] {
    func number(_ value: Int, _ width: Int) -> [UInt8] {
      (0..<width).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }
    var strings: [UInt8] = [0]
    func place(_ text: String) -> Int {
      defer { strings += Array(text.utf8) + [0] }
      return strings.count
    }
    var entries = needed.map { (1, place($0)) }
    if let soname { entries.append((14, place(soname))) }
    let start = 64 + 2 * 56
    entries.append((5, start + (entries.count + 2) * 16))
    entries.append((0, 0))
    let dynamic = entries.flatMap { number($0.0, 8) + number($0.1, 8) }
    let size = start + dynamic.count + strings.count
    func segment(_ type: Int, _ offset: Int, _ size: Int) -> [UInt8] {
      number(type, 4) + number(4, 4) + number(offset, 8) + number(offset, 8) + number(offset, 8) + number(size, 8)
        + number(size, 8) + number(8, 8)
    }
    let header: [UInt8] =
      [0x7F, 0x45, 0x4C, 0x46, 2, 1, 1] + [UInt8](repeating: 0, count: 9) + number(3, 2) + number(62, 2) + number(1, 4)
      + number(0, 8) + number(64, 8) + number(0, 8) + number(0, 4) + number(64, 2) + number(56, 2) + number(2, 2)
      + number(0, 6)
    return header + segment(1, 0, size) + segment(2, start, dynamic.count) + dynamic + strings
  }
}
