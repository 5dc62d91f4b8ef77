import BuildModel
import Classification
import SourceText
import Strategies

/// Decides for each system package of the stage whether the run stage needs it.
struct PackagePlanner {
  let input: PlanInput
  let fates: UnitFates?
  /// Whether recommended packages come along somewhere.
  private let recommends: Bool
  /// All packages that the stage names.
  private let named: Set<String>
  /// What packages of other archives bring is not known.
  let others: OtherArchives
  private let cache: [String: PackageClosures]
  /// Commands of RUNs that stay in the run stage, with the instruction that runs them.
  let remaining: [(program: String, instruction: Int)]

  var placements: [PackagePlacement] = []
  /// Packages that only a removed one brought and that are kept by name, with the reason.
  var additions: [PackageAddition] = []
  /// Data of the full image that is copied, since its package can't be installed.
  var carried: [ArtifactCopy] = []
  /// Why the base image can't be changed; nil if it can, or is not to be.
  var obstacle: String?
  var notes: [PlanNote] = []
  var droppedTools: [BuildTool] = []
  /// The first RUN that removes build packages which it installs, and one of these.
  private(set) var removedAgain: (instruction: Int, name: String)?

  init(_ input: PlanInput, fates: UnitFates?, remaining: [(program: String, instruction: Int)]) {
    self.input = input
    self.fates = fates
    self.remaining = remaining
    let recommends = input.facts.systemInstalls.contains { $0.install.recommends }
    self.recommends = recommends
    others = OtherArchives(input.facts)
    named = input.facts.installedPackages
    cache = Dictionary(
      input.facts.base.releases.map { release in
        (release.id, PackageClosures(release, recommends: recommends, present: input.facts.base.carries))
      }
    ) { first, _ in first }
    for (instruction, install) in input.facts.systemInstalls
    where !input.overrides.ignored.contains(instruction) && !install.isCheck {
      let removed = removedInSameRun(instruction, install)
      if removedAgain == nil, let name = install.packages.map(\.name).first(where: removed.contains) {
        removedAgain = (instruction, install.virtualGroup ?? name)
      }
      for package in install.packages {
        guard removed.contains(package.name) else {
          let later = laterRemoval(of: package, instruction, install)
          placements.append(
            later.map { placeRemoved(package, instruction, install, by: $0) }
              ?? place(package, instruction, isEditable: install.isEditable))
          continue
        }
        // The removal goes with the install that it cleans up behind, or finds nothing any more.
        guard install.virtualGroup == nil, fates != nil, !input.leavesUnknownOrphans(package.name, of: instruction),
          fates?.movesRemovals(of: instruction) == true || isNeedless(package, instruction)
        else { continue }
        placements.append(placeRemoved(package, instruction, install))
      }
    }
    dropBuildTools()
    keepWhatComesAnyway()
    addWhatTheBaseLoses()
    keepWhatIsUsed()
    addWhatIsAskedFor()
    addPartsOfTheLanguage()
    addWhatGoesSilently()
    nameLostVersions()
  }

  /// Whether a package goes or is replaced.
  var changesAnything: Bool {
    input.baseChange != nil || placements.contains { $0.decision != .kept && (!$0.isTransient || $0.isInLayer) }
  }

  /// What a package that stays brings can't leave.
  private mutating func keepWhatComesAnyway() {
    guard let release = input.facts.base.releases.last else { return }
    let kept = placements.filter { $0.decision == .kept }
    guard !kept.isEmpty, placements.contains(where: { $0.decision == .removed && !$0.isTransient }) else { return }
    let left = Set(closures(release).of(kept.map(\.name)).names)
    for index in placements.indices where placements[index].decision == .removed && !placements[index].isTransient {
      let old = placements[index]
      let name = release.table.entry(old.name)?.resolvedName ?? old.name
      guard left.contains(name), !input.overrides.drop.contains(old.name) else { continue }
      let bringer = kept.first { closures(release).of([$0.name]).names.contains(name) }?.name ?? kept[0].name
      placements[index] = PackagePlacement(
        name: old.name, instruction: old.instruction, decision: .kept, reason: "`\(bringer)`, which stays, brings it",
        evidence: nil, isStuck: true, range: old.range)
    }
  }

