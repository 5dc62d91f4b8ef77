import Classification
import SourceText
import Strategies

/// Packages that a RUN removes again: the one that installs them, or a later one.
extension PackagePlanner {
  /// What happens to a package that the same RUN removes again.
  func placeRemoved(
    _ package: SystemInstall.Package, _ instruction: Int, _ install: SystemInstall
  ) -> PackagePlacement {
    withoutWhatIsRemoved(
      place(package, instruction, isEditable: install.isEditable),
      leavesOrphans: input.leavesOrphans(package.name, of: instruction), reason: "the RUN removes it again")
  }

  /// The placement of a package that is removed again: as it would be without that, where what it brought stays.
  private func withoutWhatIsRemoved(
    _ placement: PackagePlacement, leavesOrphans: Bool, reason: String
  ) -> PackagePlacement {
    var placement = placement
    // A package of headers that must not go for its libraries' sake brings these.
    if !leavesOrphans || placement.decision == .kept && !placement.isStuck {
      placement = PackagePlacement(
        name: placement.name, instruction: placement.instruction, decision: .removed, reason: reason, evidence: nil,
        range: placement.range)
      placement.isTransient = true
    }
    placement.leavesOrphans = leavesOrphans
    return placement
  }

  /// Whether no step of a RUN uses a build package that the RUN installs and removes, both in words that can be edited.
  func isNeedless(_ package: SystemInstall.Package, _ instruction: Int) -> Bool {
    let removals = (input.facts.runs[instruction]?.facts ?? []).flatMap(\.effect.removedPackages)
    return package.range != nil && removals.allSatisfy { $0.name != package.name || $0.range != nil }
      && input.facts.base.releases.contains { $0.table.entry(package.name)?.role == .build }
      && user(of: package, from: instruction, to: instruction) == nil
  }

  /// The packages that the same RUN removes again.
  func removedInSameRun(_ instruction: Int, _ install: SystemInstall) -> Set<String> {
    var names: Set<String> = []
    for fact in input.facts.runs[instruction]?.facts ?? [] {
      names.formUnion(fact.effect.removedPackages.map(\.name))
    }
    if let group = install.virtualGroup, names.contains(group) { names.formUnion(install.packages.map(\.name)) }
    return names
  }

  /// The first later RUN that removes a package, or the group that it is installed with; nil if none does.
  func laterRemoval(of package: SystemInstall.Package, _ instruction: Int, _ install: SystemInstall) -> Int? {
    removal(of: [package.name, install.virtualGroup].compactMap { $0 }, behind: instruction)
  }

  /// The first RUN behind an instruction that removes a package or group of one of these names; nil if none does.
  func removal(of names: [String], behind instruction: Int) -> Int? {
    input.facts.runOrder.first { later in
      later > instruction && !input.overrides.ignored.contains(later)
        && input.facts.runs[later]?.facts.contains { fact in
          fact.effect.removedPackages.contains { names.contains($0.name) }
        } == true
    }
  }

  /// What happens to a package that a later RUN removes: it goes, unless a step before that may use it.
  func placeRemoved(
    _ package: SystemInstall.Package, _ instruction: Int, _ install: SystemInstall, by later: Int
  ) -> PackagePlacement {
    let placement = place(package, instruction, isEditable: install.isEditable)
    guard package.range != nil, !input.overrides.keep.contains(package.name) else { return placement }
    if let user = user(of: package, from: instruction, to: later) {
      return PackagePlacement(
        name: package.name, instruction: instruction, decision: .kept,
        reason: "`\(user)` may use it before the RUN at line \(input.line(of: later)) removes it", evidence: nil,
        range: package.range)
    }
    var removed = withoutWhatIsRemoved(
      placement, leavesOrphans: input.leavesOrphans(install.virtualGroup ?? package.name, of: instruction),
      reason: "the RUN at line \(input.line(of: later)) removes it again")
    removed.isInLayer = removed.decision != .kept
    return removed
  }

