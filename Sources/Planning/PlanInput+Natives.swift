import Strategies

extension PlanInput {
  /// The project's dependencies that need something of the system, as far as a table knows them.
  var nativePackages: [NativePackage] {
    guard let table = ecosystem.nativePackages else { return [] }
    return table.all { dependencies.contains($0) }
  }
}
