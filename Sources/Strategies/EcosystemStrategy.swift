/// One language ecosystem: everything that `migrate` knows of it.
///
/// A reference, since each step of each project holds it; nothing changes it once it is read.
package final class EcosystemStrategy: @unchecked Sendable, Equatable {
  /// A framework that can be named instead of the ecosystem.
  package struct Framework: Sendable, Equatable {
    package var id: String
    package var title: String
    /// Files of the project that show it.
    package var files: [Glob]
    /// Packages whose name in a manifest file shows it.
    package var packages: [String]
  }

  package internal(set) var id: String
  package internal(set) var title: String
  /// Where the manifest stands, for messages.
  package internal(set) var path: String
  /// Decides between ecosystems that fit the same project; a higher one wins.
  package internal(set) var priority = 0
  package internal(set) var frameworks: [Framework] = []
  /// Files of the project that show the ecosystem.
  package internal(set) var files: [Glob] = []
  /// Files that declare packages: read to detect frameworks and native packages.
  package internal(set) var manifests: [Glob] = []
  /// Manifest files of which only certain lines hold names of packages.
  package internal(set) var nameLines: [NameLines] = []
  package internal(set) var images: [ImageRule] = []
  package internal(set) var packageManagers: [PackageManagerStrategy] = []
  /// Environment keys that only the build reads, only the running application reads, or both in spite of that.
  package internal(set) var buildOnlyEnvironment: [Glob] = []
  package internal(set) var runOnlyEnvironment: [Glob] = []
  package internal(set) var sharedEnvironment: [Glob] = []
  /// Whether its packages look libraries up by a way that can ask the compiler for them.
  package internal(set) var asksCompilerForLibraries = false
  /// Texts that stand in a project's code where it opens libraries of the system by itself.
  package internal(set) var opensLibraries: [String] = []
  /// What stands in a project's code where the running application installs packages.
  package internal(set) var installsInCode: [String] = []
  /// What stands in a script of the project that compiles when a step of the build starts it.
  package internal(set) var compilesInScripts: [String] = []
  /// How the application's own code starts programs; empty if that is not told.
  package internal(set) var code: [CodeRules] = []
  /// System packages with data that the language's own library reads.
  package internal(set) var systemData: [Glob] = []
  /// System packages that the language is made of where the distribution brings it: they stay where a package that goes
  /// brought them.
  package internal(set) var silent: [Glob] = []
  /// What the ecosystem's packages need of the system.
  package internal(set) var nativePackages: NativePackageTable?
  /// What the packages of the ecosystem's index bring.
  package internal(set) var requirements: RequirementTable?
  /// The version of the language from which on that holds; nil: any.
  package internal(set) var requirementsSince: String?
  /// The tables of further ecosystems that it was joined with.
  package private(set) var furtherNativePackages: [NativePackageTable] = []
  /// System packages of use at run time which this ecosystem's builds call.
  package internal(set) var buildTools: [BuildTool] = []
  /// Packages that compile code while the application runs, with the reason.
  package internal(set) var runtimeCompilers: [(package: Glob, reason: String)] = []

  /// Packages that start tools while the application runs.
  package internal(set) var toolUsers: [ToolUser] = []
  /// When a language is only needed to make what browsers get; nil if that is not known.
  package internal(set) var assets: AssetRules?

  /// How a built image is proven.
  package internal(set) var verification = ProofRules()

  /// This ecosystem with what another one knows besides, for a stage that both install packages in.
  package func joined(with other: EcosystemStrategy) -> EcosystemStrategy {
    guard other.id != id else { return self }
    let joined = EcosystemStrategy(id: id, title: title, path: path)
    joined.priority = priority
    joined.frameworks = frameworks
    joined.manifests = manifests + other.manifests
    joined.nameLines = nameLines + other.nameLines
    joined.files = files + other.files
    joined.images = images + other.images
    joined.packageManagers = packageManagers + other.packageManagers
    joined.buildOnlyEnvironment = buildOnlyEnvironment + other.buildOnlyEnvironment
    joined.runOnlyEnvironment = runOnlyEnvironment + other.runOnlyEnvironment
    joined.sharedEnvironment = sharedEnvironment + other.sharedEnvironment
    joined.systemData = systemData + other.systemData
    joined.silent = silent + other.silent
    joined.opensLibraries = opensLibraries + other.opensLibraries
    joined.installsInCode = installsInCode + other.installsInCode
    joined.compilesInScripts = compilesInScripts + other.compilesInScripts
    joined.code = code + other.code
    joined.asksCompilerForLibraries = asksCompilerForLibraries || other.asksCompilerForLibraries
    joined.nativePackages = nativePackages
    joined.furtherNativePackages =
      furtherNativePackages + [other.nativePackages].compactMap { $0 } + other.furtherNativePackages
    joined.buildTools = buildTools
    joined.runtimeCompilers = runtimeCompilers + other.runtimeCompilers
    joined.toolUsers = toolUsers + other.toolUsers
    joined.verification = verification
    return joined
  }

  /// Whether images of that repository bring the command themselves.
  package func provides(_ command: String, image repository: String) -> Bool {
    images.contains { $0.repository.matches(repository) && $0.provides.match(command) }
  }

  package init(id: String, title: String, path: String) {
    self.id = id
    self.title = title
    self.path = path
  }

  package static func == (left: EcosystemStrategy, right: EcosystemStrategy) -> Bool {
    left.id == right.id && left.path == right.path && left.packageManagers.map(\.id) == right.packageManagers.map(\.id)
  }
}

/// Files of which only the lines with a certain start hold names of packages.
package struct NameLines: Sendable, Equatable {
  package var files: [Glob]
  /// What stands before the name; blanks in it do not matter, nor which of the quotes it has.
  package var start: String
}

/// A system package that is no build package, but that builds of an ecosystem call.
///
/// Beside a build package it is there for the build, unless something in the project tells of it.
package struct BuildTool: Sendable, Equatable {
  package var packages: [Glob]
  /// Words of which none may stand in a file of the project, in lower case.
  package var words: [String]
  /// Packages that come along and are of no use to the ecosystem's applications.
  package var brings: [Glob]
  /// Who calls it, for the reason.
  package var caller: String
}

/// The application's own code, and what stands in it before the name of a program that it starts.
package struct CodeRules: Sendable, Equatable {
  /// By paths in the build context.
  package var files: [Glob]
  /// Those of them that only work on the project runs.
  package var exceptFiles: [Glob]
  package var starts: [String]

  package init(files: [Glob], exceptFiles: [Glob] = [], starts: [String] = []) {
    self.files = files
    self.exceptFiles = exceptFiles
    self.starts = starts
  }
}

/// When an application needs another language for nothing but its assets: scripts and styles that browsers get.
package struct AssetRules: Sendable, Equatable {
  /// The ecosystem whose packages make them.
  package var language: String
  /// Packages of which each can start that language while the application runs.
  package var exceptPackages: [String]
  /// Commands of which each can start that language where the container starts it.
  package var exceptCommands: [String]
  /// The application's own code, by paths in the build context.
  package var code: [Glob]
  /// What stands in that code where assets are made while the application runs.
  package var exceptTexts: [String]
}

/// Packages that start tools while the application runs.
package struct ToolUser: Sendable, Equatable {
  package var packages: [String]
  package var tools: [String]
  /// ENV keys with values under which they do not.
  package var exceptEnvironment: [String: String]
}
