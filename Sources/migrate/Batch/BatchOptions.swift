#if canImport(Musl)
  import Musl
#else
  import Glibc
#endif
import ArgumentParser
import Discovery
import Reports

/// What decides which projects of a repository are migrated.
struct BatchSelection: ParsableArguments {
  @Option(
    parsing: .singleValue,
    help: ArgumentHelp(
      "Only Dockerfiles whose path, or a folder of it, matches; may stand several times. `*` and `?` stand within a name, `**` for folders.",
      valueName: "glob"))
  var include: [String] = []

  @Option(
    parsing: .singleValue,
    help: ArgumentHelp(
      "No Dockerfiles whose path, or a folder of it, matches; may stand several times.", valueName: "glob")
  )
  var exclude: [String] = []

  @Option(
    parsing: .singleValue,
    help: ArgumentHelp(
      "Only projects of this ecosystem or framework; may stand several times, or be a list with commas.",
      valueName: "id")
  )
  var ecosystem: [String] = []

  @Option(help: ArgumentHelp("Only these outcomes are written or shown: split, prune.", valueName: "outcomes"))
  var only: OutcomeList = OutcomeList()

  @Option(help: ArgumentHelp("Stop after so many projects that change.", valueName: "number"))
  var limit: Int?

  @Option(
    help: ArgumentHelp(
      "Only the projects of one part of several: 3/16. With auto/16 the part is JOB_COMPLETION_INDEX + 1.",
      valueName: "part"))
  var shard: String?

  func validate() throws {
    if let limit, limit < 1 { throw ValidationError("--limit needs a number above 0") }
    _ = try chosenShard
  }

  var filter: PathFilter { PathFilter(include: include, exclude: exclude) }

  var ecosystems: [String] { ecosystem.flatMap { $0.split(separator: ",").map(String.init) } }

  var chosenShard: Shard? {
    get throws {
      guard let shard else { return nil }
      let index = getenv("JOB_COMPLETION_INDEX").map { String(cString: $0) }
      if let part = Shard(shard, completionIndex: index) { return part }
      let isUnset = shard.hasPrefix("auto/") && index == nil
      throw ValidationError(
        isUnset
          ? "--shard \(shard) needs the variable JOB_COMPLETION_INDEX"
          : "--shard needs a part and how many there are, as 3/16")
    }
  }
}

/// The outcomes that are carried out.
struct OutcomeList: ExpressibleByArgument {
  var outcomes: [ProjectRecord.Outcome] = [.split, .prune]

  init() {}

  init?(argument: String) {
    let words = argument.split(separator: ",").map(String.init)
    let known = words.compactMap { ProjectRecord.Outcome(rawValue: $0) }.filter(\.changes)
    guard !words.isEmpty, known.count == words.count else { return nil }
    outcomes = known
  }

  var defaultValueDescription: String { "split,prune" }
}
