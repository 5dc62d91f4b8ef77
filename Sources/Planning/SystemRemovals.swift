import BuildModel
import Classification
import DockerfileSyntax
import Strategies

/// Finds removals of system packages that would fail, since the run stage does not have the packages.
struct SystemRemovals {
  private let input: PlanInput
  private let fates: UnitFates?
  private let packages: PackagePlanner

  init(_ input: PlanInput, fates: UnitFates?, _ packages: PackagePlanner) {
    self.input = input
    self.fates = fates
    self.packages = packages
  }

  /// One refusal for each command whose words can't be edited.
  func refusals() -> [Refusal] {
    let facts = input.facts
    let own = facts.runOrder.compactMap { index -> Refusal? in
      guard let run = facts.runs[index] else { return nil }
      let removed = (fates?.remaining(of: run) ?? run.units).flatMap(\.facts).flatMap(\.effect.removedPackages)
      let isFixed = input.overrides.ignored.contains(index)
      guard let package = removed.first(where: { (isFixed || $0.range == nil) && packages.isGone($0.name, at: index) })
      else { return nil }
      return Refusal(
        id: "split/removed-later",
        reason: "`\(package.name)` is installed in one step and removed in another, in words that can't be edited",
        help: "remove the package in the RUN that installs it, or leave its removal out",
        range: facts.file.dockerfile.instructions[index].range)
    }
    return own + (input.descendants + input.derived.map(\.facts)).compactMap { refusal(for: $0) }
  }

  /// The refusal for a stage that starts from this one and removes what this one no longer has.
  private func refusal(for stage: StageFacts) -> Refusal? {
    for index in stage.runOrder {
      let removed = (stage.runs[index]?.facts ?? []).flatMap(\.effect.removedPackages)
      guard let name = removed.first(where: { packages.isGone($0.name, at: .max) })?.name else { continue }
      let isOwn = stage.file.dockerfile.source == input.facts.file.dockerfile.source
      return Refusal(
        id: "split/removed-later",
        reason: "`\(name)` is installed in this stage and removed in another, which starts from it",
        help: "remove the package in the RUN that installs it, or leave its removal out",
        range: isOwn ? stage.file.dockerfile.instructions[index].range : nil)
    }
    return nil
  }
}
