import DockerfileSyntax
import MigrateKit
import Planning
import SourceText

/// What a run did, as one JSON object.
enum JSONReport {
  /// The number that rises when a member changes its meaning or goes.
  static let version = 1

  /// `{"version", "status", "projects": [{"path", "dockerfile", "status", "plan", "changes", "backups", "findings"}]}`.
  ///
  /// - Parameter diff: gives the diff of a change if it was asked for.
  static func render(
    _ reports: [ProjectReport], diff: (MigrationResult.Change, Project) -> String?
  ) -> String {
    JSONValue.fields([
      "version": .integer(version),
      "status": .integer(Int(reports.map(\.status).max()?.rawValue ?? 0)),
      "projects": .array(reports.map { project($0, diff: diff) }),
    ]).text + "\n"
  }

  private static func project(
    _ report: ProjectReport, diff: (MigrationResult.Change, Project) -> String?
  ) -> JSONValue {
    let changes = report.changes.map { change in
      let isInput = report.project.map { $0.isInput && $0.dockerfile.path == change.path } ?? false
      return JSONValue.fields([
        "path": .string(report.display(change.path)),
        "written": .bool(report.written != nil || isInput),
        "diff": .optional(report.project.flatMap { diff(change, $0) }),
        "text": .optional(isInput ? String(decoding: change.after, as: UTF8.self) : nil),
      ])
    }
    return .fields([
      "path": .string(report.name),
      "dockerfile": report.project == nil ? .null : .string(report.dockerfileName),
      "status": .integer(Int(report.status.rawValue)),
      "plan": plan(report),
      "changes": .array(changes),
      "backups": .strings(report.written?.backups ?? []),
      "findings": .array(report.findings.map(finding)),
    ])
  }

  /// The plan alone; null if there is none.
  static func plan(_ report: ProjectReport) -> JSONValue {
    guard let plan = report.result?.plan, let project = report.project else { return .null }
    var lines: [String: LineIndex] = [:]
    for file in project.composeFiles { lines[file.path] = LineIndex(file.bytes) }
    return plan.json(
      Dockerfile.parse(project.dockerfile.bytes), path: project.dockerfile.path,
      place: { path, offset in
        (lines[path] ?? (try? Disk.read(path)).map { LineIndex($0) })?.position(at: offset)
      },
      display: report.display)
  }

  static func finding(_ finding: Finding) -> JSONValue {
    .fields([
      "level": .string(finding.level.rawValue), "id": .string(finding.id), "message": .string(finding.message),
      "path": .optional(finding.path.isEmpty ? nil : finding.path),
      "line": finding.start.map { .integer($0.line) } ?? .null,
      "column": finding.start.map { .integer($0.column) } ?? .null,
      "help": .optional(finding.help),
      "notes": .array(
        finding.notes.map { note in .fields(["place": .string(note.place), "message": .string(note.message)]) }),
    ])
  }
}
