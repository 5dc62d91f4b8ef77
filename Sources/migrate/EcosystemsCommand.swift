import ArgumentParser

/// `migrate ecosystems`.
struct EcosystemsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ecosystems", abstract: "Shows, checks and starts strategies for language ecosystems.",
    subcommands: [EcosystemListCommand.self],
    defaultSubcommand: EcosystemListCommand.self)
}
