import ArgumentParser
import SourceText
import Strategies

/// `migrate ecosystems show ID`.
struct EcosystemShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Shows what is known of an ecosystem.")

  @Argument(help: ArgumentHelp("An ecosystem or a framework.", valueName: "id"))
  var id: String

  @Flag(help: "Print the manifest itself: a start for one of your own.")
  var manifest = false

  @Option(help: ArgumentHelp("A folder with further strategies.", valueName: "folder"))
  var plugins: String?

  func run() throws {
    let (strategies, _) = try StrategyFolders.load(plugins: plugins, folder: ".")
    guard let ecosystem = strategies.ecosystem(named: id) else {
      let names = strategies.ecosystemNames
      let closest = Suggestion.closest(to: id, among: names)
      throw Failure(
        "usage/unknown-ecosystem", "there is no ecosystem `\(id)`",
        help: closest.map { "did you mean `\($0)`?" }
          ?? "the ecosystems and frameworks are: \(names.joined(separator: ", "))")
    }
    if manifest {
      let builtin = StrategyFolders.builtin.first { $0.displayPath == ecosystem.path }
      let bytes = if let builtin { builtin.text.bytes } else { try Disk.read(ecosystem.path) }
      try Output.print(bytes: bytes)
    } else {
      try Output.print(Printable.text(Self.text(ecosystem)))
    }
  }

  private static func text(_ ecosystem: EcosystemStrategy) -> String {
    var text = "\(ecosystem.id): \(ecosystem.title)\n"
    text += line("manifest", [ecosystem.path])
    text += line("frameworks", ecosystem.frameworks.map { "\($0.id) (\($0.title))" })
    text += line("found by files", ecosystem.files.map(\.pattern))
    text += line("packages are in", ecosystem.manifests.map(\.pattern))
    text += line("images", ecosystem.images.map(\.repository.pattern))
    text += line("build-only ENV", ecosystem.buildOnlyEnvironment.map(\.pattern))
    text += line("run-only ENV", ecosystem.runOnlyEnvironment.map(\.pattern))
    text += line("ENV of both", ecosystem.sharedEnvironment.map(\.pattern))
    text += line("compile at run time", ecosystem.runtimeCompilers.map { "\($0.package.pattern) (\($0.reason))" })
    for manager in ecosystem.packageManagers {
      text += "package manager \(manager.id)\n"
      text += line("commands", manager.programs.map { $0.words.map(\.pattern).joined(separator: " ") })
      text += line("tools", manager.tools)
      text += line("ENV", manager.environment.map(\.pattern))
      text += line("caches", manager.caches.map(\.pattern))
      for rule in manager.commands {
        let words = rule.words.map(\.pattern).joined(separator: " ")
        let options = rule.withOptions.map(\.pattern) + rule.withoutOptions.map { "no \($0.pattern)" }
        let conditions = options.isEmpty ? "" : " [\(options.joined(separator: ", "))]"
        text += "    \(words.isEmpty ? "(any)" : words)\(conditions): \(rule.does.rawValue)\n"
      }
      for rule in manager.installPaths {
        text += "    to \(rule.refusal.map { "refused: \($0.reason)" } ?? rule.paths.joined(separator: ", "))\n"
      }
    }
    return text
  }

  private static func line(_ label: String, _ values: [String]) -> String {
    values.isEmpty ? "" : "  \(label): \(values.joined(separator: ", "))\n"
  }
}
