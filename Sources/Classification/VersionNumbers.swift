/// The numbers of versions such as `3.12.1`.
enum VersionNumbers {
  /// Nil if the text starts with none.
  static func of(_ text: Substring) -> [Int]? {
    let numbers = text.prefix { $0.isASCII && $0.isNumber || $0 == "." }.split(separator: ".").compactMap { Int($0) }
    return numbers.isEmpty ? nil : numbers
  }

  /// Whether they are the same as far as both go.
  static func agree(_ left: [Int], _ right: [Int]) -> Bool { zip(left, right).allSatisfy { $0 == $1 } }
}

extension BaseImage {
  /// Whether the tag names a version of the language before that one; a tag `3` can stand for `3.12`.
  package func isBefore(_ version: String) -> Bool {
    guard let present = self.version.flatMap({ VersionNumbers.of($0[...]) }),
      let limit = VersionNumbers.of(version[...])
    else { return false }
    return !VersionNumbers.agree(present, limit) && present.lexicographicallyPrecedes(limit)
  }
}
