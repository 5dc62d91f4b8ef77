import ArgumentParser
import Planning
import Reports

/// `migrate report`: works on reports that were written before.
struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report", abstract: "Puts reports of several runs together.", subcommands: [ReportMergeCommand.self])
}

/// `migrate report merge FILE ...`: one report of the JSON Lines of several parts.
struct ReportMergeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "merge", abstract: "Makes one report of the JSON Lines of several runs, as those of shards.",
    discussion: """
      Projects are sorted by path; of a project that stands in several files, the last one counts. The summary goes to \
      standard error.
      """)

  @Argument(help: ArgumentHelp("Reports in the format jsonl.", valueName: "file"))
  var files: [String]

  @Option(help: ArgumentHelp("The form of the result.", valueName: "format"))
  var format: ReportFormat = .jsonl

  @Option(help: ArgumentHelp("Where it is written; default: standard output.", valueName: "file"))
  var output = "-"

  @OptionGroup(title: "Output") var look: OutputOptions

  func run() throws {
    var lines: [String: ArraySlice<UInt8>] = [:]
    for file in files {
      for (number, line) in try Disk.read(file, limit: Disk.recordLimit).split(separator: UInt8(ascii: "\n"))
        .enumerated()
      {
        guard let record = JSONReader.read(line).flatMap(ProjectRecord.init) else {
          throw Failure(
            "io/report", "line \(number + 1) of `\(file)` is no project of a report",
            help: "only reports of `migrate batch --report jsonl=FILE` can be merged")
        }
        lines[record.path] = line
      }
    }
    var report = BatchReport(ReportRequest(format: format, path: output), root: ".")
    var summary = BatchSummary()
    for path in lines.keys.sorted(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) }) {
      guard let line = lines[path], let record = JSONReader.read(line).flatMap(ProjectRecord.init) else { continue }
      summary.add(record)
      report.add(record)
    }
    try report.write()
    if !look.quiet { Output.complain(SummaryText.render(summary, isDry: summary.written == 0, reasonLimit: 5)) }
  }
}
