/// One distribution: its images, its package manager's grammar, its package tables.
///
/// A reference, since all that is known of an image holds it; nothing changes it once it is read.
package final class DistributionStrategy: @unchecked Sendable {
  package struct Release: Sendable {
    package var id: String
    /// Words of a tag (split at `-`) that name the release on any image.
    package var words: [Glob]
    /// Tags that name the release on the distribution's own image.
    package var tags: [Glob]
    package var table: PackageTable
    package var commands: CommandTable?
    package var sonames: SonameTable?
    /// Whether its support has ended, so that its archive may move away from where its images look for it.
    package var hasEnded = false
  }

  /// A package of full images that applications may call without saying so.
  package struct ImageTool: Sendable, Equatable {
    package var package: String
    package var commands: [String]
    /// How files of the project call them: the start of a command; behind a `*` anything may follow.
    package var calls: [String]
    /// Whether calling it at run time means that the application compiles.
    package var compiles = false
  }

  /// A package of data alone.
  package struct DataFiles: Sendable, Equatable {
    package var package: String
    /// Where the data lies in each full image.
    package var paths: [String]
  }

  /// An archive besides the distribution's own.
  package struct OtherArchive: Sendable {
    /// Words of commands, and paths of files, that add it.
    package var words: [Glob]
    /// The packages that it can have under names of the distribution's.
    package var packages: [Glob]
  }

  package internal(set) var id: String
  package internal(set) var title: String
  package internal(set) var path: String
  package internal(set) var images: [ImageRule] = []
  package internal(set) var releases: [Release] = []
  package internal(set) var packageNames = PackageNameGrammar()
  package internal(set) var packageManager = PackageManagerStrategy()
  /// What official images hold beyond the base unless they are slim: compilers, headers, tools.
  package internal(set) var fullImage: [String] = []
  /// What of a full image applications may call by name.
  package internal(set) var fullImageTools: [ImageTool] = []
  /// Downloads that need nothing of an image but its C library.
  package internal(set) var plainDownloads: [Glob] = []
  /// Data of full images that is kept by name where the smaller image lacks it.
  package internal(set) var fullImageData: [Glob] = []
  /// Packages whose files are copied from a full image where they can't be installed.
  package internal(set) var dataFiles: [DataFiles] = []
  /// Archives whose packages bring other packages than the distribution's of the same names do; the first that fits counts.
  package internal(set) var otherArchives: [OtherArchive] = []
  /// Where sources of packages and their keys stand.
  package internal(set) var sourceFolders: [String] = []
  private let knownArchives = Memory<String, [Glob]>(limit: 10_000)
  /// Words of a tag that name releases which no table knows.
  package internal(set) var otherReleases: [Glob] = []
  /// Libraries that have the same name in each release of the family, also where no table knows the release.
  package internal(set) var stableNames: [Glob] = []
  /// Packages that go with a removed package only if nothing at run time can need them; they are kept by name.
  package internal(set) var silent: [Glob] = []
  /// Libraries that go with a removed package unless a dependency of the project is known to need them.
  package internal(set) var silentIfLinked: [Glob] = []
  /// Libraries of these that are added also where not all dependencies are known.
  package internal(set) var silentIfUnknown: [Glob] = []
  /// The command that makes the loader see new libraries; nil where it needs none.
  package internal(set) var libraryCache: String?
  /// The distribution's own commands that never compile.
  package internal(set) var everyday: [Glob] = []
  /// Commands, beyond those of build packages, that can call a compiler.
  package internal(set) var compilerUsers: [ProgramPattern] = []
  /// Whether programs that look libraries up by name ask the compiler for them.
  package internal(set) var findsLibrariesByCompiler = false

  /// How packages are named after a library, with `{stem}` and `{version}`: `libpq` and `5` of `libpq.so.5`.
  package internal(set) var sonamePackages: [String] = []
  /// How a built image shows what it holds.
  package internal(set) var verification = ImageRecords()

  package init(id: String, title: String, path: String) {
    self.id = id
    self.title = title
    self.path = path
  }

  /// The packages that another archive can have, which a word of a command or the path of a file adds.
  package func packages(ofArchive word: String) -> [Glob] {
    knownArchives.answer(word) { otherArchives.first { $0.words.match(word) }?.packages ?? [] }
  }

  /// The release with this name.
  package func release(_ id: String) -> Release? { releases.first { $0.id == id } }

  /// The packages of a release that bring a shared library, the most likely one first; empty if none is known.
  ///
  /// - Parameter soname: as a program asks for it: `libpq.so.5`.
  package func packages(providing soname: String, in release: Release) -> [String] {
    if let found = release.sonames?.packages(providing: soname), !found.isEmpty { return found }
    guard let end = soname.range(ofSuffixFrom: ".so") else { return [] }
    let stem = String(soname[..<end].lowercased().map { $0 == "_" ? "-" : $0 })
    let version = soname[end...].dropFirst(3).drop { $0 == "." }
    for template in sonamePackages {
      let name = template.replacing("{stem}", with: stem).replacing("{version}", with: version)
      if release.table.entry(name)?.resolvedName == name { return [name] }
    }
    return []
  }
}

extension String {
  /// Where the last `text` starts.
  fileprivate func range(ofSuffixFrom text: String) -> Index? {
    var place: Index?
    for index in indices where self[index...].hasPrefix(text) { place = index }
    return place
  }
}
