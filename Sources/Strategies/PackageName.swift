/// A package as it is written in an install command: the name, and what restricts or qualifies it.
///
/// Sources: apt-get(8), "install"; apk-world(5) and apk-add(8); dnf(8), "specifying packages".
package struct PackageName: Sendable, Equatable {
  /// How a package manager writes its arguments.
  package enum Form: Sendable {
    case apt, apk, rpm
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
    /// A group of dnf, as `@development-tools`; the name starts with `@`.
    case group
    /// A virtual group of apk, as `.build-deps`.
    case virtual
    /// Something that packages provide, as `so:libpq.so.5`, `cmd:bash`, `pkgconfig(libpq)` or a path.
    case capability
    /// A package that is to be removed (`curl-`) or kept away (`!curl`).
    case exclusion
  }

  package let kind: Kind
  package let name: String
  /// All that follows the name, as written: `=15.*`, `:amd64`, `/bookworm`, `@edge`, `-13.5-1.el9.x86_64`.
  package let qualifier: String

  /// Splits one argument of an install command, after quotes are taken off.
  ///
  /// - Returns: `nil` for an option, an empty word, or a word that still holds a variable or a substitution.
  package static func split(_ text: String, form: Form) -> PackageName? {
    let bytes = Array(text.utf8)
    guard let first = bytes.first, first != UInt8(ascii: "-") else { return nil }
    // a `$` at the end is that of a regular expression
    guard !bytes.dropLast().contains(UInt8(ascii: "$")), bytes.count > 1 || first != UInt8(ascii: "$"),
      !bytes.contains(UInt8(ascii: "`"))
    else { return nil }
    if form == .rpm, first == UInt8(ascii: "@") { return group(bytes.dropFirst()) }
    guard !bytes.contains(where: { $0 <= 0x20 }) else { return nil }
    switch form {
    case .apt: return splitAPT(bytes)
    case .apk: return splitAPK(bytes)
    case .rpm: return splitRPM(bytes)
    }
  }

  /// A group as it is named without `@`: its id (`development-tools`) or its title (`Development Tools`).
  package static func group(named title: String) -> PackageName? {
    title.isEmpty || title.contains("$") ? nil : group(Array(title.utf8)[...])
  }

  /// Titles differ from ids in blanks and capitals alone; behind a colon stands the stream of a module.
  private static func group(_ bytes: ArraySlice<UInt8>) -> PackageName {
    let end = bytes.firstIndex(of: UInt8(ascii: ":")) ?? bytes.endIndex
    let id = bytes[..<end].map { byte in
      byte == 0x20 ? UInt8(ascii: "-") : (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
    }
    return PackageName(.group, ([UInt8(ascii: "@")] + id)[...], bytes[end...])
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

  private static let architectures = ["x86_64", "aarch64", "noarch", "i686", "i386", "ppc64le", "s390x", "armv7hl"]

  /// `name[.arch]`, `name-version[-release][.arch]`, with `epoch:` before the version.
  private static func splitRPM(_ bytes: [UInt8]) -> PackageName {
    let text = String(decoding: bytes, as: UTF8.self)
    if hasSuffix(bytes, ".rpm") || text.contains("://") { return PackageName(.file, bytes[...]) }
    if text.contains("/") || text.contains("(") { return PackageName(.capability, bytes[...]) }
    var rest = Substring(text)
    if let dot = rest.lastIndex(of: "."), architectures.contains(String(rest[rest.index(after: dot)...])) {
      rest = rest[..<dot]
    }
    // What starts with a digit is a version, if it has more than a number: `gcc-toolset-12` and
    // `java-1.8.0-openjdk` are names.
    func version(before end: Substring.Index) -> Substring.Index? {
      guard let dash = rest[..<end].lastIndex(of: "-"), dash > rest.startIndex,
        rest[rest.index(after: dash)..<end].first?.isWholeNumber == true
      else { return nil }
      return dash
    }
    var end = rest.endIndex
    if let last = version(before: end) {
      if let earlier = version(before: last) {
        end = earlier
      } else if rest[last...].contains(where: { ".*:~^".contains($0) }) {
        end = last
      }
    }
    let name = Array(rest[..<end].utf8)
    if name.contains(where: { "*?[]".utf8.contains($0) }) { return PackageName(.pattern, bytes[...]) }
    return PackageName(.package, name[...], bytes[name.count...])
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