  /// What only the ecosystem's builds call goes with the build packages beside it, where nothing tells of it.
  private mutating func dropBuildTools() {
    for tool in input.ecosystem.buildTools {
      let places = placements.indices.filter { index in
        let placement = placements[index]
        return placement.decision == .kept && placement.evidence == nil && !placement.isStuck
          && placement.range != nil && tool.packages.match(placement.name)
          && !input.overrides.keep.contains(placement.name)
          && placements.contains {
            $0.instruction == placement.instruction && $0.decision == .removed && !$0.isTransient
          }
      }
      guard !places.isEmpty, input.dependencies.isKnown, !namesInStep(tool.words),
        !ProjectText(input.seen).mentions(tool.words)
      else { continue }
      for index in places {
        let old = placements[index]
        if input.nativePackages.contains(where: { ($0.needs + $0.needsWhenCompiled).contains(old.name) }) { continue }
        droppedTools.append(tool)
        placements[index] = PackagePlacement(
          name: old.name, instruction: old.instruction, decision: .removed,
          reason: "\(tool.caller) calls it to build, and no file of the project tells of it", evidence: nil,
          range: old.range)
      }
    }
  }

  /// Whether a step that stays, as the install of a tool, has one of the words.
  private func namesInStep(_ words: [String]) -> Bool {
    input.facts.runs.values.contains { run in
      run.facts.contains { fact in
        guard case .runsTool = fact.effect else { return false }
        return fact.words.contains { argument in words.contains { argument.lowercased().contains($0) } }
      }
    }
  }

  func place(_ package: SystemInstall.Package, _ instruction: Int, isEditable: Bool) -> PackagePlacement {
    func placement(_ decision: PackagePlacement.Decision, _ reason: String, _ evidence: Evidence? = nil)
      -> PackagePlacement
    {
      PackagePlacement(
        name: package.name, instruction: instruction, decision: decision, reason: reason, evidence: evidence,
        range: package.range)
    }
    func stuck(_ reason: String, help: String? = nil) -> PackagePlacement {
      var result = placement(.kept, reason)
      result.isStuck = true
      result.help = help
      return result
    }
    let namesRelease = "name the release in the tag of the base image, so that its libraries can take its place"
    if input.overrides.keep.contains(package.name) { return placement(.kept, "you asked to keep it") }
    if input.overrides.drop.contains(package.name), package.range != nil {
      return placement(.removed, "you asked to drop it")
    }
    if let found = neededCommand(of: package.name) {
      return placement(.kept, "`\(found.command)` is used at run time", found.evidence)
    }
    if isIdle(package) { return placement(.removed, "only what makes the assets uses it") }
    let releases = input.facts.base.releases
    let entries = releases.map { $0.table.entry(package.name) }
    let known = entries.compactMap { $0 }
    guard let first = known.first else { return placement(.kept, "no table knows it") }
    guard first.role == .build else {
      let idle = fates.flatMap { IdleTools(input, $0, remaining: remaining).reason(for: package, role: first.role) }
      guard let idle, let runtime = runtimeOfTool(known) else { return placement(.kept, Self.keeping(first.role)) }
      return placement(runtime.isEmpty ? .removed : .replaced(runtime), idle)
    }
    if let library = preloaded(by: package.name) { return stuck("LD_PRELOAD names its link `\(library)`") }
    let needsPackages = known.contains { !$0.runtime.isEmpty }
    guard package.range != nil else {
      let place = isEditable ? "its name is not written out in the install command" : "a script installs it"
      return stuck("it is only needed to build, but \(place)")
    }
    if !needsPackages, known.count == releases.count || input.facts.base.knowledge != .release {
      return placement(.removed, "it is only needed to build")
    }
    guard input.facts.base.knowledge == .release || known.count == releases.count else {
      return stuck("not every release that the image can be has it", help: namesRelease)
    }
    guard !hasUnknownRelease || known.allSatisfy({ $0.runtime.allSatisfy(isStable) }) else {
      return stuck("which libraries take its place is unknown, since the base image's release is", help: namesRelease)
    }
    guard
      zip(known, releases).allSatisfy({ entry, release in
        Set(first.runtime.map { release.table.entry($0)?.resolvedName ?? $0 }) == Set(entry.runtime)
      })
    else {
      return stuck(
        "the library that takes its place has another name from release to release, and the tag does not name one",
        help: namesRelease)
    }
    guard first.isVerified else {
      return stuck("which package takes its place was never checked")
    }
    let runtime = missing(first.runtime, of: package.name)
    if runtime.isEmpty { return placement(.removed, "what takes its place is in the image already") }
    if runtime == [package.name] { return placement(.kept, "it is needed at run time") }
    var result = placement(.replaced(runtime), "only its libraries are needed at run time")
    if known.allSatisfy(\.hasSameVersion) || package.restriction == .none {
      result.qualifier = package.qualifier
    } else if package.restriction == .source {
      return stuck("the libraries that take its place would be those of another version or source")
    } else {
      result.lostVersion = package.qualifier
    }
    return result
  }

