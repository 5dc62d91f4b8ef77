/// The variables in the values of compose files (Compose file reference, "Interpolation").
package enum ComposeInterpolation {
  /// Defaults inside of defaults are followed so far.
  private static let depthLimit = 32

  /// The text in which each `${NAME:-default}` and `${NAME-default}` is its default.
  ///
  /// `${NAME:+text}` is empty; a variable without a default, or with an error message instead, stays as written.
  static func applyingDefaults(to text: String) -> String {
    expand(text, keepsUnset: true) { _ in nil }
  }

  /// The text with its variables; one without a value is its default, else empty.
  ///
  /// - Parameter value: gives the value of a variable that is set.
  package static func expand(_ text: String, _ value: (String) -> String?) -> String {
    expand(text, keepsUnset: false, value)
  }

  /// - Parameter keepsUnset: whether a variable without a value and a default stays as written.
  private static func expand(_ text: String, keepsUnset: Bool, _ value: (String) -> String?) -> String {
    guard text.utf8.contains(UInt8(ascii: "$")) else { return text }
    var result: [UInt8] = []
    expand(Array(text.utf8)[...], keepsUnset: keepsUnset, value, to: &result, depth: 0)
    return String(decoding: result, as: UTF8.self)
  }

  private static func expand(
    _ text: ArraySlice<UInt8>, keepsUnset: Bool, _ value: (String) -> String?, to result: inout [UInt8], depth: Int
  ) {
    var rest = text
    while let byte = rest.first {
      let start = rest
      let next = rest.dropFirst().first
      var name: ArraySlice<UInt8> = []
      var behind: ArraySlice<UInt8> = []
      if byte == UInt8(ascii: "$"), next == UInt8(ascii: "{") {
        guard depth < depthLimit, let end = closingBrace(in: rest) else {
          result += rest
          return
        }
        let inside = rest[rest.startIndex..<end].dropFirst(2)
        name = inside.prefix { $0.isNameByte }
        behind = inside[name.endIndex...]
        rest = rest[(end + 1)...]
      } else if byte == UInt8(ascii: "$"), let next, next.isNameByte {
        name = rest.dropFirst().prefix { $0.isNameByte }
        rest = rest[name.endIndex...]
      } else {
        // `$$` is a dollar sign
        result.append(byte)
        rest = rest.dropFirst(byte == UInt8(ascii: "$") && next == byte ? 2 : 1)
        continue
      }
      let found = name.isEmpty ? nil : value(String(decoding: name, as: UTF8.self))
      let hasColon = behind.first == UInt8(ascii: ":")
      let marked = hasColon ? behind.dropFirst() : behind
      let isSet = found != nil && !(hasColon && found == "")
      switch marked.first {
      case UInt8(ascii: "-") where !isSet && !name.isEmpty:
        expand(marked.dropFirst(), keepsUnset: keepsUnset, value, to: &result, depth: depth + 1)
      case UInt8(ascii: "+") where !name.isEmpty:
        if isSet { expand(marked.dropFirst(), keepsUnset: keepsUnset, value, to: &result, depth: depth + 1) }
      default:
        if let found { result += found.utf8 } else if keepsUnset { result += start[..<rest.startIndex] }
      }
    }
  }

  /// The end of the expression at the start of `text`; every brace counts (compose-go, `template.go`).
  private static func closingBrace(in text: ArraySlice<UInt8>) -> Int? {
    var depth = 0
    for index in text.indices {
      if text[index] == UInt8(ascii: "{") { depth += 1 }
      if text[index] == UInt8(ascii: "}") {
        depth -= 1
        if depth == 0 { return index }
      }
    }
    return nil
  }
}

extension UInt8 {
  fileprivate var isNameByte: Bool {
    self == UInt8(ascii: "_") || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self)
      || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self)
      || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(self)
  }
}
