import SourceText
import Strategies
import ArgumentParser
import Planning

/// `migrate ecosystems list`.
struct EcosystemListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "Lists the ecosystems and the frameworks that --ecosystem takes.")

  @Option(help: ArgumentHelp("A folder with further strategies.", valueName: "folder"))
  var plugins: String?

  @Option(help: ArgumentHelp("How the list is printed.", valueName: "format"))
  var format: PlanFormat = .text

  func run() throws {
    let (strategies, problems) = try StrategyFolders.load(plugins: plugins, folder: ".")
    var reader = FindingReader(sources: []) { $0 }
    for problem in problems {
      Output.complain(FindingText.render(reader.finding(problem), Terminal(.auto, descriptor: 2)))
    }
    let ecosystems = strategies.ecosystems.sorted { $0.id < $1.id }
    switch format {
    case .text:
      var text = ""
      for ecosystem in ecosystems {
        text += "\(ecosystem.id)  \(ecosystem.title)  [\(ecosystem.path)]\n"
        for framework in ecosystem.frameworks { text += "  \(framework.id)  \(framework.title)\n" }
      }
      try Output.print(text)
    case .json:
      let value = JSONValue.array(
        ecosystems.map { ecosystem in
          .fields([
            "id": .string(ecosystem.id), "title": .string(ecosystem.title), "manifest": .string(ecosystem.path),
            "frameworks": .array(
              ecosystem.frameworks.map { .fields(["id": .string($0.id), "title": .string($0.title)]) }),
          ])
        })
      try Output.print(value.text + "\n")
    }
    try ExitStatus(problems).leave()
  }
}
