package import BuildModel
import SourceText
package import Strategies

/// The words of a project's manifest files that can be package names.
///
/// No manifest format is parsed for this: a name that stands anywhere in such a file counts. What is asked of it is
/// only ever "can the project do without this library?", where a name too many keeps something that could have gone.
package struct DependencyNames: Sendable, Equatable {
  /// Hashes of the names: a lock file has thousands of words, and few of them are ever asked for.
  private var hashes: Set<UInt64> = []
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
      let isPattern = Wildcard.isPattern(name)
      let folder = isPattern ? ImagePath.folder(of: source) : source
      for file in files.entries(folder) ?? [] where !isPattern || Wildcard.matches(name, file) {
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
        insert(words: bytes)
      }
    }
  }

  /// Adds what stands in lines that start so, up to the first byte that is in no name.
  private mutating func insert(names bytes: [UInt8], behind start: [UInt8]) {
    var line = 0
    while line < bytes.count {
      let end = bytes[line...].firstIndex(of: 10) ?? bytes.count
      if bytes[line..<end].starts(with: start) {
        hashes.insert(Self.hash(bytes[(line + start.count)..<end].prefix(while: Self.isNameByte)))
      }
      line = end + 1
    }
  }

  /// Adds packages that a command names.
  package mutating func insert(arguments: [String]) {
    for argument in arguments { insert(words: Array(argument.utf8)) }
  }

  /// Adds what a list of packages names that a command installs.
  package mutating func insert(list: [UInt8]) {
    isKnown = true
    insert(words: list)
  }

  package func contains(_ name: String) -> Bool { hashes.contains(Self.hash(name.utf8)) }

  private mutating func insert(words bytes: [UInt8]) {
    Self.folded.withUnsafeBufferPointer { folded in
      var hash = Self.emptyHash
      for byte in bytes {
        let byte = folded[Int(byte)]
        if byte != 0 {
          hash = Self.hash(hash, byte)
        } else if hash != Self.emptyHash {
          hashes.insert(hash)
          hash = Self.emptyHash
        }
      }
      if hash != Self.emptyHash { hashes.insert(hash) }
    }
  }

  private static func isNameByte(_ byte: UInt8) -> Bool { folded[Int(byte)] != 0 }

  /// For each byte of a name the one that stands for it: lower case, with `-` for `_` and `.`; 0 for all others.
  private static let folded: [UInt8] = (UInt8.min...UInt8.max).map { byte in
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): byte
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): byte + 32
    case UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."): UInt8(ascii: "-")
    default: 0
    }
  }

  /// The FNV-1a hash of a name.
  ///
  /// Two names with one hash would make a name count that no file has, as words of descriptions do anyway.
  private static func hash(_ name: some Sequence<UInt8>) -> UInt64 {
    name.reduce(emptyHash) { hash($0, folded[Int($1)]) }
  }

  private static func hash(_ hash: UInt64, _ byte: UInt8) -> UInt64 { (hash ^ UInt64(byte)) &* 0x0100_0000_01b3 }

  private static let emptyHash: UInt64 = 0xcbf2_9ce4_8422_2325
}
