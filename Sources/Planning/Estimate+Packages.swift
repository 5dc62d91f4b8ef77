import Classification
import Strategies

extension Estimate {
  /// The sizes of what the run stage installs before and after, with all that the packages bring.
  ///
  /// Gives nil where the release is not known or its table has no sizes.
  static func of(_ packages: PackagePlanner, _ input: PlanInput, overhead: Int) -> Estimate? {
    guard let release = input.facts.base.releases.last else { return nil }
    let before = packages.closures(release).of(packages.shippedPackages(in: release))
    let after = packages.closures(release).of(packages.runPackages)
    let base = packages.lostWithBase(release)?.installedSize ?? 0
    guard before.installedSize + base > 0 else { return nil }
    return Estimate(
      before: before.installedSize + base, after: after.installedSize, overhead: overhead,
      isEstimated: before.isSizeEstimated || after.isSizeEstimated || input.facts.base.knowledge == .family)
  }
}
