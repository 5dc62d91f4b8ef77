internal import SourceText

/// How a program is called: the words that start a simple command, as `python3 -m pip`.
package struct ProgramPattern: Sendable, Equatable {
  package let words: [Glob]

  /// Takes the words separated by blanks; each is a glob.
  package init(_ text: String) {
    words = text.parts(by: UInt8(ascii: " ")).map { Glob(String($0)) }
  }

  /// Whether the words start a command of this program; the first word's folder and options in between don't count.
  package func matches(_ command: [String]) -> Bool {
    guard let first = words.first,
      let program = command.first?.parts(by: UInt8(ascii: "/")).last ?? command.first.map({ $0[...] }),
      first.matches(String(program)) || first.matches(command[0])
    else { return false }
    var rest = command.dropFirst()
    for glob in words.dropFirst() {
      while let word = rest.first, word.hasPrefix("-"), !glob.matches(word) { rest = rest.dropFirst() }
      guard let word = rest.first, glob.matches(word) else { return false }
      rest = rest.dropFirst()
    }
    return true
  }
}

/// What a command does, as a manifest says it.
package enum CommandEffect: String, Sendable, CaseIterable {
  /// Installs packages: a distribution's system packages, an ecosystem's language packages.
  case install
  /// Removes packages.
  case remove
  /// Fails if packages are not installed.
  case check
  /// Fetches the lists of packages that later installs look into.
  case refresh
  /// Brings the packages of the image up to date.
  case upgrade
  /// Clears or prints things that leave nothing worth shipping: a cache purge, a version.
  case housekeeping
  /// Adds a source of packages, or chooses one: later installs need it.
  case addSource = "add-source"
  /// Makes a folder that later installs go to, as `python -m venv`.
  case createEnvironment = "create-environment"
  /// Brings a tool of an ecosystem without installing the application's packages.
  case bringTool = "bring-tool"
  /// Changes how later commands of the package manager work; `sets` says which environment key says the same.
  case configure
  /// Builds a part of the application; `produces` names the paths.
  case build
  /// Starts the application or a program in its environment.
  case run
  /// Can't be divided between stages; `refuse` says why.
  case refuse
}

/// One row of a package manager's command table; the first row that fits a command decides.
///
/// A reference for the same reason as its package manager.
package final class CommandRule: @unchecked Sendable {
  /// The words behind the program that the command must start with; options between them do not count.
  package internal(set) var words: [Glob] = []
  package internal(set) var does: CommandEffect = .housekeeping
  /// At least one of these options must stand in the command.
  package internal(set) var withOptions: [Glob] = []
  /// None of these options may stand in the command.
  package internal(set) var withoutOptions: [Glob] = []
  /// Every further word must match one of these.
  package internal(set) var onlyArguments: [Glob] = []
  /// Environment keys that a `configure` stands for; `{argument}` in a value is the word behind the rule's own.
  package internal(set) var sets: [(key: String, value: String)] = []
  /// Names of which one must stand in the build context's root.
  package internal(set) var contextFiles: [Glob] = []
  /// Package managers of which one must have installed packages in the stage before.
  package internal(set) var after: [String] = []
  /// Programs that the command starts if they are there.
  package internal(set) var uses: [String] = []
  /// Tools that bring packages of which the application can have another version.
  package internal(set) var mixes: [Glob] = []
  /// Packages that official images have of their own, in the folder that installs go to.
  package internal(set) var replaces: [Glob] = []
  /// Whether the arguments of an `install` or `remove` are titles of groups of packages.
  package internal(set) var namesGroups = false
  /// The tools that the command brings.
  package internal(set) var tools: [String] = []
  /// Where the texts stand that a launcher runs by their names.
  package internal(set) var scripts: ScriptSource?
  /// Whether the last of `words` is such a name, and not the first argument behind them.
  package internal(set) var scriptIsWord = false
  /// Where the command installs to; empty: the package manager's own paths. What a `build` or `configure` writes, so
  /// that it can go with an install that covers it.
  package internal(set) var paths: [InstallPathRule] = []
  /// Whether `paths` are all that the command makes for the running application, by packages that `AssetRules` name.
  package internal(set) var makesAssets = false
  package internal(set) var refusal: RefusalText?
}

