import Classification
import Strategies

extension PlanInput {
  /// The project's dependencies that need something of the system, as far as a table knows them.
  static func natives(
    of dependencies: DependencyNames, _ ecosystem: EcosystemStrategy, on facts: StageFacts
  ) -> [NativePackageEntry] {
    guard let family = facts.base.distribution?.packageNames.family else { return [] }
    let tables = [ecosystem.nativePackages].compactMap { $0 } + ecosystem.furtherNativePackages
    return tables.flatMap { table in
      table.names.filter { dependencies.contains($0.hash) }.compactMap { table.entry($0.text, family: family) }
    }
  }
}
