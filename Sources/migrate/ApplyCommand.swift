import Planning
import ArgumentParser
import MigrateKit
import SourceText
import Verification

/// `migrate [PATH ...]`: the default command.
struct ApplyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "apply", abstract: "Rewrites an application's Dockerfile into a multi-stage build.",
    usage: """
      migrate [<path> ...] [<options>]
      migrate plan [<path>] [<options>]
      migrate verify [<path>] [<options>]
      migrate batch [<root> ...] [<options>]
      migrate undo <journal>
      migrate report merge <file> ...
      migrate ecosystems list|show|check|new
      migrate dump --tree|--shell|--yaml|--facts|--plan <file> ...
      migrate man
      """,
    discussion: """
      The packages that are needed only to build go to a stage of their own; the image that ships keeps what it needs \
      to run. Nothing of the project is executed and nothing is fetched. A project's .migrate/config.yaml can hold \
      the options ecosystem, stage, file, compose, keep and drop.

      Exit status: 0 done or nothing to do, 1 refused or --check found changes, 2 usage, file or internal error, \
      3 --verify found that the image would lack something.
      """
  ).readAlone

  @Argument(
    help: ArgumentHelp(
      "Folders of projects, Dockerfiles, or - for a Dockerfile on standard input, whose result goes to standard output.",
      valueName: "path"))
  var paths: [String] = ["."]

  @OptionGroup(title: "Project") var project: ProjectOptions

  @Flag(name: [.customShort("n"), .long], help: "Print the changes as a diff, which `git apply` takes; write nothing.")
  var dryRun = false

  @Flag(help: "Write nothing; exit with 1 if something would change.")
  var check = false

  @Flag(help: "Build the images before and after first; write only if the one after is as good.")
  var verify = false

  @OptionGroup(title: "Verification") var builds: VerifyOptions

  @Option(help: ArgumentHelp("Write results below this folder instead.", valueName: "folder"))
  var output: String?

  @Option(help: ArgumentHelp("How results are printed.", valueName: "format"))
  var format: OutputFormat = .text

  @OptionGroup(title: "Output") var look: OutputOptions

  func validate() throws {
    if output != nil, dryRun || check { throw ValidationError("--output excludes --dry-run and --check") }
    if output == "" { throw ValidationError("--output needs the name of a folder") }
    if verify, mode != .write { throw ValidationError("--verify excludes --dry-run, --check and --output") }
    if builds.fix, !verify { throw ValidationError("--fix needs --verify") }
    if verify, paths.contains("-") { throw ValidationError("- has no build context, so --verify can't build it") }
    if paths.contains("-"), paths.count > 1 { throw ValidationError("- can't be combined with other paths") }
    if paths.contains("-"), output != nil {
      throw ValidationError("- writes to standard output, so --output is no use")
    }
  }

  private var mode: ApplyMode {
    if dryRun { return .diff }
    if check { return .check }
    return output.map { .output($0) } ?? .write
  }

  func run() throws {
    var runner = ProjectRunner(project)
    var reports: [ProjectReport] = []
    for path in paths {
      var report = runner.run(path)
      if mode != .write { runner.remember(report) }
      if verify { try prove(&report, path) }
      carryOut(&report, currentFolder: runner.currentFolder)
      try print(report, currentFolder: runner.currentFolder)
      reports.append(report)
    }
    try printAll(reports, currentFolder: runner.currentFolder)
    var status = reports.map(\.status).max() ?? .done
    if check, reports.contains(where: { !$0.changes.isEmpty }) { status = max(status, .refused) }
    try status.leave()
  }

  /// Lets the report go on only if its changes are proven.
  private func prove(_ report: inout ProjectReport, _ path: String) throws {
    guard let located = report.project, !report.changes.isEmpty else { return }
    let progress = VerifyProgress(isQuiet: look.quiet, isVerbose: look.verbose)
    let session = VerificationSession(options: builds, project: project, progress: progress)
    let finder = VerificationSourceFinder(options: project, before: nil)
    let outcome = try session.run(
      VerificationSourceFinder.planned(report, located), finder: finder, path: path)
    let output = VerificationOutput(format: .text, html: nil, look: look)
    try output.print(outcome, isResult: format == .text && !look.quiet)
    guard outcome.status == .done else {
      report.fail(
        Failure("write/not-proven", "`\(report.dockerfileName)` stays as it is, since the migration is not proven"))
      report.status = outcome.status
      return
    }
    report = outcome.source.report
    if let fixes = outcome.report?.fixes, !fixes.isEmpty { try FixRecord(fixes).write(outcome.source) }
  }

  private func carryOut(_ report: inout ProjectReport, currentFolder: String) {
    guard let project = report.project, !project.isInput, !report.changes.isEmpty else { return }
    let writer = ChangeWriter(currentFolder: currentFolder)
    do throws(Failure) {
      switch mode {
      case .write: report.written = try writer.write(report.changes, of: project)
      case .output(let folder): report.written = try writer.write(report.changes, of: project, to: folder)
      case .diff, .check: break
      }
    } catch {
      report.fail(error)
    }
  }

  /// Prints what can be printed before the other paths are looked at.
  private func print(_ report: ProjectReport, currentFolder: String) throws {
    guard format == .text else { return }
    let errors = Terminal(look.color, descriptor: 2)
    let findings = report.findings.filter { !look.quiet || $0.level == .error || $0.level == .refused }
    Output.complain(FindingText.render(findings, errors, isComplete: look.verbose))
    let terminal = Terminal(look.color, descriptor: 1)
    let isInput = report.project?.isInput ?? false
    let text = TextReport(mode: mode, terminal: terminal).render(report)
    if isInput || mode == .diff {
      // the results are on standard output
      if !look.quiet, look.verbose || report.changes.isEmpty { Output.complain(text) }
    } else if !look.quiet {
      try Output.print(text)
    }
    if look.verbose, let plan = PlanText(report, terminal) {
      if isInput || mode == .diff { Output.complain(plan.render()) } else { try Output.print("\n" + plan.render()) }
    }
    if isInput, mode == .write, let project = report.project {
      let change = report.changes.first { $0.path == project.dockerfile.path }
      try Output.print(bytes: change?.after ?? project.dockerfile.bytes)
    }
  }

  /// Prints what spans all paths.
  private func printAll(_ reports: [ProjectReport], currentFolder: String) throws {
    let writer = ChangeWriter(currentFolder: currentFolder)
    switch format {
    case .text:
      guard mode == .diff else { return }
      let terminal = Terminal(look.color, descriptor: 1)
      for change in Self.merged(reports) {
        let diff = UnifiedDiff(path: change.path, before: change.before, after: change.after)
        try Output.print(bytes: diff.render(terminal))
      }
    case .json:
      let plain = Terminal(.never, descriptor: 1)
      let text = JSONReport.render(reports) { change, project in
        guard mode == .diff else { return nil }
        let path = writer.diffPath(change, of: project)
        let diff = UnifiedDiff(path: path, before: change.before, after: change.after)
        return String(decoding: diff.render(plain), as: UTF8.self)
      }
      try Output.print(text)
    case .sarif:
      let isDone = reports.allSatisfy { $0.status != .failed }
      try Output.print(SARIFReport.render(reports.flatMap(\.allFindings), succeeded: isDone))
    case .github: try Output.print(GitHubReport.render(reports.flatMap(\.allFindings)))
    }
  }

  /// The changes of all projects, each file once, under their paths for a diff.
  private static func merged(_ reports: [ProjectReport]) -> [MigrationResult.Change] {
    var changes: [MigrationResult.Change] = []
    for report in reports {
      guard let project = report.project else { continue }
      let writer = ChangeWriter(currentFolder: project.paths.currentFolder)
      for change in report.changes {
        let path = writer.diffPath(change, of: project)
        if let index = changes.firstIndex(where: { $0.path == path }) {
          changes[index] = .init(path: path, before: changes[index].before, after: change.after)
        } else {
          changes.append(.init(path: path, before: change.before, after: change.after))
        }
      }
    }
    return changes
  }
}
