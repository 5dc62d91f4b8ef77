/// What all tasks of a run have in common.
struct WorkerSetup: Equatable {
  /// The folder that is searched, as the user typed it, and its absolute path.
  var rootName = "."
  var root = "/"
  var keep: [String] = []
  var drop: [String] = []
  /// Whether developers' services build the stage that keeps the compilers.
  var devTarget = false
  var plugins: String?
  /// Whether the object of a report is asked for.
  var wantsRecord = false
  /// Whether changes are printed as a diff.
  var wantsDiff = false
  /// Whether a report, and nothing else, goes to standard output.
  var hasReportAsOutput = false
  var isQuiet = false
  var isVerbose = false
  /// Whether standard output and standard error are coloured.
  var isOutputColored = false
  var isErrorColored = false

  var message: WireWriter {
    var writer = WireWriter()
    writer.add(rootName)
    writer.add(root)
    writer.add(keep)
    writer.add(drop)
    writer.add(plugins)
    for flag in [
      devTarget, wantsRecord, wantsDiff, hasReportAsOutput, isQuiet, isVerbose, isOutputColored, isErrorColored,
    ] {
      writer.add(flag)
    }
    return writer
  }

  init() {}

  init(_ message: [UInt8]) {
    var reader = WireReader(message[...])
    rootName = reader.text()
    root = reader.text()
    keep = reader.texts()
    drop = reader.texts()
    plugins = reader.optional()
    devTarget = reader.flag()
    wantsRecord = reader.flag()
    wantsDiff = reader.flag()
    hasReportAsOutput = reader.flag()
    isQuiet = reader.flag()
    isVerbose = reader.flag()
    isOutputColored = reader.flag()
    isErrorColored = reader.flag()
  }

  /// A path below the root as the user reads it.
  func display(_ path: String) -> String {
    if rootName == "." || rootName == "./" { return path }
    return rootName.hasSuffix("/") ? rootName + path : rootName + "/" + path
  }

  /// The absolute path of one below the root.
  func absolute(_ path: String) -> String {
    if path.isEmpty { return root }
    return root == "/" ? "/" + path : root + "/" + path
  }
}
