import Discovery
import MigrateKit
import Planning
import Reports
import SourceText

extension BatchAnswer {
  /// The object of a report.
  func record(_ planned: PlannedProject) -> ProjectRecord {
    var record = ProjectRecord(path: report.name, outcome: planned.outcome, summary: planned.summary)
    let display = report.display
    record.ecosystem = planned.ecosystem
    record.contexts = (survey.contexts.compactMap { $0 }).map(display)
    if record.contexts.isEmpty { record.contexts = [setup.display(project.folder.isEmpty ? "." : project.folder)] }
    record.composeFiles = survey.project.composeFiles.map { display($0.path) }
    record.findings = report.findings.map(Self.finding)
    let plain = Terminal(.never, descriptor: 1)
    record.changes = planned.changes.map { change in
      let diff = UnifiedDiff(path: change.name, before: change.before, after: change.after).render(plain)
      return .init(
        path: change.name, before: SHA256.hex(change.before), after: SHA256.hex(change.after),
        diff: String(decoding: diff, as: UTF8.self))
    }
    guard let plan = report.result?.plan else { return record }
    record.stage = plan.stageName
    record.buildStage = plan.buildStageName
    record.copies = plan.copies.map(\.path)
    record.sizes = plan.estimate.map { .init(before: $0.before, after: $0.after, overhead: $0.overhead) }
    record.packages = zip(plan.packages, report.evidence).map { package, evidence in
      let decision =
        switch package.decision {
        case .removed: "removed"
        case .replaced: "replaced"
        case .kept: "kept"
        }
      return .init(
        name: package.name, decision: decision, replacement: package.replacement, reason: package.reason,
        evidence: evidence)
    }
    return record
  }

  private static func finding(_ finding: Finding) -> ProjectRecord.Finding {
    let place = finding.start.map { start in
      ProjectRecord.Finding.Place(
        line: start.line, column: start.column, endLine: finding.end?.line, endColumn: finding.end?.column)
    }
    return .init(
      level: finding.level.rawValue, id: finding.id, message: finding.message, path: finding.path, place: place,
      help: finding.help)
  }
}
