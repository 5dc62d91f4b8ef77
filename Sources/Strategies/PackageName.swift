/// A package as it is written in an install command: the name, and what restricts or qualifies it.
package struct PackageName: Sendable, Equatable {
  package enum Kind: Sendable, Equatable {
    case package
    /// A named group of packages; the name starts with the grammar's mark.
    case group
    /// What names no single package: a file, a pattern, something that packages provide, one that is kept away.
    case other
  }

  /// What narrows down which package of that name is meant.
  package enum Restriction: Sendable, Equatable {
    /// Nothing, or an architecture alone.
    case none
    case version
    /// Another source of packages than the usual one.
    case source
  }

  package let kind: Kind
  package let name: String
  /// All that follows the name, as written: `=15.*`, `:amd64`, `@edge`, `-13.5-1.el9.x86_64`.
  package let qualifier: String
  package let restriction: Restriction
}

/// How a package manager's arguments are written, as the manifest of its distribution says.
package struct PackageNameGrammar: Sendable, Equatable {
  /// The family's name in tables of native packages.
  package var family = ""
  /// The bytes of which the first one ends the name.
  var ends: [UInt8] = []
  /// The bytes that stand in no package's name.
  var special: [UInt8] = []
  /// Arguments that name no single package.
  var others: [Glob] = []
  /// What stands before the id or the title of a group; empty: there are none.
  var groupMark: [UInt8] = []
  /// The bytes in what follows a name that start a version, or name a source of packages.
  var versionMarks: [UInt8] = []
  var sourceMarks: [UInt8] = []
  /// The architectures that can stand behind a name and a dot.
  var architectures: [String] = []
  /// Whether a version can follow behind a dash, as in `name-version-release`.
  var hasDashedVersions = false

  /// Splits one argument of an install command, after quotes are taken off.
  ///
  /// - Returns: `nil` for an option, an empty word, or a word that still holds a variable or a substitution.
  package func split(_ text: String) -> PackageName? {
    let bytes = Array(text.utf8)
    guard let first = bytes.first, first != UInt8(ascii: "-") else { return nil }
    // a `$` at the end is that of a regular expression
    guard !bytes.dropLast().contains(UInt8(ascii: "$")), bytes.count > 1 || first != UInt8(ascii: "$"),
      !bytes.contains(UInt8(ascii: "`"))
    else { return nil }
    if isGroup(text) { return group(bytes.dropFirst(groupMark.count)) }
    guard !bytes.contains(where: { $0 <= 0x20 }) else { return nil }
    if others.match(text) { return name(.other, bytes, bytes.count) }
    let end = hasDashedVersions ? endBeforeVersion(text) : bytes.firstIndex(where: ends.contains) ?? bytes.count
    if bytes[..<end].contains(where: special.contains) { return name(.other, bytes, bytes.count) }
    return name(.package, bytes, end)
  }

  /// Whether an argument is a group, whose title may hold blanks.
  package func isGroup(_ text: String) -> Bool { !groupMark.isEmpty && text.utf8.starts(with: groupMark) }

  /// A group as it is named without its mark: by its id (`development-tools`) or its title (`Development Tools`).
  package func group(named title: String) -> PackageName? {
    title.isEmpty || title.contains("$") ? nil : group(Array(title.utf8)[...])
  }

  /// Titles differ from ids in blanks and capitals alone; behind a colon stands the stream of a module.
  private func group(_ bytes: ArraySlice<UInt8>) -> PackageName {
    let end = bytes.firstIndex(of: UInt8(ascii: ":")) ?? bytes.endIndex
    let id = bytes[..<end].map { byte in
      byte == 0x20 ? UInt8(ascii: "-") : (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
    }
    return name(.group, groupMark + id + bytes[end...], groupMark.count + id.count)
  }

  /// Where the name ends in `name[.arch]` and `name-version[-release][.arch]`, with `epoch:` before the version.
  private func endBeforeVersion(_ text: String) -> Int {
    var rest = Substring(text)
    if let dot = rest.lastIndex(of: "."), architectures.contains(String(rest[rest.index(after: dot)...])) {
      rest = rest[..<dot]
    }
    func version(before end: Substring.Index) -> Substring.Index? {
      guard let dash = rest[..<end].lastIndex(of: "-"), dash > rest.startIndex,
        rest[rest.index(after: dash)..<end].first?.isWholeNumber == true
      else { return nil }
      return dash
    }
    // What starts with a digit is a version, if it has more than a number: `gcc-toolset-12` and
    // `java-1.8.0-openjdk` are names.
    guard let last = version(before: rest.endIndex) else { return rest.utf8.count }
    if let earlier = version(before: last) { return rest[..<earlier].utf8.count }
    return rest[last...].contains { ".*:~^".contains($0) } ? rest[..<last].utf8.count : rest.utf8.count
  }

  private func name(_ kind: PackageName.Kind, _ bytes: [UInt8], _ end: Int) -> PackageName {
    PackageName(
      kind: kind, name: String(decoding: bytes[..<end], as: UTF8.self),
      qualifier: String(decoding: bytes[end...], as: UTF8.self), restriction: restriction(bytes[end...]))
  }

  private func restriction(_ qualifier: ArraySlice<UInt8>) -> PackageName.Restriction {
    if qualifier.contains(where: sourceMarks.contains) { return .source }
    let hasVersion = qualifier.contains(where: versionMarks.contains)
    return hasVersion || hasDashedVersions && qualifier.first == UInt8(ascii: "-") ? .version : .none
  }
}
