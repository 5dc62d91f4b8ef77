/// Writes tar streams for tests (POSIX ustar).
enum TarBytes {
  static func entry(
    _ path: String, type: Character = "0", content: [UInt8] = [], mode: Int = 0o644, target: String = ""
  ) -> [UInt8] {
    var block = [UInt8](repeating: 0, count: 512)
    func put(_ text: String, _ offset: Int) {
      for (index, byte) in text.utf8.enumerated() { block[offset + index] = byte }
    }
    func octal(_ number: Int, _ width: Int) -> String {
      let digits = String(number, radix: 8)
      return String(repeating: "0", count: width - 1 - digits.utf8.count) + digits
    }
    put(path, 0)
    put(octal(mode, 8), 100)
    put(octal(1000, 8), 108)
    put(octal(100, 8), 116)
    put(octal(content.count, 12), 124)
    put(octal(0, 12), 136)
    put("        ", 148)
    put(String(type), 156)
    put(target, 157)
    put("ustar", 257)
    put("00", 263)
    put(octal(block.reduce(0) { $0 + Int($1) }, 7), 148)
    let padding = [UInt8](repeating: 0, count: (512 - content.count % 512) % 512)
    return block + content + padding
  }

  static let end = [UInt8](repeating: 0, count: 1024)

  /// A pax record `LENGTH KEY=VALUE\n`, whose length counts itself.
  static func record(_ key: String, _ value: String) -> [UInt8] {
    let rest = " \(key)=\(value)\n"
    var length = rest.utf8.count + 1
    while String(length).utf8.count + rest.utf8.count != length { length += 1 }
    return Array("\(length)\(rest)".utf8)
  }
}
