import Discovery
import MigrateKit
import Planning
import Reports
import SourceText

/// Turns what was found out about a project into what a batch run prints, reports and writes.
struct BatchAnswer {
  let setup: WorkerSetup
  let project: BatchProject
  let survey: BatchPlanner.Survey
  let report: ProjectReport
  /// The root without symbolic links; nil if it is gone.
  let realRoot: String?

  func planned() throws(Failure) -> PlannedProject {
    var planned = PlannedProject(name: report.name)
    let plan = report.result?.plan
    planned.status = report.status
    planned.outcome = outcome
    planned.summary = plan?.summary ?? report.findings.first?.message ?? ""
    planned.ecosystem = plan?.ecosystem.flatMap { $0 == "none" ? nil : $0 }
    planned.saving = plan?.estimate?.saving ?? 0
    planned.changes = try changes()
    if planned.outcome.changes, planned.changes.isEmpty { planned.outcome = .nothingToGain }
    if planned.outcome == .refused || planned.outcome == .failed {
      planned.reason = report.findings.first { $0.level == .error || $0.level == .refused }?.id
    }
    planned.errors = Array(
      FindingText.render(findings, setup.errorTerminal, isComplete: setup.isVerbose).utf8)
    planned.output = output(planned)
    if setup.wantsRecord { planned.record = Array(record(planned).line.utf8) }
    return planned
  }

  /// What is told on the terminal; of a thousand refusals, one line each is enough.
  private var findings: [Finding] {
    report.findings.filter { finding in
      switch finding.level {
      case .error: true
      case .refused, .warning: !setup.isQuiet
      case .note: setup.isVerbose
      }
    }.map { finding in
      var finding = finding
      if finding.level != .error, !setup.isVerbose {
        finding.help = nil
        finding.notes = []
      }
      return finding
    }
  }

  private var outcome: ProjectRecord.Outcome {
    if report.status == .failed { return .failed }
    switch report.result?.plan?.outcome {
    case .split where report.status == .done: return .split
    case .prune where report.status == .done: return .prune
    case .nothingToGain where report.status == .done: return .nothingToGain
    default: return .refused
    }
  }

  private func changes() throws(Failure) -> [PlannedProject.Change] {
    var changes: [PlannedProject.Change] = []
    var folder: (path: String, real: String)?
    for change in report.changes {
      let path = Paths.absolute(change.path, from: survey.project.paths.currentFolder)
      let name = setup.display(Paths.relative(path, to: setup.root))
      guard let target = Disk.realPath(path, folder: &folder), let root = realRoot else {
        throw Failure("io/missing", "`\(name)` is gone; nothing was written")
      }
      guard Paths.lies(target, in: root) else {
        throw Failure(
          "write/outside-project", "`\(name)` is a link to `\(target)`, outside of the folder that is searched",
          help: "run `migrate` where that file belongs")
      }
      changes.append(
        .init(
          name: setup.display(Paths.relative(target, to: root)), target: target, before: change.before,
          after: change.after))
    }
    return changes
  }

  private func output(_ planned: PlannedProject) -> [UInt8] {
    let terminal = setup.outputTerminal
    if setup.wantsDiff {
      return planned.changes.flatMap { change in
        UnifiedDiff(path: change.name, before: change.before, after: change.after).render(terminal)
      }
    }
    if setup.hasReportAsOutput { return [] }
    guard planned.outcome.changes || setup.isVerbose, report.status == .done else { return [] }
    var text = terminal.paint(Printable.text(planned.name), .bold) + ": " + planned.outcome.rawValue
    if planned.outcome.changes, planned.saving > 0 { text += ", about \(BatchSummary.size(planned.saving)) smaller" }
    if !planned.outcome.changes { text += ": " + Printable.text(planned.summary) }
    return Array((text + "\n").utf8)
  }
}
