/// What a package is for.
package enum PackageRole: String, Sendable, CaseIterable {
  /// Needed only while something is compiled: toolchains, headers, static libraries.
  case build
  /// A shared library.
  case library = "lib"
  /// Anything that a running program may use.
  case run
  /// Fetches, unpacks or adds package sources: mostly needed while the image is built.
  case setup
  /// A language's package manager.
  case packageManager = "pm"
  /// An editor or diagnostic tool, which is there because the author wanted it.
  case debug
}

/// One package of a distribution's release.
package struct PackageEntry: Sendable, Equatable {
  /// The name that was asked for.
  package let name: String
  /// The name of the package itself; differs from `name` where that is a virtual or a former name.
  package let resolvedName: String
  package let role: PackageRole
  /// The packages that take its place at run time; empty where nothing does.
  package let runtime: [String]
  /// The installed size in kB, if known.
  package let installedSize: Int?
  /// Whether `installedSize` is an estimate, not taken from an index.
  package let isSizeEstimated: Bool
  /// What the package manager installs with it, beyond the base.
  package let depends: [String]
  /// What the package manager installs with it unless told otherwise.
  package let recommends: [String]
  /// Whether `role` and `runtime` come from an index or were checked against the package.
  package let isVerified: Bool
  /// Whether the package can't be installed but with `runtime` in exactly its own version.
  package let hasSameVersion: Bool
}

/// All that is installed with a list of packages.
package struct PackageClosure: Sendable, Equatable {
  /// The packages with all that they bring, sorted, without the base.
  package let names: [String]
  /// The sum of the installed sizes in kB, of those packages whose size is known.
  package let installedSize: Int
  /// Whether a size is estimated or missing.
  package let isSizeEstimated: Bool
  /// Names that the table doesn't have, sorted.
  package let unknown: [String]
}
