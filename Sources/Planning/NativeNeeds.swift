import Strategies

/// The system packages of one release that dependencies of a project need when the image runs.
struct NativeNeeds {
  private let release: DistributionStrategy.Release
  private let headers: [String]
  /// The libraries that a compiler can have linked: those whose headers the stage has.
  private lazy var linkable = release.table.counterparts(of: headers)
  /// Libraries that come along with compilers, and have no headers of their own.
  private let compilers: [Glob]

  /// - Parameter headers: the packages that are there where dependencies are compiled; what is none of headers is passed over.
  init(_ release: DistributionStrategy.Release, of distribution: DistributionStrategy?, headers: [String]) {
    self.release = release
    compilers = [distribution?.silent, distribution?.silentIfLinked].flatMap { $0 ?? [] }
    self.headers = headers
  }

  /// What a dependency needs, by the names of the packages; a package of headers stands for what takes its place.
  mutating func packages(of native: NativePackageEntry) -> [String] {
    var packages = names(native.needs)
    for name in names(native.needsWhenCompiled)
    where native.loading != .link || compilers.match(name) || linkable.contains(name) {
      packages.append(name)
    }
    return packages
  }

  private func names(_ needs: [String]) -> [String] {
    needs.flatMap { need -> [String] in
      guard let entry = release.table.entry(need) else { return [] }
      return entry.role == .build ? entry.runtime : [entry.resolvedName]
    }
  }
}