  /// The first program of the steps that stay, from one instruction to another, that may be the package's or start it.
  private func user(of package: SystemInstall.Package, from first: Int, to last: Int) -> String? {
    let releases = input.facts.base.releases
    let brought = releases.flatMap { release in
      closures(release).of([package.name]).names.flatMap { release.commands?.commands(of: $0) ?? [] }
    }
    let isBuildPackage = releases.contains { $0.table.entry(package.name)?.role == .build }
    for run in input.facts.runOrder.filter({ first...last ~= $0 }).compactMap({ input.facts.runs[$0] }) {
      for fact in (fates?.remaining(of: run) ?? run.units).flatMap(\.facts) {
        guard let program = fact.program else { continue }
        let used = if case .runsTool(let run) = fact.effect { [program] + run.uses } else { [program] }
        let mayStart =
          !isBuildPackage && fact.effect.mayStartOthers
          && !PosixPrograms.isHarmless(program, in: input.facts.base.distribution)
        if mayStart || used.contains(where: brought.contains) { return program }
      }
    }
    return nil
  }

  /// Whether the run stage does not have a package, or a group of packages, that an instruction removes.
  func isGone(_ name: String, at instruction: Int) -> Bool {
    let groups = input.facts.systemInstalls.filter { $0.instruction <= instruction && $0.install.virtualGroup == name }
    if let group = groups.last {
      let ranges = group.install.packages.map(\.range)
      let places = placements.filter { $0.instruction == group.instruction && ranges.contains($0.range) }
      return !group.install.hasUnknownWords && !places.isEmpty && places.allSatisfy { $0.decision == .removed }
    }
    let own = placements.filter { $0.instruction <= instruction && $0.name == name }
    let untouched = untouchedPackages(upTo: instruction)
    if own.contains(where: { $0.decision == .kept }) { return false }
    guard !input.facts.base.releases.isEmpty else { return !own.isEmpty }
    return input.facts.base.releases.contains { release in
      let resolved = release.table.entry(name)?.resolvedName ?? name
      let left = runClosure(release, upTo: instruction).union(closures(release).of(untouched).names)
      guard !isPresent(resolved), !left.contains(resolved) else { return false }
      let before = placements.filter { $0.instruction <= instruction }.map(\.name)
      return !own.isEmpty || closures(release).of(before).names.contains(resolved)
        || input.baseChange?.full.fullPackages(in: release).contains(resolved) == true
    }
  }

  /// The packages of lists that stay as they are.
  private func untouchedPackages(upTo last: Int) -> [String] {
    input.facts.systemInstalls.filter { $0.instruction <= last && !$0.install.isCheck }.flatMap { index, install in
      install.packages.map(\.name).filter { name in
        !placements.contains { $0.instruction == index && $0.name == name }
      }
    }
  }
}

extension PlanInput {
  /// Whether what a package brought stays in the image when the RUN removes it: no command from there on takes it along.
  func leavesOrphans(_ package: String, of instruction: Int) -> Bool {
    guard let words = facts.base.distribution?.packageManager.orphansGoWith, !words.isEmpty else { return false }
    let later = facts.runOrder.filter { $0 >= instruction }.flatMap { facts.runs[$0]?.facts ?? [] }
    let rest = later.drop { fact in
      !fact.effect.removedPackages.contains { $0.name == package }
    }
    return !rest.contains { fact in
      switch fact.effect {
      case .removesSystemPackages, .systemHousekeeping: fact.words.contains(where: words.match)
      default: false
      }
    }
  }

  /// The same where no table tells what the package brought, and it is none that brings compilers alone elsewhere: a
  /// language can be among that.
  func leavesUnknownOrphans(_ package: String, of instruction: Int) -> Bool {
    guard [.family, .nothing].contains(facts.base.knowledge), leavesOrphans(package, of: instruction) else {
      return false
    }
    let provided = strategies.ecosystems.flatMap(\.images).flatMap(\.provides)
    return !facts.base.releases.contains { release in
      guard release.table.entry(package)?.role == .build else { return false }
      return PackageClosures(release, recommends: false, present: []).of([package]).names.allSatisfy { name in
        release.commands?.commands(of: name).contains(where: provided.match) != true
      }
    }
  }
}

extension Effect {
  /// Whether the command may start programs that no manifest tells of.
  fileprivate var mayStartOthers: Bool {
    switch self {
    case .neutral, .systemHousekeeping, .refreshesPackageLists, .upgradesSystemPackages, .languageHousekeeping,
      .installsSystemPackages, .removesSystemPackages, .setsUp, .createsEnvironment:
      false
    default: true
    }
  }
}
