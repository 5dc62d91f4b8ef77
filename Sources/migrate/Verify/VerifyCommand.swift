import ArgumentParser
import Planning
import SourceText
import Verification

/// `migrate verify PATH`: the proof by a real build.
struct VerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify", abstract: "Builds the images before and after, compares them, and tries the one after.",
    discussion: """
      A project that is not migrated yet is planned, and both Dockerfiles are built from copies; no file of it is \
      touched. A migrated one is compared with git's last commit, or with what --before names. The plan's probes, \
      the health check and the containers' start are tried without a network.

      Exit status: 0 the image after is as good as the one before, 2 nothing could be compared (no engine, the image \
      before does not build), 3 the image after does not build or lacks something.
      """)

  @Argument(help: ArgumentHelp("The folder of a project, or a Dockerfile.", valueName: "path"))
  var path = "."

  @Option(help: ArgumentHelp("What to compare with: a commit, or a Dockerfile.", valueName: "commit|file"))
  var before: String?

  @OptionGroup(title: "Project") var project: ProjectOptions

  @OptionGroup(title: "Builds") var builds: VerifyOptions

  @Option(help: ArgumentHelp("How the result is printed.", valueName: "format"))
  var format: PlanFormat = .text

  @Option(help: ArgumentHelp("Write the result as a page too.", valueName: "file"))
  var html: String?

  @OptionGroup(title: "Output") var look: OutputOptions

  func run() throws {
    let finder = VerificationSourceFinder(options: project, before: before)
    let source = try finder.find(path)
    let progress = VerifyProgress(isQuiet: look.quiet, isVerbose: look.verbose)
    let session = VerificationSession(options: builds, project: project, progress: progress)
    let outcome = try session.run(source, finder: finder, path: path)
    try VerificationOutput(format: format, html: html, look: look).print(outcome)
    if outcome.status == .done, let fixes = outcome.report?.fixes, !fixes.isEmpty {
      try FixRecord(fixes).write(outcome.source)
    }
    try outcome.status.leave()
  }
}

/// Prints what came of a verification.
struct VerificationOutput {
  let format: PlanFormat
  let html: String?
  let look: OutputOptions

  /// - Parameter isResult: whether the report is a result of the run, not a remark.
  func print(_ outcome: VerificationSession.Outcome, isResult: Bool = true) throws {
    let errors = Terminal(look.color, descriptor: 2)
    if !outcome.log.isEmpty {
      Output.complain(outcome.log.map { "  | \(Printable.text($0))\n" }.joined())
    }
    if let failure = outcome.failure { Output.complain(FindingText.render(failure.finding, errors)) }
    if let html {
      do {
        try TemporaryFolder.write(Array(VerificationPage(outcome).render().utf8), to: html)
      } catch {
        Output.complain(FindingText.render(error.finding, errors))
      }
    }
    switch format {
    case .text:
      let terminal = Terminal(look.color, descriptor: 1)
      let text = VerificationText(terminal: terminal, isVerbose: look.verbose).render(outcome)
      if isResult { try Output.print(text) } else if !look.quiet { Output.complain(text) }
    case .json: try Output.print(Self.json(outcome).text + "\n")
    }
  }

  private static func json(_ outcome: VerificationSession.Outcome) -> JSONValue {
    .fields([
      "version": .integer(1), "status": .integer(Int(outcome.status.rawValue)),
      "before": .string(outcome.source.beforeName), "after": .string(outcome.source.afterName),
      "error": outcome.failure.map { failure in
        .fields([
          "id": .string(failure.diagnostic.id), "message": .string(failure.diagnostic.message),
          "help": .optional(failure.diagnostic.help), "log": .strings(outcome.log),
        ])
      } ?? .null,
      "report": outcome.report?.json ?? .null,
    ])
  }
}

extension Failure {
  /// The failure as it is shown.
  fileprivate var finding: Finding {
    Finding(level: .error, id: diagnostic.id, message: diagnostic.message, path: "", help: diagnostic.help)
  }
}
