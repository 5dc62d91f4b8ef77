import BuildModel
import Classification
import Strategies

/// Finds the ecosystem of a project.
enum Detection {
  /// The ecosystem whose package managers the stage runs, else the one of its base image, else the one of its files.
  static func ecosystem(
    of facts: StageFacts, strategies: StrategySet, files: ContextFiles
  ) -> EcosystemStrategy? {
    if let install = facts.languageInstalls.last(where: { !$0.install.isFromSource })?.install {
      return strategies.ecosystem(named: install.ecosystem)
    }
    let repository = facts.base.repository
    if !repository.isEmpty,
      let fits = strategies.ecosystems.first(where: { $0.images.contains { $0.repository.matches(repository) } })
    {
      return fits
    }
    let names = files.entries("") ?? []
    return strategies.ecosystems.first { ecosystem in names.contains { ecosystem.files.match($0) } }
  }
}
