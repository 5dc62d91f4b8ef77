import ArgumentParser

/// `migrate ecosystems`.
struct EcosystemsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ecosystems", abstract: "Lists, shows, checks and starts strategies for language ecosystems.",
    subcommands: [
      EcosystemListCommand.self, EcosystemShowCommand.self, EcosystemCheckCommand.self, EcosystemNewCommand.self,
    ],
    defaultSubcommand: EcosystemListCommand.self)
}
