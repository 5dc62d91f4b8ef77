/// The variables in the values of compose files (Compose file reference, "Interpolation").
package enum ComposeInterpolation {
  /// Defaults inside of defaults are followed so far.
  private static let depthLimit = 32

  /// The text in which each `${NAME:-default}` and `${NAME-default}` is its default.
  ///
  /// `${NAME:+text}` is empty; a variable without a default, or with an error message instead, stays as written.
  static func applyingDefaults(to text: String) -> String {
    guard text.utf8.contains(UInt8(ascii: "$")) else { return text }
    var result: [UInt8] = []
    append(Array(text.utf8)[...], to: &result, depth: 0)
    return String(decoding: result, as: UTF8.self)
  }

  /// The text with its variables; one without a value is its default, else empty.
  ///
  /// - Parameter value: gives the value of a variable that is set.
  package static func expand(_ text: String, _ value: (String) -> String?) -> String {
    guard text.utf8.contains(UInt8(ascii: "$")) else { return text }
    var result: [UInt8] = []
    expand(Array(text.utf8)[...], value, to: &result, depth: 0)
    return String(decoding: result, as: UTF8.self)
  }

  private static func expand(
    _ text: ArraySlice<UInt8>, _ value: (String) -> String?, to result: inout [UInt8], depth: Int
  ) {
    var rest = text
    while let byte = rest.first {
      let next = rest.dropFirst().first
      if byte == UInt8(ascii: "$"), next == UInt8(ascii: "$") {
        result.append(byte)
        rest = rest.dropFirst(2)
      } else if byte == UInt8(ascii: "$"), next == UInt8(ascii: "{"), let end = closingBrace(in: rest),
        depth < depthLimit
      {
        let inside = rest[rest.startIndex..<end].dropFirst(2)
        rest = rest[(end + 1)...]
        let name = inside.prefix { $0.isNameByte }
        let behind = inside[name.endIndex...]
        let found = value(String(decoding: name, as: UTF8.self))
        let hasColon = behind.first == UInt8(ascii: ":")
        let marked = hasColon ? behind.dropFirst() : behind
        let isSet = found != nil && !(hasColon && found == "")
        switch marked.first {
        case UInt8(ascii: "-") where !isSet: expand(marked.dropFirst(), value, to: &result, depth: depth + 1)
        case UInt8(ascii: "+"):
          if isSet { expand(marked.dropFirst(), value, to: &result, depth: depth + 1) }
        default: result += Array((found ?? "").utf8)
        }
      } else if byte == UInt8(ascii: "$"), let next, next.isNameByte {
        let name = rest.dropFirst().prefix { $0.isNameByte }
        result += Array((value(String(decoding: name, as: UTF8.self)) ?? "").utf8)
        rest = rest[name.endIndex...]
      } else {
        result.append(byte)
        rest = rest.dropFirst()
      }
    }
  }

  private static func append(_ text: ArraySlice<UInt8>, to result: inout [UInt8], depth: Int) {
    var rest = text
    while let byte = rest.first {
      let next = rest.dropFirst().first
      if byte == UInt8(ascii: "$"), next == UInt8(ascii: "$") {
        result.append(byte)
        rest = rest.dropFirst(2)
      } else if byte == UInt8(ascii: "$"), next == UInt8(ascii: "{") {
        guard let end = closingBrace(in: rest), depth < depthLimit else {
          result += rest
          return
        }
        appendExpression(rest[rest.startIndex...end], to: &result, depth: depth)
        rest = rest[(end + 1)...]
      } else {
        result.append(byte)
        rest = rest.dropFirst()
      }
    }
  }

  /// - Parameter expression: from `${` to its `}`.
  private static func appendExpression(_ expression: ArraySlice<UInt8>, to result: inout [UInt8], depth: Int) {
    let inside = expression.dropFirst(2).dropLast()
    let name = inside.prefix { $0.isNameByte }
    let behind = inside[name.endIndex...]
    let hasColon = behind.first == UInt8(ascii: ":")
    let marked = hasColon ? behind.dropFirst() : behind
    switch marked.first {
    case UInt8(ascii: "-") where !name.isEmpty: append(marked.dropFirst(), to: &result, depth: depth + 1)
    case UInt8(ascii: "+") where !name.isEmpty: break
    default: result += expression
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
