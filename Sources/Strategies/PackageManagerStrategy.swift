internal import SourceText

/// The command grammar of one package manager, and what it leaves where.
///
/// A reference, since each command of a file is compared with all of them; nothing changes it once it is read.
package final class PackageManagerStrategy: @unchecked Sendable {
  package struct VersionFile: Sendable, Equatable {
    /// The file's name in the build context.
    package let name: String
    /// What the line with the version starts with, where the file holds more; the version is a lower bound then.
    package let line: String?
    /// Environment keys that name a version themselves.
    package let keys: [String]
    /// Environment keys that keep the manager from obeying it.
    package let unless: [String]
    package let refusal: RefusalText
  }

  package internal(set) var id: String = ""
  package internal(set) var programs: [ProgramPattern] = []
  /// Whether an install takes away the packages that it does not name.
  package internal(set) var isExact = false
  /// Words of commands by which what a removed package brought goes too; without them it stays. None: it always goes.
  package internal(set) var orphansGoWith: [Glob] = []
  /// Options whose value is the next word, so that it is no argument.
  package internal(set) var valueOptions: [Glob] = []
  /// The larger part of a manifest; a project uses few package managers.
  var commandRules = Later<[CommandRule]> { [] }
  var installPathRules = Later<[InstallPathRule]> { [] }
  var extraPathRules = Later<[InstallPathRule]> { [] }
  /// The tools that its commands bring.
  var commandTools = Later<[String]> { [] }
  package var commands: [CommandRule] { commandRules.value }
  package var installPaths: [InstallPathRule] { installPathRules.value }
  /// Further paths that an install leaves packages in; every rule that holds adds its own.
  package var extraPaths: [InstallPathRule] { extraPathRules.value }
  /// Options whose value names a file with further options and arguments, a line each.
  package internal(set) var argumentFiles: [Glob] = []
  /// The tools (commands) that belong to it.
  package internal(set) var tools: [String] = []
  /// System packages that bring it where it is no command of its own.
  package internal(set) var packages: [Glob] = []
  /// Texts that stand in a project's files where it uses the manager otherwise than as a command.
  package internal(set) var calls: [String] = []
  /// Words of a download that bring the tools: `*example.org/install.sh*`.
  package internal(set) var installers: [Glob] = []
  /// Environment keys that this tool alone reads: they stay where the tool stays.
  package internal(set) var environment: [Glob] = []
  /// Folders that only speed up a later install: removing them is housekeeping.
  package internal(set) var caches: [Glob] = []
  /// Files by which the manager may fetch another version of the language than the image's.
  package internal(set) var versionFiles: [VersionFile] = []
  /// Files of which one names each package that an install brings.
  package internal(set) var locks: [Glob] = []
  /// Options and environment keys that name the project's file, where it is not one in the working directory.
  package internal(set) var projectFile: [String] = []
  /// Where there is no such file: what stands in each line of a list that names all packages, as `==`.
  package internal(set) var pin: String?
  /// Packages that need nothing of the system, and whose own dependencies do not either.
  package internal(set) var plainPackages: [Glob] = []
  /// The commands that install packages in an image which installs none yet; `{packages}` are their names.
  package internal(set) var installLine: String?
  /// What tells whether an install brings packages for work on the project.
  package internal(set) var development: DevelopmentRule?
  /// Options that leave out recommended packages, and options that name a virtual group.
  package internal(set) var noRecommends: [Glob] = []
  package internal(set) var virtualGroup: [Glob] = []
  /// Options by which an install fetches the lists of packages itself.
  package internal(set) var fetchesLists: [Glob] = []
  /// Where these lists lie.
  package internal(set) var lists: [Glob] = []

  /// The first of the options that leave out recommended packages, as it is written in a command.
  package var noRecommendsOption: String? {
    noRecommends.lazy.flatMap { $0.pattern.parts(by: UInt8(ascii: "|")) }.first { $0.hasPrefix("--") }.map(String.init)
  }
}

/// Packages that only the work on a project needs: where they are declared, and what leaves them out.
package struct DevelopmentRule: Sendable, Equatable {
  /// Files of the context with settings: a name, or a name and its value with a blank between them, that matches shows
  /// that the project has such packages.
  package var files: [String]
  package var settings: [Glob]
  /// Words, or two with a blank between them, of a command that leaves them out.
  package var words: [Glob]
  /// Environment keys with the patterns of the values that do.
  package var environment: [(key: String, value: String)]
  /// How to leave them out.
  package var help: String

  package static func == (left: DevelopmentRule, right: DevelopmentRule) -> Bool {
    left.files == right.files && left.settings == right.settings && left.words == right.words && left.help == right.help
      && left.environment.elementsEqual(right.environment) { $0 == $1 }
  }
}
