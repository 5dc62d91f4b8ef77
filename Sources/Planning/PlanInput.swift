package import BuildModel
package import Classification
import DockerfileSyntax
import SourceText
package import Strategies

/// A stage of another Dockerfile.
package struct DerivedStage: Sendable {
  let path: String
  let facts: StageFacts

  package init(path: String, facts: StageFacts) {
    self.path = path
    self.facts = facts
  }
}

/// All that a plan is made from.
package struct PlanInput: Sendable {
  package var facts: StageFacts
  /// The stages that start from this one; what they run, runs on what this one leaves.
  package var descendants: [StageFacts]
  /// The stages of other Dockerfiles that start from the image.
  package var derived: [DerivedStage] = []
  /// Nil if the stage has no ARG.
  package var markedFacts: MarkedFacts?
  package var needs: RuntimeNeeds
  package var ecosystem: EcosystemStrategy
  package var strategies: StrategySet
  package let context: BuildContext
  /// What a container can see of the context: what the build gets, and what compose files mount.
  let seen: ContextFiles
  /// Whether the stage brings single files alone, and compose files mount the application: developers work in it.
  let isForDevelopers: Bool
  /// Whether compose files mount the application over what the image has of it.
  let isMounted: Bool
  /// A language that only makes assets, and that the run stage does without.
  var idle: IdleLanguage?
  package var overrides: Overrides
  /// Names that a new stage must not have: targets and named contexts of compose files.
  package var takenNames: Set<String>
  /// Whether the run stage must start from the image that it has.
  package var keepsBase = false
  /// Whether developers' services run the build stage, so that it is configured as the run stage.
  package var servesDevelopers = false
  /// The change to a smaller image that the plan is made for; `facts.base` is that image then.
  var baseChange: BaseChange?
  /// The names of the packages that the project's manifests declare, as far as they can be read.
  package private(set) var dependencies: DependencyNames
  /// The project's dependencies that need something of the system, as far as a table knows them.
  private(set) var nativePackages: [NativePackageEntry]

  /// What the build gets of the context.
  var files: ContextFiles { context.sent }

  /// - Parameter services: those that build the Dockerfile, whichever stage they run.
  package init(
    facts: StageFacts, descendants: [StageFacts] = [], needs: RuntimeNeeds, ecosystem: EcosystemStrategy,
    strategies: StrategySet, context: BuildContext, services: [ComposeService], overrides: Overrides,
    takenNames: Set<String>, dependencies: DependencyNames
  ) {
    self.facts = facts
    self.descendants = descendants
    self.needs = needs
    self.ecosystem = ecosystem
    self.strategies = strategies
    self.context = context
    seen = context.seen(by: services)
    isMounted = Self.isMounted(facts, services)
    isForDevelopers = isMounted && Self.bringsSingleFiles(facts, context.sent)
    self.overrides = overrides
    self.takenNames = takenNames
    self.dependencies = dependencies
    nativePackages = Self.natives(of: dependencies, ecosystem, on: facts)
  }

  /// Counts packages that the project's dependencies bring as dependencies too.
  mutating func addDependencies(_ names: Set<String>) {
    dependencies.insert(arguments: names.sorted())
    nativePackages = Self.natives(of: dependencies, ecosystem, on: facts)
  }

  /// The line of the Dockerfile that an instruction starts in, from 1.
  func line(of instruction: Int) -> Int {
    let file = facts.file.dockerfile
    return LineIndex(file.source).line(at: file.instructions[instruction].range.lowerBound)
  }

  private static func isMounted(_ facts: StageFacts, _ services: [ComposeService]) -> Bool {
    facts.end.isWorkdirKnown
      && services.contains { service in
        service.volumes.contains { volume in
          volume.kind == .bind && ImagePath.contains(ImagePath.normalise(volume.target), facts.end.workdir)
        }
      }
  }

  private static func bringsSingleFiles(_ facts: StageFacts, _ files: ContextFiles) -> Bool {
    facts.file.chain(of: facts.stage).count == 1
      && facts.copies.values.allSatisfy { $0.files(in: files) == $0.sources }
  }
}
