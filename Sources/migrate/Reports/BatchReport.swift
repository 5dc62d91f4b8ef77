import Reports
import SourceText

/// A report that takes projects one after the other.
struct BatchReport {
  private enum Content {
    case lines([UInt8])
    case findings([Finding], isSARIF: Bool)
    case markdown(MarkdownReport)
    case html(HTMLReport)
  }

  let request: ReportRequest
  private var content: Content
  private var hasFailed = false

  /// - Parameter root: the folder that was searched, as the user typed it.
  init(_ request: ReportRequest, root: String) {
    self.request = request
    switch request.format {
    case .jsonl: content = .lines([])
    case .sarif: content = .findings([], isSARIF: true)
    case .github: content = .findings([], isSARIF: false)
    case .markdown: content = .markdown(MarkdownReport())
    case .html: content = .html(HTMLReport(title: root, version: Migrate.version))
    }
  }

  mutating func add(_ record: ProjectRecord) {
    if record.outcome == .failed { hasFailed = true }
    switch content {
    case .lines(var bytes):
      content = .lines([])
      bytes += record.line.utf8
      bytes.append(UInt8(ascii: "\n"))
      content = .lines(bytes)
    case .findings(var findings, let isSARIF):
      content = .findings([], isSARIF: isSARIF)
      findings += record.allFindings.map { Finding($0, in: record, needsPlace: isSARIF) }
      content = .findings(findings, isSARIF: isSARIF)
    case .markdown(var report):
      report.add(record)
      content = .markdown(report)
    case .html(var report):
      content = .lines([])
      report.add(record)
      content = .html(report)
    }
  }

  private var bytes: [UInt8] {
    switch content {
    case .lines(let bytes): bytes
    case .findings(let findings, isSARIF: true):
      Array(SARIFReport.render(findings, succeeded: !hasFailed).utf8)
    case .findings(let findings, isSARIF: false): Array(GitHubReport.render(findings).utf8)
    case .markdown(let report): Array(report.text.utf8)
    case .html(let report): report.bytes
    }
  }

  /// Writes the report where it was asked for; an older file of that name stays until the new one is complete.
  func write() throws(Failure) {
    if request.path == "-" { return try Output.print(bytes: bytes) }
    try Disk.replace(request.path, bytes)
  }
}

extension ProjectRecord {
  /// The findings, and one that says that the file can be migrated or was.
  fileprivate var allFindings: [Finding] {
    guard outcome.changes else { return findings }
    let id = "migrate/\(outcome.rawValue)"
    let help = isWritten ? nil : "run `migrate batch` to change it"
    return findings + [
      Finding(level: isWritten ? "note" : "warning", id: id, message: summary, path: path, place: nil, help: help)
    ]
  }
}

extension Finding {
  /// - Parameter needsPlace: whether one without a place is put on the first line of the Dockerfile.
  fileprivate init(_ finding: ProjectRecord.Finding, in record: ProjectRecord, needsPlace: Bool) {
    self.init(
      level: Level(rawValue: finding.level) ?? .note, id: finding.id, message: finding.message,
      path: finding.path.isEmpty ? record.path : finding.path, help: finding.help)
    if let place = finding.place {
      start = SourcePosition(line: place.line, column: place.column)
      if let line = place.endLine, let column = place.endColumn { end = SourcePosition(line: line, column: column) }
    } else if needsPlace {
      start = SourcePosition(line: 1, column: 1)
    }
  }
}
