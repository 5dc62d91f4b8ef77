package import BuildModel
package import SourceText
package import Strategies

/// What one simple command does to the image.
package enum Effect: Sendable, Equatable {
  case installsSystemPackages(SystemInstall)
  /// Removes the named packages or virtual groups.
  case removesSystemPackages([SystemInstall.Package])
  /// Adds a source of system packages.
  case addsPackageSource
  /// Fetches the lists of packages that later installs look into.
  case refreshesPackageLists
  /// Brings what the image has up to date.
  case upgradesSystemPackages
  /// Clears a cache of the distribution's package manager, or prints something.
  case systemHousekeeping
  case installsLanguagePackages(LanguageInstall)
  /// Makes a folder that later installs go to.
  case createsEnvironment(String)
  /// Brings an ecosystem's own tools.
  case bringsTools(ToolInstall)
  /// Replaces tools that the base image has in the folder that installs go to.
  case replacesTools(ToolInstall)
  /// Clears a cache or only prints something.
  case languageHousekeeping
  /// Takes packages away that were installed.
  case removesLanguagePackages
  /// Changes how a package manager works.
  case configuresManager
  /// Makes folders, links and users; changes owners and modes of the paths.
  case setsUp(paths: [String])
  /// A step towards what the same RUN builds from its source and installs.
  case buildsFromSource
  /// Changes nothing that outlives the command's shell.
  case neutral
  /// Builds or starts a part of the application by a tool that a manifest knows; it calls no compiler.
  case runsTool(ToolRun)
  /// Runs a program that no manifest knows.
  case runsProgram(String)
  case refused(Refusal)
}

extension Effect {
  /// Whether packages of a language are installed.
  package var isInstall: Bool {
    if case .installsLanguagePackages = self { true } else { false }
  }

  /// The system packages and groups that are removed.
  package var removedPackages: [SystemInstall.Package] {
    if case .removesSystemPackages(let packages) = self { packages } else { [] }
  }

  /// Whether nothing of it is worth shipping unless packages are installed.
  package var isSystemHousekeeping: Bool { self == .systemHousekeeping || self == .refreshesPackageLists }

  /// Whether a program is started that is none of a package manager's own business.
  package var isRun: Bool {
    switch self {
    case .runsProgram, .runsTool: true
    default: false
    }
  }
}

/// A list of system packages in an install command.
package struct SystemInstall: Sendable, Equatable {
  package struct Package: Sendable, Equatable {
    /// The name without version and architecture.
    package let name: String
    /// The range of the word in the shell text; nil where it can't be edited.
    package let range: ByteRange?
    /// What is written behind the name.
    package var qualifier = ""
    package var restriction = PackageName.Restriction.none
  }

  package var packages: [Package] = []
  /// Whether recommended packages come along.
  package var recommends = true
  /// The name that the whole list can be removed by.
  package var virtualGroup: String?
  /// Whether the command has words whose value is not known.
  package var hasUnknownWords = false
  /// Whether the words can be edited: they stand in the Dockerfile itself.
  package var isEditable = true
  /// Whether the command only asks for what other commands installed.
  package var isCheck = false
  /// Whether the arguments are titles of groups, so that no names can be added.
  package var namesGroups = false
  /// Whether the command fetches the lists of packages itself.
  package var fetchesLists = false
  /// Whether names of packages can be added.
  package var takesNames: Bool { !isCheck && !namesGroups }
}

/// An install of language packages.
package struct LanguageInstall: Sendable, Equatable {
  package var ecosystem: String
  package var manager: String
  /// The absolute paths that hold what was installed.
  package var paths: [String]
  /// Paths that only tools need, so that they are copied where one of these is needed at run time.
  package var toolPaths: [ToolPath] = []
  /// What copying the paths adds to the image beyond the packages, in kB.
  package var overhead = 0
  /// What of the paths the base image fills itself: removed before the copy.
  package var clears: [String] = []
  /// System packages that it finds packages of the language in besides.
  package var silent: [Glob] = []
  /// Whether the install takes away what it does not name.
  package var isExact = false
  /// The bytes of the lists that the command names; nil stands for one that can't be read.
  package var lists: [[UInt8]?] = []
  /// The packages that stand in the command itself.
  package var named: [String] = []
  /// The user in force, with its group as in USER.
  package var user: String
  package var isRoot: Bool
  /// Whether a program or library was built from its source, which no manifest knows.
  package var isFromSource = false
  /// Whether it is told of a project's file that does not lie in the working directory under its usual name.
  package var isOfOtherProject = false
  /// Whether it is no install, but a step that makes what browsers get.
  package var makesAssets = false
}

extension LanguageInstall {
  /// The install whose packages go to the run stage only where it needs one of these tools.
  package func copied(onlyFor tools: [String]) -> LanguageInstall {
    var install = self
    install.toolPaths += paths.map { ToolPath(path: $0, tools: tools) }
    install.paths = []
    return install
  }
}

/// An install of an ecosystem's own tools.
package struct ToolInstall: Sendable, Equatable {
  package var names: [String]
  /// Folders in which others find what it brings too.
  package var shared: [String] = []
  /// What of the folder that installs go to would hold two versions of packages if others were copied over these.
  package var mixes: [String] = []
}

/// Where an install leaves what tools need to start.
package struct ToolPath: Sendable, Equatable {
  package let path: String
  package let tools: [String]
}

/// A step of the application that a manifest knows.
package struct ToolRun: Sendable, Equatable {
  package var ecosystem: String
  package var manager: String
  /// The command, which must be there where the step runs.
  package var program: String
  /// The absolute paths of what it makes; empty if that is not known.
  package var produces: [String]
  /// Further programs that it starts if they are there.
  package var uses: [String] = []
  /// The absolute paths that hold what it makes for the running application; empty if that is not known.
  package var assets: [String] = []
}

extension ToolRun {
  /// The step as an install of the assets that it makes.
  package func asInstall(_ state: StageState) -> LanguageInstall {
    var install = LanguageInstall(
      ecosystem: ecosystem, manager: manager, paths: assets, user: state.user, isRoot: state.isRoot)
    install.makesAssets = true
    return install
  }
}

/// Why the stage can't be migrated.
package struct Refusal: Sendable, Equatable {
  /// A stable slug with its domain, as `split/onbuild`.
  package let id: String
  package let reason: String
  package let help: String?
  /// Where in the Dockerfile.
  package let range: ByteRange?

  package init(id: String, reason: String, help: String? = nil, range: ByteRange? = nil) {
    self.id = id
    self.reason = reason
    self.help = help
    self.range = range
  }
}
