/// What a file is to the search for projects, by its name alone.
package enum FileRole: Sendable, Equatable {
  case dockerfile
  case compose
  /// Targets of `docker buildx bake`.
  case bake
  /// A workflow of GitHub Actions.
  case workflow
  case skaffold
  /// A project's `.migrate/config.yaml`.
  case configuration

  /// The role of the file at a path below the root; nil for all others, which are most.
  package init?(path: UnsafeBufferPointer<UInt8>) {
    let slash = path.lastIndex(of: UInt8(ascii: "/"))
    let name = UnsafeBufferPointer(rebasing: path[(slash.map { $0 + 1 } ?? 0)...])
    guard let first = name.first, let last = name.last else { return nil }
    let isCapital = first == UInt8(ascii: "D") || first == UInt8(ascii: "C")
    switch last | 0x20 {
    case UInt8(ascii: "e"):
      if Self.isDockerfile(name) { self = .dockerfile } else { return nil }
    case UInt8(ascii: "l"), UInt8(ascii: "n"):
      if let role = Self.declaration(name, in: path) {
        self = role
      } else if isCapital, Self.isDockerfile(name) {
        self = .dockerfile
      } else {
        return nil
      }
    default:
      if isCapital, Self.isDockerfile(name) { self = .dockerfile } else { return nil }
    }
  }

  package init?(path: String) {
    var path = path
    let role = path.withUTF8 { FileRole(path: $0) }
    guard let role else { return nil }
    self = role
  }

  private typealias Name = UnsafeBufferPointer<UInt8>

  /// The names that Docker and Podman look for, and those that people give to further files; copies are none.
  private static func isDockerfile(_ name: Name) -> Bool {
    for word in ["dockerfile", "containerfile"] as [StaticString] {
      let isWhole = name.count == word.utf8CodeUnitCount && isUpper(name[0]) && ends(name, word)
      if isWhole { return true }
      let hasPrefix = isUpper(name[0]) && starts(name, word) && at(name, word.utf8CodeUnitCount) == UInt8(ascii: ".")
      let isDotted = at(name, name.count - word.utf8CodeUnitCount - 1) == UInt8(ascii: ".")
      let hasSuffix = name.count > word.utf8CodeUnitCount + 1 && ends(name, word) && isDotted
      if hasPrefix || hasSuffix { return !isCopy(name) }
    }
    return false
  }

  private static func isUpper(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "D") || byte == UInt8(ascii: "C") }

  /// What editors and tools leave beside a file, and what is read together with it.
  private static func isCopy(_ name: Name) -> Bool {
    if name.last == UInt8(ascii: "~") { return true }
    return String(decoding: name, as: UTF8.self).lowercased().split(separator: ".").contains {
      ["dockerignore", "containerignore", "orig", "bak", "swp", "rej"].contains($0) || $0.hasPrefix("migrate-")
    }
  }

  private static func declaration(_ name: Name, in path: Name) -> FileRole? {
    let isYAML = ends(name, ".yaml") || ends(name, ".yml")
    if isYAML, contains(name, "compose") { return .compose }
    if starts(name, "docker-bake"), ends(name, ".hcl") || ends(name, ".json") { return .bake }
    guard isYAML else { return nil }
    if starts(name, "skaffold") { return .skaffold }
    let folder = Name(rebasing: path[..<(path.count - name.count)])
    if ends(folder, ".github/workflows/") { return .workflow }
    if name.count == 11, starts(name, "config.yaml"), ends(folder, ".migrate/") { return .configuration }
    return nil
  }

  private static func at(_ name: Name, _ index: Int) -> UInt8? { name.indices.contains(index) ? name[index] : nil }

  /// Compares without regard to case.
  private static func starts(_ name: Name, _ word: StaticString) -> Bool { equal(name, at: 0, word) }

  private static func ends(_ name: Name, _ word: StaticString) -> Bool {
    equal(name, at: name.count - word.utf8CodeUnitCount, word)
  }

  private static func contains(_ name: Name, _ word: StaticString) -> Bool {
    guard name.count >= word.utf8CodeUnitCount else { return false }
    return (0...name.count - word.utf8CodeUnitCount).contains { equal(name, at: $0, word) }
  }

  private static func equal(_ name: Name, at start: Int, _ word: StaticString) -> Bool {
    guard start >= 0, start + word.utf8CodeUnitCount <= name.count else { return false }
    return word.withUTF8Buffer { word in
      word.indices.allSatisfy { index in
        let byte = name[start + index]
        let lower = byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z") ? byte | 0x20 : byte
        return lower == word[index]
      }
    }
  }
}
