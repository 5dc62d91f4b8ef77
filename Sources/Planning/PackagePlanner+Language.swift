import Classification
import Strategies

/// Parts of the language and packages of it that the distribution brings.
extension PackagePlanner {
  /// What a removed package brought of these is added by name: what is installed can use it without naming it, and a
  /// package manager counts it as there, so that it installs none of its own.
  mutating func addPartsOfTheLanguage() {
    let patterns = input.ecosystem.silent + input.facts.languageInstalls.flatMap(\.install.silent)
    guard !patterns.isEmpty, let place = placeForNames else { return }
    for release in input.facts.base.releases {
      for package in lostParts(matching: patterns, release) where loss(release).names.contains(package) {
        if isNameable(package) {
          additions.append(
            PackageAddition(
              name: package, instruction: place,
              reason: "it came with a package that goes, and what is installed may be using it"))
        } else {
          keepOne(thatBrings: package, release)
        }
      }
    }
  }

  /// Keeps a package that brings one which has no name that is right for all releases; one that is no build package, if
  /// there is one.
  private mutating func keepOne(thatBrings package: String, _ release: DistributionStrategy.Release) {
    let bringers = placements.indices.filter { index in
      placements[index].decision != .kept && !placements[index].isTransient
        && closures(release).of([placements[index].name]).names.contains(package)
    }
    let other = bringers.first { release.table.entry(placements[$0].name)?.role != .build }
    guard let index = other ?? bringers.first else { return }
    let old = placements[index]
    placements[index] = PackagePlacement(
      name: old.name, instruction: old.instruction, decision: .kept,
      reason: "it brings `\(package)`, whose name depends on the release", evidence: old.evidence, isStuck: true,
      range: old.range)
  }

  /// Those that are lost and that no other of them brings.
  private func lostParts(matching patterns: [Glob], _ release: DistributionStrategy.Release) -> [String] {
    let decided = Set(placements.map { release.table.entry($0.name)?.resolvedName ?? $0.name })
    let lost = loss(release).names.filter { package in
      patterns.match(package) && !decided.contains(package) && !isPresent(package)
        && !input.overrides.drop.contains(package) && release.table.entry(package)?.role != .build
        && !input.ecosystem.provides(package, image: input.facts.base.repository)
    }
    return lost.filter { package in
      !lost.contains { other in
        other != package && closures(release).of([other]).names.contains(package)
          && (other < package || !closures(release).of([package]).names.contains(other))
      }
    }
  }
}
