import ArgumentParser

/// A report that the user asks for: `html=report.html`.
struct ReportRequest: ExpressibleByArgument {
  let format: ReportFormat
  /// `-` is standard output.
  let path: String

  init(format: ReportFormat, path: String) {
    self.format = format
    self.path = path
  }

  init?(argument: String) {
    let parts = argument.split(separator: "=", maxSplits: 1).map(String.init)
    guard parts.count == 2, let format = ReportFormat(rawValue: parts[0]) else { return nil }
    self.init(format: format, path: parts[1])
  }
}

/// The forms of a report on a batch run.
enum ReportFormat: String, Choice {
  /// One object for each project, by `Plugins/schema/batch-record.schema.json`.
  case jsonl
  case sarif, github
  /// For the text of a pull request.
  case markdown
  /// One page that needs nothing else.
  case html
}
