import Reports
import SourceText

/// What a worker found out about a project, and what is to be written.
struct PlannedProject {
  /// One file that changes.
  struct Change: Equatable {
    /// The path as the user reads it.
    var name: String
    /// The file itself: no symbolic link.
    var target: String
    var before: [UInt8]
    var after: [UInt8]
  }

  /// The Dockerfile's path as the user reads it.
  var name: String
  var outcome = ProjectRecord.Outcome.failed
  var status = ExitStatus.done
  var summary = ""
  var ecosystem: String?
  /// In kB.
  var saving = 0
  /// The id of why it is refused or has failed.
  var reason: String?
  var changes: [Change] = []
  /// What is printed, and what is complained about.
  var output: [UInt8] = []
  var errors: [UInt8] = []
  /// The object of a report in JSON, if one is asked for.
  var record: [UInt8] = []

  init(name: String) { self.name = name }

  /// A project that could not be planned.
  init(name: String, failure: Failure, terminal: Terminal) {
    self.init(name: name)
    let diagnostic = failure.diagnostic
    status = ExitStatus([diagnostic])
    summary = diagnostic.message
    reason = diagnostic.id
    let finding = Finding(
      level: .error, id: diagnostic.id, message: diagnostic.message, path: "", help: diagnostic.help)
    errors = Array(FindingText.render(finding, terminal).utf8)
    record = Array(failedRecord(help: diagnostic.help).utf8)
  }

  private func failedRecord(help: String?) -> String {
    var record = ProjectRecord(path: name, outcome: .failed, summary: summary)
    record.findings = [
      .init(level: "error", id: reason ?? "", message: summary, path: name, place: nil, help: help)
    ]
    return record.line
  }

  var message: WireWriter {
    var writer = WireWriter()
    writer.add(name)
    writer.add(outcome.rawValue)
    writer.add(Int(status.rawValue))
    writer.add(summary)
    writer.add(ecosystem)
    writer.add(saving)
    writer.add(reason)
    writer.add(changes.count)
    for change in changes {
      writer.add(change.name)
      writer.add(change.target)
      writer.add(change.before)
      writer.add(change.after)
    }
    writer.add(output)
    writer.add(errors)
    writer.add(record)
    return writer
  }

  init(_ message: [UInt8]) {
    var reader = WireReader(message[...])
    name = reader.text()
    outcome = ProjectRecord.Outcome(rawValue: reader.text()) ?? .failed
    status = ExitStatus(rawValue: Int32(reader.number())) ?? .failed
    summary = reader.text()
    ecosystem = reader.optional()
    saving = reader.number()
    reason = reader.optional()
    changes = reader.list { Change(name: $0.text(), target: $0.text(), before: $0.data(), after: $0.data()) }
    output = reader.data()
    errors = reader.data()
    record = reader.data()
  }
}