/// A file of the project that gives names to shell texts, as `package.json` does.
package struct ScriptSource: Sendable, Equatable {
  /// The file in the folder that the command runs in.
  package let file: String
  /// The settings that hold the texts, in the order in which they run; `{name}` is the name.
  package let settings: [String]
}

/// Why something can't be migrated, as a manifest says it.
package struct RefusalText: Sendable, Equatable {
  /// A stable slug with its domain, as `python/distribution-site-packages`.
  package let id: String
  package let reason: String
  package let help: String?
}

/// Where a command puts packages; the first rule whose conditions hold and whose path resolves decides.
///
/// A reference for the same reason as its package manager.
package final class InstallPathRule: @unchecked Sendable {
  /// Options of which one must stand in the command; `{option}` in the path is its value.
  package internal(set) var option: [Glob] = []
  /// The values that the option may have.
  package internal(set) var optionValue: Glob?
  /// Options of which none may stand in the command.
  package internal(set) var withoutOptions: [Glob] = []
  /// An environment key that must be set; `{env}` in the path is its value.
  package internal(set) var environmentKey: String?
  /// The values that the key may have.
  package internal(set) var environmentValue: Glob?
  /// Environment keys of which none may be set.
  package internal(set) var withoutEnvironment: [String] = []
  /// Configuration files, as templates like those of `paths`; at least one must be there when the command runs.
  package internal(set) var files: [String] = []
  /// Whether none of the files, or none of the settings where these are named, may be there instead.
  package internal(set) var isMissing = false
  /// Settings of which one must stand in the files; `{setting}` in the path is its value.
  package internal(set) var settings: [Glob] = []
  /// The values that the setting may have, and those that it may not have.
  package internal(set) var settingValues: [Glob] = []
  package internal(set) var settingExceptions: [Glob] = []
  /// Tools for which alone the path is copied: if none of them is needed at run time, it stays behind.
  package internal(set) var tools: [String] = []
  /// Base images (repositories) of which the stage must be one.
  package internal(set) var images: [Glob] = []
  /// Base images (repositories) of which the stage must be none.
  package internal(set) var otherImages: [Glob] = []
  /// Whether no manifest may tell of the base image.
  package internal(set) var isUnknownImage = false
  /// System packages of which the stage must have installed none.
  package internal(set) var withoutPackages: [Glob] = []
  /// Distributions of which the stage must be one.
  package internal(set) var distributions: [String] = []
  /// `root` or `other`: the user in force.
  package internal(set) var user: String?
  /// Paths with `{workdir}`, `{home}`, `{env}` (the key of `environmentKey`), `{env:KEY}`,
  /// `{option}`, `{setting}`, `{program}` (the folder above the program's `bin`) and `{environment}` (the folder that
  /// `create-environment` made and that is first on PATH). Empty: the command leaves nothing.
  package internal(set) var paths: [String] = []
  /// What of the path the base image fills itself: it is removed before the copy, which would mix with it.
  package internal(set) var clears: [Clearing] = []

  package struct Clearing: Sendable, Equatable {
    /// A path for `rm -rf`; may hold `*`.
    package let path: String
    /// Only in images of an earlier version of the language; nil: in all.
    package let belowVersion: String?
  }

  /// System packages whose own packages of the language are found from there: they stay where a package that goes
  /// brought them.
  package internal(set) var silent: [Glob] = []
  /// What a copy of the path adds to the image beyond the packages, in kB.
  package internal(set) var overhead: Int = 0
  package internal(set) var refusal: RefusalText?
}