  /// Whether the package brings a language that the run stage does without.
  private func isIdle(_ package: SystemInstall.Package) -> Bool {
    guard let idle = input.idle, package.range != nil,
      !input.nativePackages.contains(where: { $0.needs.contains(package.name) })
    else { return false }
    let commands = input.facts.base.releases.flatMap { $0.commands?.commands(of: package.name) ?? [] }
    return ([package.name] + commands).contains(where: idle.programs.contains)
  }

  /// Those of the packages that take another's place which the run stage does not have anyway.
  private func missing(_ runtime: [String], of package: String? = nil) -> [String] {
    runtime.filter { name in
      !isPresent(name) && (!named.contains(name) || name == package)
        && !input.ecosystem.provides(name, image: input.facts.base.repository)
    }
  }

  /// What takes the place of a tool that goes, as the language that it is written in; nil if no name is known to be right.
  private func runtimeOfTool(_ entries: [PackageEntry]) -> [String]? {
    guard let first = entries.first, entries.allSatisfy({ $0.runtime == first.runtime }) else { return nil }
    let runtime = missing(first.runtime)
    return runtime.allSatisfy(isNameable) ? runtime : nil
  }

  private var hasUnknownRelease: Bool { [.family, .nothing].contains(input.facts.base.knowledge) }

  private func isStable(_ name: String) -> Bool {
    input.facts.base.distribution?.stableNames.match(name) == true
  }

  /// Whether the package has that name in each release that the image can be.
  func isNameable(_ name: String) -> Bool {
    hasUnknownRelease
      ? isStable(name) : input.facts.base.releases.allSatisfy { $0.table.entry(name) != nil }
  }

  /// Keeps the packages that bring one which has no name that is right for all releases.
  mutating func keepWhatBrings(
    _ package: String, _ release: DistributionStrategy.Release, reason: String? = nil
  ) {
    for index in placements.indices where placements[index].decision != .kept && !placements[index].isTransient {
      let old = placements[index]
      guard closures(release).of([old.name]).names.contains(package) else { continue }
      placements[index] = PackagePlacement(
        name: old.name, instruction: old.instruction, decision: .kept,
        reason: reason ?? "it brings `\(package)`, whose name depends on the release", evidence: old.evidence,
        isStuck: true,
        range: old.range)
    }
  }

  func isPresent(_ name: String) -> Bool {
    input.facts.base.carries.contains(name)
      || input.facts.base.releases.allSatisfy { $0.table.isInBase(name) }
        && !input.facts.base.releases.isEmpty
  }

