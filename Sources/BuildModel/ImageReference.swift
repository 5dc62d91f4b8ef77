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
    if let at = rest.firstIndex(of: "@") {
      digest = String(rest[rest.index(after: at)...])
      rest = rest[..<at]
    } else {
      digest = nil
    }
    let lastSlash = rest.lastIndex(of: "/") ?? rest.startIndex
    if let colon = rest[lastSlash...].lastIndex(of: ":") {
      tag = String(rest[rest.index(after: colon)...])
      rest = rest[..<colon]
    } else {
      tag = nil
    }
    name = String(rest)
    var parts = rest.split(separator: "/", omittingEmptySubsequences: false)
    if parts.count > 1, let host = parts.first, host.contains(".") || host.contains(":") || host == "localhost" {
      parts.removeFirst()
    }
    // Registry mirrors carry the official images under one more folder.
    if let library = parts.lastIndex(of: "library"), library == parts.count - 2 { parts.removeFirst(library + 1) }
    repository = parts.joined(separator: "/")
  }

  /// The name with its tag.
  package var written: String { name + (tag.map { ":\($0)" } ?? "") }

  /// The parts of the tag between its dashes: `3.13`, `slim`, `bookworm`.
  package var tagWords: [String] { tag.map { $0.split(separator: "-").map(String.init) } ?? [] }
}
