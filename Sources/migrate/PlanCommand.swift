import Planning
import MigrateKit
import ArgumentParser

/// `migrate plan PATH`: what would be done, and why.
struct PlanCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan", abstract: "Shows what would be done and why, line by line; writes nothing."
  ).readAlone

  @Argument(help: ArgumentHelp("The folder of a project, a Dockerfile, or - for standard input.", valueName: "path"))
  var path = "."

  @OptionGroup(title: "Project") var project: ProjectOptions

  @Option(help: ArgumentHelp("How the plan is printed.", valueName: "format"))
  var format: PlanFormat = .text

  @OptionGroup(title: "Output") var look: OutputOptions

  func run() throws {
    let report = ProjectRunner(project).run(path)
    let errors = Terminal(look.color, descriptor: 2)
    let findings = report.findings.filter { $0.level != .note && (!look.quiet || $0.level != .warning) }
    Output.complain(FindingText.render(findings, errors, isComplete: look.verbose))
    switch format {
    case .text:
      if let text = PlanText(report, Terminal(look.color, descriptor: 1)) { try Output.print(text.render()) }
    case .json:
      if report.result?.plan != nil { try Output.print(JSONReport.plan(report).text + "\n") }
    }
    try report.status.leave()
  }
}
