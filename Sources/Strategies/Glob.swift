/// A word pattern: `*` stands for any run of bytes, `?` for one byte, `a|b` for either.
///
/// The only patterns that manifests have: they match in linear time for each star and can't be made to hang.
package struct Glob: Sendable, Equatable {
  package let pattern: String
  private let alternatives: [[UInt8]]

  package init(_ pattern: String) {
    self.pattern = pattern
    alternatives = pattern.utf8.split(separator: UInt8(ascii: "|"), omittingEmptySubsequences: false).map { Array($0) }
  }

  /// Whether the whole of `text` matches one of the alternatives.
  package func matches(_ text: String) -> Bool {
    let text = Array(text.utf8)
    return alternatives.contains { Self.match($0, text) }
  }

  private static func match(_ pattern: [UInt8], _ text: [UInt8]) -> Bool {
    var p = 0
    var t = 0
    var star: (pattern: Int, text: Int)?
    while t < text.count {
      if p < pattern.count, pattern[p] == UInt8(ascii: "*") {
        star = (p, t)
        p += 1
      } else if p < pattern.count, pattern[p] == text[t] || pattern[p] == UInt8(ascii: "?") {
        p += 1
        t += 1
      } else if let last = star {
        star = (last.pattern, last.text + 1)
        p = last.pattern + 1
        t = last.text + 1
      } else {
        return false
      }
    }
    while p < pattern.count, pattern[p] == UInt8(ascii: "*") { p += 1 }
    return p == pattern.count
  }
}

extension [Glob] {
  /// Whether any of the patterns matches the whole of `text`.
  package func match(_ text: String) -> Bool { contains { $0.matches(text) } }
}
