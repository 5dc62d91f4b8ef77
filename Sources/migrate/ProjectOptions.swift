import ArgumentParser
import Strategies

/// What decides how a project is read and migrated.
struct ProjectOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("The ecosystem or framework of the application; default: it is detected.", valueName: "id"))
  var ecosystem: String?

  @Option(help: ArgumentHelp("The stage to migrate, by name or number; default: the last one.", valueName: "name"))
  var stage: String?

  @Option(help: ArgumentHelp("The Dockerfile, as seen from the folder.", valueName: "dockerfile"))
  var file: String?

  @Option(
    parsing: .singleValue,
    help: ArgumentHelp("A compose file; may stand several times, later ones win.", valueName: "file"))
  var compose: [String] = []

  @Option(
    parsing: .singleValue,
    help: ArgumentHelp("A system package that stays in the image; may stand several times.", valueName: "package"))
  var keep: [String] = []

  @Option(
    parsing: .singleValue,
    help: ArgumentHelp("A system package that leaves the image; may stand several times.", valueName: "package"))
  var drop: [String] = []

  @Option(
    help: ArgumentHelp(
      "Whether a full base image may become the smaller one of the same tag: auto or keep.", valueName: "how"))
  var base: BaseChoice?

  @Option(
    parsing: .singleValue,
    help: ArgumentHelp(
      "A system package that the image gets besides; may stand several times.", valueName: "package"))
  var add: [String] = []

  @Flag(help: "Let compose services that mount their source over the image build the stage that keeps the compilers.")
  var devTarget = false

  @Option(help: ArgumentHelp("A folder with further strategies.", valueName: "folder"))
  var plugins: String?

  func validate() throws {
    if let both = keep.first(where: drop.contains) {
      throw ValidationError("`\(both)` is given to both --keep and --drop")
    }
  }

  /// The options with what the project's configuration adds where they say nothing.
  func merged(with configuration: ProjectConfiguration) -> ProjectOptions {
    var result = self
    result.ecosystem = ecosystem ?? configuration.ecosystem
    result.stage = stage ?? configuration.stage
    result.base = base ?? configuration.base.flatMap(BaseChoice.init(rawValue:))
    // what is said now wins over what was written down
    result.keep += configuration.keep.filter { !drop.contains($0) }
    result.add += configuration.add.filter { !add.contains($0) }
    result.drop += configuration.drop.filter { !keep.contains($0) }
    return result
  }
}

/// Which base image the run stage gets.
enum BaseChoice: String, Choice {
  case auto, keep
}

/// What decides how results look.
struct OutputOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Whether to colour the output.", valueName: "when"))
  var color: ColorChoice = .auto

  @Flag(name: .shortAndLong, help: "Print nothing but errors and what was asked for.")
  var quiet = false

  @Flag(name: .shortAndLong, help: "Print every decision.")
  var verbose = false

  func validate() throws {
    if quiet && verbose { throw ValidationError("--quiet and --verbose exclude each other") }
  }
}

/// When output is coloured.
enum ColorChoice: String, Choice {
  case auto, always, never
}

/// The forms in which results are printed.
enum OutputFormat: String, Choice {
  case text, json, sarif, github
}

/// The forms in which a plan is printed.
enum PlanFormat: String, Choice {
  case text, json
}
