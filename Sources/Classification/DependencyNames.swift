package import BuildModel
package import Strategies

/// The words of a project's manifest files that can be package names.
///
/// No manifest format is parsed for this: a name that stands anywhere in such a file counts. What is asked of it is
/// only ever "can the project do without this library?", where a name too many keeps something that could have gone.
package struct DependencyNames: Sendable, Equatable {
  private var hashes = NameHashSet()
  /// Whether a manifest file was found at all.
  package private(set) var isKnown = false

  package init() {}

  /// Reads the files of the context that the ecosystem names as manifests, and lock files beside them.
  ///
  /// - Parameter sources: what COPYs take of the context: such files in other folders are read too.
  package init(_ ecosystem: EcosystemStrategy, files: ContextFiles, sources: [String] = []) {
    var paths: Set<String> = []
    for folder in ["", "requirements"] {
      for name in files.entries(folder) ?? [] {
        let path = ImagePath.join(folder, name)
        if ecosystem.manifests.match(path) || ecosystem.files.match(path) { paths.insert(path) }
      }
    }
    for source in sources {
      let name = ImagePath.basename(source)
      if ecosystem.manifests.match(name) || ecosystem.files.match(name) { paths.insert(source) }
      guard !source.isEmpty else { continue }
      // A folder brings all of its files, a pattern those that fit it.
      let isPattern = name.utf8.contains { $0 == UInt8(ascii: "*") || $0 == UInt8(ascii: "?") }
      let folder = isPattern ? ImagePath.folder(of: source) : source
      for file in files.entries(folder) ?? [] where !isPattern || Glob(name).matches(file) {
        if ecosystem.manifests.match(file) || ecosystem.files.match(file) { paths.insert(ImagePath.join(folder, file)) }
      }
    }
    let rules = ecosystem.nameLines
    let precise = paths.filter { path in rules.contains { $0.files.match(ImagePath.basename(path)) } }
    for path in paths {
      let name = ImagePath.basename(path)
      let isReplaced = precise.contains { other in
        ImagePath.folder(of: other) == ImagePath.folder(of: path)
          && rules.contains { $0.files.match(ImagePath.basename(other)) && $0.replaces.match(name) }
      }
      guard !isReplaced, let bytes = files.read(path) else { continue }
      isKnown = true
      if let rule = rules.first(where: { $0.files.match(name) }) {
        insert(names: bytes, behind: Array(rule.start.utf8))
      } else {
        hashes.insert(words: bytes)
      }
    }
  }

  /// Adds what stands in lines that start so, up to the first byte that is in no name.
  private mutating func insert(names bytes: [UInt8], behind start: [UInt8]) {
    var line = 0
    while line < bytes.count {
      let end = bytes[line...].firstIndex(of: 10) ?? bytes.count
      if bytes[line..<end].starts(with: start) {
        hashes.insert(NameHash(bytes[(line + start.count)..<end].prefix(while: Self.isNameByte)))
      }
      line = end + 1
    }
  }

  /// Adds packages that a command names.
  package mutating func insert(arguments: [String]) {
    for argument in arguments { hashes.insert(words: Array(argument.utf8)) }
  }

  /// Adds what a list of packages names that a command installs.
  package mutating func insert(list: [UInt8]) {
    isKnown = true
    hashes.insert(words: list)
  }

  package func contains(_ name: String) -> Bool { hashes.contains(NameHash(name.utf8)) }

  package func contains(_ name: NameHash) -> Bool { hashes.contains(name) }

  private static func isNameByte(_ byte: UInt8) -> Bool { NameHash.fold(byte) != 0 }
}
