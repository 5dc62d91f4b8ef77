package import BuildModel
package import Classification
package import Strategies

/// All that a plan is made from.
package struct PlanInput: Sendable {
  package var facts: StageFacts
  /// The stages that start from this one; what they run, runs on what this one leaves.
  package var descendants: [StageFacts]
  /// Nil if the stage has no ARG.
  package var markedFacts: MarkedFacts?
  package var needs: RuntimeNeeds
  package var ecosystem: EcosystemStrategy
  package var strategies: StrategySet
  package var files: ContextFiles
  package var overrides: Overrides
  /// Names that a new stage must not have: targets and named contexts of compose files.
  package var takenNames: Set<String>
  /// The folder of the build context, for the paths of evidence.
  package var folder = ""
  /// Whether the run stage must start from the image that it has.
  package var keepsBase = false
  /// Whether developers' services run the build stage, so that it is configured as the run stage.
  package var servesDevelopers = false
  /// The change to a smaller image that the plan is made for; `facts.base` is that image then.
  var baseChange: BaseChange?
  /// The names of the packages that the project's manifests declare, as far as they can be read.
  package let dependencies: DependencyNames
  /// The project's dependencies that need something of the system, as far as a table knows them.
  let nativePackages: [NativePackageEntry]

  package init(
    facts: StageFacts, descendants: [StageFacts] = [], needs: RuntimeNeeds, ecosystem: EcosystemStrategy,
    strategies: StrategySet,
    files: ContextFiles, overrides: Overrides, takenNames: Set<String>, dependencies: DependencyNames
  ) {
    self.facts = facts
    self.descendants = descendants
    self.needs = needs
    self.ecosystem = ecosystem
    self.strategies = strategies
    self.files = files
    self.overrides = overrides
    self.takenNames = takenNames
    self.dependencies = dependencies
    nativePackages = Self.natives(of: dependencies, ecosystem, on: facts)
  }
}
