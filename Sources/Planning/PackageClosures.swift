import Strategies

/// The closures of package lists in one release, each worked out once.
final class PackageClosures {
  private let release: DistributionStrategy.Release
  private let recommends: Bool
  private let present: [String]
  private var known: [[String]: PackageClosure] = [:]

  /// - Parameters:
  ///   - recommends: whether recommended packages come along.
  ///   - present: what the base image has beyond the distribution's own base.
  init(_ release: DistributionStrategy.Release, recommends: Bool, present: [String]) {
    self.release = release
    self.recommends = recommends
    self.present = present
  }

  /// All that installing `names` brings.
  func of(_ names: [String]) -> PackageClosure {
    let key = names.sorted()
    if let closure = known[key] { return closure }
    let closure = release.table.closure(of: key, recommends: recommends, present: present)
    known[key] = closure
    return closure
  }
}
