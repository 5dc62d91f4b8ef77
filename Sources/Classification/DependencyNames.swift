package import BuildModel
import SourceText
package import Strategies

/// The words of a project's manifest files that can be package names.
///
/// No manifest format is parsed for this: a name that stands anywhere in such a file counts. What is asked of it is
/// only ever "can the project do without this library?", where a name too many keeps something that could have gone.
package struct DependencyNames: Sendable, Equatable {
  private var hashes = NameHashSet()
  /// The texts of which all words are in; a list that an install names is often a manifest file too.
  private var texts: [[UInt8]] = []
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
    for path in paths {
      let name = ImagePath.basename(path)
      guard let bytes = files.read(path) else { continue }
      isKnown = true
      let rule = rules.first { $0.files.match(name) }
      // A file without such lines has another form than the tool gives it.
      if let rule, insert(names: bytes, behind: rule.start) { continue }
      insert(words: bytes)
    }
  }

  /// Adds what stands in lines that start so, up to the first byte that is in no name.
  ///
  /// - Returns: whether there is such a line.
  private mutating func insert(names bytes: [UInt8], behind start: String) -> Bool {
    let start = start.utf8.filter { !Self.isBlank($0) }.map(Self.withOneQuote)
    var isFound = false
    var line = 0
    while line < bytes.count {
      let end = bytes[line...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
      var matched = 0
      while line < end, matched < start.count {
        if Self.isBlank(bytes[line]) {
          line += 1
        } else if Self.withOneQuote(bytes[line]) == start[matched] {
          line += 1
          matched += 1
        } else {
          break
        }
      }
      if matched == start.count {
        isFound = true
        hashes.insert(NameHash(bytes[line..<end].prefix(while: Self.isNameByte)))
      }
      line = end + 1
    }
    return isFound
  }

  private static func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }

  private static func withOneQuote(_ byte: UInt8) -> UInt8 { byte == UInt8(ascii: "'") ? UInt8(ascii: "\"") : byte }

  /// Adds packages that a command names.
  package mutating func insert(arguments: [String]) {
    for argument in arguments { insert(words: Array(argument.utf8)) }
  }

  /// Adds what a list of packages names that a command installs.
  package mutating func insert(list: [UInt8]) {
    isKnown = true
    insert(words: list)
  }

  package func contains(_ name: String) -> Bool { hashes.contains(NameHash(name)) }

  package func contains(_ name: NameHash) -> Bool { hashes.contains(name) }

  private mutating func insert(words bytes: [UInt8]) {
    guard !texts.contains(bytes) else { return }
    texts.append(bytes)
    let dot = UInt8(ascii: ".")
    hashes.insert(words: bytes) { word in
      // most words have no such ending
      guard word.count > 4, bytes[word.upperBound - 4] == dot || bytes[word.upperBound - 3] == dot else { return nil }
      return Self.name(ofFile: bytes[word])
    }
  }

  /// The package that a repository, an archive or a wheel is named after: `name.git`, `name-1.0.tar.gz`.
  private static func name(ofFile word: ArraySlice<UInt8>) -> NameHash? {
    guard let ending = endings.first(where: { word.count > $0.count && word.suffix($0.count).elementsEqual($0) })
    else { return nil }
    let name = word.dropLast(ending.count)
    let version = name.indices.dropLast().first { index in
      name[index] == UInt8(ascii: "-") && (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(name[index + 1])
    }
    return NameHash(name[..<(version ?? name.endIndex)])
  }

  private static let endings = [".git", ".whl", ".tar.gz", ".zip"].map { Array($0.utf8) }

  private static func isNameByte(_ byte: UInt8) -> Bool { NameHash.fold(byte) != 0 }
}
