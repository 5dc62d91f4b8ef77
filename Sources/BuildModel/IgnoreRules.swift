/// What a build does not get of its context: the patterns of a `.dockerignore`.
///
/// The rules are those of Docker's reference under *.dockerignore files*: Go's `filepath.Match` from the context's root,
/// `**` for any number of folders, `!` before an exception. The last pattern decides that fits a path or a folder that it
/// lies in.
package struct IgnoreRules: Sendable {
  private struct Rule {
    let glob: PathGlob
    let isException: Bool
  }

  private let rules: [Rule]

  /// Nothing is left out.
  package static let none = IgnoreRules([])

  package init(_ text: [UInt8]) {
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    let text = text.starts(with: mark) ? text.dropFirst(mark.count) : text[...]
    rules = text.split(separator: UInt8(ascii: "\n")).compactMap { line in
      guard line.first != UInt8(ascii: "#") else { return nil }
      var pattern = Self.trimmed(line)
      let isException = pattern.first == UInt8(ascii: "!")
      if isException { pattern = Self.trimmed(pattern.dropFirst()) }
      let names = Self.names(pattern)
      return names.isEmpty ? nil : Rule(glob: PathGlob(names: names), isException: isException)
    }
  }

  package var isEmpty: Bool { rules.isEmpty }

  /// Whether the build does not get the file or folder at `path`.
  package func exclude(_ path: String) -> Bool { PathGlob.withNames(of: path, exclude) }

  /// Whether the build gets neither the folder at `path` nor anything in it, as far as its name tells.
  package func excludeAll(in path: String) -> Bool {
    PathGlob.withNames(of: path) { names in
      exclude(names) && !rules.contains { $0.isException && $0.glob.canMatch(in: names) }
    }
  }

  private func exclude(_ names: [PathGlob.Name]) -> Bool {
    rules.indices.last { rules[$0].glob.matches(names) }.map { !rules[$0].isException } ?? false
  }

  private static func trimmed(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    func isBlank(_ byte: UInt8) -> Bool { byte == 32 || (9...13).contains(byte) }
    let end = text.lastIndex { !isBlank($0) }.map { $0 + 1 } ?? text.startIndex
    return text[..<end].drop(while: isBlank)
  }

  /// The names of a pattern without `.`, `..` and slashes too many; empty if it fits nothing.
  private static func names(_ pattern: ArraySlice<UInt8>) -> [[UInt8]] {
    var names: [[UInt8]] = []
    for name in pattern.split(separator: UInt8(ascii: "/")) where !name.elementsEqual(".".utf8) {
      if name.elementsEqual("..".utf8) {
        // what leads out of the context fits nothing in it
        guard names.popLast() != nil else { return [] }
      } else {
        names.append(Array(name))
      }
    }
    let isPlain = !names.joined().drop { $0 == UInt8(ascii: "*") }.contains { "*?[\\".utf8.contains($0) }
    let result = names.enumerated().flatMap { number, name in
      spread(name[...], isFirst: number == 0, isLast: number == names.count - 1, isPlain: isPlain)
    }
    // the last double star stands for what lies in a folder, not for the folder
    return result.last == folders ? result.dropLast() + [[star]] : result
  }

  private static let star = UInt8(ascii: "*")
  private static let folders = [star, star]

  /// A name with a double star inside as names of which none has one.
  ///
  /// - Parameter isPlain: whether the pattern has no wildcard but stars at its start; then the rest is an ending.
  private static func spread(_ name: ArraySlice<UInt8>, isFirst: Bool, isLast: Bool, isPlain: Bool) -> [[UInt8]] {
    guard let double = name.indices.dropLast().first(where: { name[$0] == star && name[$0 + 1] == star }) else {
      return [Array(name)]
    }
    let before = Array(name[..<double])
    let after = name[(double + 2)...]
    if after.isEmpty { return before.isEmpty ? [folders] : [before + [star]] + (isLast ? [] : [folders]) }
    if isFirst, isPlain { return [folders, [star] + after] }
    return (before.isEmpty ? [] : [before + [star]]) + [folders]
      + spread(after, isFirst: false, isLast: isLast, isPlain: isPlain)
  }
}