  /// The first command of the package that the image uses when it runs.
  private func neededCommand(of package: String) -> (command: String, evidence: Evidence)? {
    for release in input.facts.base.releases {
      // A metapackage has its commands by way of what it depends on.
      // Of a package that can go, what is used is kept by its own name.
      let entry = release.table.entry(package)
      let canGo = entry?.role == .build || entry?.role == .packageManager
      for name in [package] + (canGo ? [] : entry?.depends ?? []) {
        let commands = (release.commands?.commands(of: name) ?? []).filter { command in
          input.needs.evidence(for: command) != nil
            && !input.ecosystem.provides(command, image: input.facts.base.repository)
        }
        if name == package || !PosixPrograms.shells.contains(name), let found = input.needs.first(of: commands) {
          return found
        }
      }
    }
    return input.needs.first(of: [package])
  }

  /// The packages of the run stage as decided so far.
  var runPackages: [String] { runPackages(upTo: .max) + additions.map(\.name) }

  /// The packages of these that the lists hold up to an instruction.
  func runPackages(upTo last: Int) -> [String] { runPackages { $0 <= last } }

  /// The packages of these that the lists of certain instructions hold.
  func runPackages(of isWanted: (Int) -> Bool) -> [String] {
    placements.filter { isWanted($0.instruction) }.flatMap { placement in
      switch placement.decision {
      case .removed: [String]()
      case .replaced(let names): names
      case .kept: [placement.name]
      }
    }
  }

  /// What the image loses, beyond the packages that are removed by name.
  func loss(_ release: DistributionStrategy.Release) -> PackageLoss {
    let others = keptOfOtherArchives
    guard !others.isEmpty else { return closures(release).loss(of: originalPackages(in: release), to: runPackages) }
    let loss = closures(release).loss(
      of: originalPackages(in: release).filter { !others.contains($0) }, to: runPackages.filter { !others.contains($0) }
    )
    return PackageLoss(loss.names.filter { !others.contains($0) })
  }

  /// What the run stage has up to an instruction, as far as tables tell.
  func runClosure(_ release: DistributionStrategy.Release, upTo last: Int) -> Set<String> {
    let others = keptOfOtherArchives
    let packages = runPackages(upTo: last)
    return Set(closures(release).of(packages.filter { !others.contains($0) }).names).union(packages)
  }

  /// The packages that stay of which it is not known what they bring.
  private var keptOfOtherArchives: Set<String> {
    Set(placements.filter { $0.decision == .kept && others.mayHave($0.name) }.map(\.name))
  }

  /// What the full image has beyond the smaller one, and beyond what the stage itself installs.
  func lostWithBase(_ release: DistributionStrategy.Release) -> PackageClosure? {
    guard input.baseChange != nil, let distribution = input.facts.base.distribution else { return nil }
    let present = input.facts.base.carries + closures(release).of(originalPackages(in: release)).names
    return release.table.closure(of: distribution.fullImage, recommends: false, present: present)
  }

  /// The packages of the stage as they were: for those that it removes again, what they leave.
  func originalPackages(in release: DistributionStrategy.Release) -> [String] {
    let removed = Set(placements.filter(\.leavesOrphans).map(\.name))
    return placements.flatMap { placement -> [String] in
      guard placement.leavesOrphans else { return placement.isTransient ? [] : [placement.name] }
      return (release.table.entry(placement.name)?.depends ?? []).filter { !removed.contains($0) }
    }
  }

  /// What the image's layers hold: also packages that a later one takes away.
  func shippedPackages(in release: DistributionStrategy.Release) -> [String] {
    originalPackages(in: release) + placements.filter(\.isInLayer).map(\.name)
  }

  func closures(_ release: DistributionStrategy.Release) -> PackageClosures {
    cache[release.id] ?? PackageClosures(release, recommends: recommends, present: input.facts.base.carries)
  }
}
