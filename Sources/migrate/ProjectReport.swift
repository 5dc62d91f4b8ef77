import Classification
import DockerfileSyntax
import MigrateKit
import Planning
import SourceText

/// What came of one path of the command line.
struct ProjectReport {
  /// The files that were written.
  struct Written {
    var files: [String] = []
    var backups: [String] = []
  }

  /// The path as the user typed it.
  let name: String
  /// Nil if there is none at that path.
  var project: Project?
  /// Nil if it did not come to that.
  var result: MigrationResult?
  var findings: [Finding] = []
  var status: ExitStatus = .done
  var written: Written?
  /// Places that decisions rest on, as `path:line`, by package.
  var evidence: [String] = []
  /// The same for the packages that are added.
  var additionEvidence: [String] = []

  /// What would change or has changed; nothing if there are errors.
  var changes: [MigrationResult.Change] {
    guard status == .done, let result else { return [] }
    return result.changes.filter { $0.before != $0.after }
  }

  /// The Dockerfile's path as the user reads it.
  var dockerfileName: String { project.map { display($0.dockerfile.path) } ?? name }

  /// A path of the engine as the user reads it.
  func display(_ path: String) -> String {
    guard let project else { return path }
    if project.isInput, path == project.dockerfile.path { return "-" }
    return project.paths.display(path)
  }

  /// Takes over what was said about the project, and works out its status.
  mutating func conclude(_ project: Project, _ diagnostics: [Diagnostic]) {
    status = ExitStatus(diagnostics)
    let shown = self
    var reader = FindingReader(sources: [project.dockerfile] + project.composeFiles, display: shown.display)
    findings = diagnostics.map { reader.finding($0) }
    guard let plan = result?.plan else { return }
    if plan.outcome == .refused { status = max(status, .refused) }
    // remarks on a migration that can't be made would only confuse
    findings += reader.findings(plan, dockerfile: project.dockerfile.path)
      .filter { $0.level != .note || status == .done }
    evidence = plan.packages.map { package in
      package.evidence.map { reader.place($0.path, $0.range) } ?? ""
    }
    additionEvidence = plan.additions.map { addition in
      addition.evidence.map { reader.place($0.path, $0.range) } ?? ""
    }
  }

  mutating func fail(_ failure: Failure) {
    let diagnostic = failure.diagnostic
    status = max(status, ExitStatus([diagnostic]))
    // the message names the path already
    findings.append(
      Finding(level: .error, id: diagnostic.id, message: diagnostic.message, path: "", help: diagnostic.help))
  }
}

extension ProjectReport {
  /// The findings, and for machines one that says that the file can be migrated or was.
  var allFindings: [Finding] {
    guard let plan = result?.plan, let project, !changes.isEmpty else { return findings }
    let lines = LineIndex(project.dockerfile.bytes)
    let first = plan.instructions.first.map(\.instruction)
    let instructions = Dockerfile.parse(project.dockerfile.bytes).instructions
    let start = first.flatMap { instructions.indices.contains($0) ? instructions[$0].range.lowerBound : nil }
    var finding = Finding(
      level: written == nil ? .warning : .note, id: "migrate/\(plan.outcome.rawValue)",
      message: plan.summary, path: display(project.dockerfile.path))
    finding.start = start.map { lines.position(at: $0) }
    finding.help = written == nil ? "run `migrate` to change it" : nil
    return findings + [finding]
  }
}
