import ArgumentParser
import SourceText

/// `migrate ecosystems check FILE`.
struct EcosystemCheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Checks a manifest and the tables beside it.")

  @Argument(help: ArgumentHelp("A manifest (strategy.yaml), or the folder that holds it.", valueName: "file"))
  var files: [String]

  @Option(help: ArgumentHelp("Whether to colour the output.", valueName: "when"))
  var color: ColorChoice = .auto

  func run() throws {
    var status = ExitStatus.done
    for file in files {
      let manifest = Disk.kind(of: file) == .folder ? file + (file.hasSuffix("/") ? "" : "/") + "strategy.yaml" : file
      let check = try ManifestCheck(manifest)
      let problems = check.problems()
      var reader = FindingReader(sources: []) { $0 }
      let terminal = Terminal(color, descriptor: 2)
      for problem in problems { Output.complain(FindingText.render(reader.finding(problem), terminal)) }
      status = max(status, ExitStatus(problems))
      if problems.isEmpty { try Output.print("\(manifest): \(check.summary)\n") }
    }
    try status.leave()
  }
}
