import Classification
import Strategies

extension Estimate {
  /// The sizes of what the run stage installs before and after, with all that the packages bring.
  ///
  /// Gives nil where the release is not known or its table has no sizes.
  static func of(_ packages: PackagePlanner, _ input: PlanInput, overhead: Int) -> Estimate? {
    guard let release = input.facts.base.releases.last else { return nil }
    let recommends = input.facts.systemInstalls.contains { $0.install.recommends }
    let present = input.facts.base.carries
    let before = release.table.closure(
      of: packages.placements.filter { !$0.isTransient }.map(\.name), recommends: recommends, present: present)
    let after = release.table.closure(of: packages.runPackages, recommends: recommends, present: present)
    guard before.installedSize > 0 else { return nil }
    return Estimate(
      before: before.installedSize, after: after.installedSize, overhead: overhead,
      isEstimated: before.isSizeEstimated || after.isSizeEstimated)
  }
}
