import SourceText

/// An image name as it stands in FROM, split into its parts.
///
/// Source of the rules: the reference grammar of the distribution project.
package struct ImageReference: Sendable, Equatable {
  /// The name without tag and digest, as written.
  package let name: String
  /// The name without a registry's host and without `library/`: `python`, `astral-sh/uv`.
  package let repository: String
  package let tag: String?
  package let digest: String?

  package init(_ text: String) {
    var rest = Substring(text)
    let bytes = text.utf8
    if let at = bytes.firstIndex(of: UInt8(ascii: "@")) {
      digest = String(rest[bytes.index(after: at)...])
      rest = rest[..<at]
    } else {
      digest = nil
    }
    let lastSlash = rest.utf8.lastIndex(of: UInt8(ascii: "/")) ?? rest.startIndex
    if let colon = rest.utf8[lastSlash...].lastIndex(of: UInt8(ascii: ":")) {
      tag = String(rest[bytes.index(after: colon)...])
      rest = rest[..<colon]
    } else {
      tag = nil
    }
    name = String(rest)
    var parts = rest.parts(by: UInt8(ascii: "/"), keepsEmpty: true)
    if parts.count > 1, let host = parts.first,
      host == "localhost" || host.utf8.contains(where: { $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: ":") })
    {
      parts.removeFirst()
    }
    // Registry mirrors carry the official images under one more folder.
    if let library = parts.lastIndex(of: "library"), library == parts.count - 2 { parts.removeFirst(library + 1) }
    repository = parts.joined(separator: "/")
  }

  /// The name with its tag.
  package var written: String { name + (tag.map { ":\($0)" } ?? "") }

  /// The parts of the tag between its dashes: `3.13`, `slim`, `bookworm`.
  package var tagWords: [String] { tag.map { $0.parts(by: UInt8(ascii: "-")).map(String.init) } ?? [] }
}
