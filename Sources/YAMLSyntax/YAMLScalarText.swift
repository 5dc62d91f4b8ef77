/// Writes scalars.
enum YAMLScalarText {
  /// The text that stands for `value` in `style`; quoted if it could be read as something else.
  ///
  /// - Parameter style: one of plain, single or double quotes; other styles count as plain.
  static func write(_ value: String, style: YAMLNode.Style) -> String {
    let isPrintable = value.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F }
    switch style {
    case .singleQuoted where isPrintable: return "'" + doubling(UInt8(ascii: "'"), in: value) + "'"
    case .singleQuoted, .doubleQuoted: return doubleQuoted(value)
    default: return isPlain(value) ? value : doubleQuoted(value)
    }
  }

  /// Whether `value` means itself in block and flow context without quotes, in YAML 1.1 as well as 1.2.
  static func isPlain(_ value: String) -> Bool {
    guard let first = value.utf8.first, first.isPlainStart, value.utf8.allSatisfy(\.isPlainSafe) else { return false }
    let lowered = value.lowercased()
    if reserved.contains(lowered) { return false }
    let leading = first == UInt8(ascii: ".") ? value.utf8.dropFirst().first ?? first : first
    return !(leading.isDigit && lowered.utf8.allSatisfy(\.isNumeric))
  }

  private static let reserved: [String] = [
    "true", "false", "yes", "no", "on", "off", "y", "n", "null", ".nan", ".inf",
  ]

  private static func doubleQuoted(_ value: String) -> String {
    var text = "\""
    for scalar in value.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      case "\r": text += "\\r"
      case "\t": text += "\\t"
      case "\u{0}"..."\u{1F}", "\u{7F}":
        let digits = String(scalar.value, radix: 16, uppercase: true)
        text += "\\x" + (digits.utf8.count < 2 ? "0" : "") + digits
      default: text.unicodeScalars.append(scalar)
      }
    }
    return text + "\""
  }

  private static func doubling(_ quote: UInt8, in value: String) -> String {
    var bytes: [UInt8] = []
    for byte in value.utf8 {
      bytes.append(byte)
      if byte == quote { bytes.append(byte) }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}

extension UInt8 {
  fileprivate var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }

  private var isLetterOrDigit: Bool {
    isDigit || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self)
      || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(self)
  }

  fileprivate var isPlainStart: Bool {
    isLetterOrDigit || self == UInt8(ascii: ".") || self == UInt8(ascii: "/") || self == UInt8(ascii: "_")
  }

  fileprivate var isPlainSafe: Bool { isPlainStart || self == UInt8(ascii: "-") }

  /// Whether a number, a date or a hexadecimal number may hold this byte.
  fileprivate var isNumeric: Bool {
    isDigit || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(self) || self == UInt8(ascii: ".")
      || self == UInt8(ascii: "_") || self == UInt8(ascii: "-")
      || self == UInt8(ascii: "x") || self == UInt8(ascii: "o") || self == UInt8(ascii: "t")
      || self == UInt8(ascii: "z")
  }
}
