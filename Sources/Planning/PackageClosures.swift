import Strategies

/// The closures of package lists in one release; its table works out each once.
struct PackageClosures {
  private let release: DistributionStrategy.Release
  private let recommends: Bool
  private let present: [String]

  /// - Parameters:
  ///   - recommends: whether recommended packages come along.
  ///   - present: what the base image has beyond the distribution's own base.
  init(_ release: DistributionStrategy.Release, recommends: Bool, present: [String]) {
    self.release = release
    self.recommends = recommends
    self.present = present
  }

  /// What is lost where the packages that are named become others.
  func loss(of original: [String], to left: [String]) -> PackageLoss {
    release.table.loss(
      PackageLoss.Question(original: original, left: left, recommends: recommends, present: present))
  }

  /// All that installing `names` brings.
  func of(_ names: [String]) -> PackageClosure {
    release.table.closure(of: names, recommends: recommends, present: present)
  }
}
