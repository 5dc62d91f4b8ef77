/// A package as it is written in an install command: the name, and what restricts or qualifies it.
///
/// Sources: apt-get(8), "install"; apk-world(5) and apk-add(8).
package struct PackageName: Sendable, Equatable {
  /// How a package manager writes its arguments.
  package enum Form: Sendable {
    case apt, apk
  }

  /// What the argument stands for.
  package enum Kind: Sendable, Equatable {
    case package
    /// A regular expression or glob, which the package manager resolves.
    case pattern
    /// A package file, by its path or address.
    case file
    /// A task of apt, as `lamp-server^`.
    case task
    /// A virtual group of apk, as `.build-deps`.
    case virtual
    /// Something that packages provide, as `so:libpq.so.5` or `cmd:bash`.
    case capability
    /// A package that is to be removed (`curl-`) or kept away (`!curl`).
    case exclusion
  }

  package let kind: Kind
  package let name: String
  /// All that follows the name, as written: `=15.*`, `:amd64`, `/bookworm`, `@edge`.
  package let qualifier: String

  /// Splits one argument of an install command, after quotes are taken off.
  ///
  /// - Returns: `nil` for an option, an empty word, or a word that still holds a variable or a substitution.
  package static func split(_ text: String, form: Form) -> PackageName? {
    let bytes = Array(text.utf8)
    guard let first = bytes.first, first != UInt8(ascii: "-") else { return nil }
    // a `$` at the end is that of a regular expression
    guard !bytes.dropLast().contains(UInt8(ascii: "$")), bytes.count > 1 || first != UInt8(ascii: "$"),
      !bytes.contains(where: { $0 == UInt8(ascii: "`") || $0 <= 0x20 })
    else { return nil }
    switch form {
    case .apt: return splitAPT(bytes)
    case .apk: return splitAPK(bytes)
    }
  }

  private static func splitAPT(_ bytes: [UInt8]) -> PackageName {
    if bytes.first == UInt8(ascii: "/") || bytes.starts(with: Array("./".utf8)) || bytes.starts(with: Array("../".utf8))
      || hasSuffix(bytes, ".deb")
    {
      return PackageName(.file, bytes[...])
    }
    let end = bytes.firstIndex { "=:/".utf8.contains($0) } ?? bytes.endIndex
    let name = bytes[..<end]
    let rest = bytes[end...]
    if name.contains(where: { "^*?[]()|".utf8.contains($0) }) {
      return name.firstIndex(of: UInt8(ascii: "^")) == name.endIndex - 1
        ? PackageName(.task, name.dropLast(), bytes[(end - 1)...]) : PackageName(.pattern, bytes[...])
    }
    // `g++` is a name; a single `+` after a name asks for its installation
    if rest.isEmpty, name.count > 1, name.last == UInt8(ascii: "-") {
      return PackageName(.exclusion, name.dropLast(), bytes[(end - 1)...])
    }
    return PackageName(.package, name, rest)
  }

  private static func splitAPK(_ bytes: [UInt8]) -> PackageName {
    if bytes.first == UInt8(ascii: "!") { return PackageName(.exclusion, bytes[1...]) }
    if bytes.contains(UInt8(ascii: "/")) || hasSuffix(bytes, ".apk") { return PackageName(.file, bytes[...]) }
    if bytes.first == UInt8(ascii: ".") { return PackageName(.virtual, bytes[...]) }
    let end = bytes.firstIndex { "=~<>@".utf8.contains($0) } ?? bytes.endIndex
    let name = bytes[..<end]
    return PackageName(name.contains(UInt8(ascii: ":")) ? .capability : .package, name, bytes[end...])
  }

  private static func hasSuffix(_ bytes: [UInt8], _ suffix: String) -> Bool {
    bytes.suffix(suffix.utf8.count).elementsEqual(suffix.utf8)
  }

  private init(_ kind: Kind, _ name: ArraySlice<UInt8>, _ qualifier: ArraySlice<UInt8> = []) {
    self.kind = kind
    self.name = String(decoding: name, as: UTF8.self)
    self.qualifier = String(decoding: qualifier, as: UTF8.self)
  }
}
