import BuildModel
import Classification
import SourceText
import Strategies

/// What the run stage gets by name, since what brought it goes.
extension PackagePlanner {
  /// What the running image needs of the full image is added by name where the smaller one lacks it.
  mutating func addWhatTheBaseLoses() {
    guard let change = input.baseChange else { return }
    let loss = BaseLoss(input, change, remaining: remaining, calls: change.calls)
    let planner = self
    let packages = BaseLoss.Packages(
      kept: { planner.runClosure($0, upTo: $1) },
      original: { planner.closures($0).of(planner.originalPackages(in: $0)).names })
    guard let finds = loss.finds(packages) else {
      obstacle = "what it lacks has other names from release to release, and the tag names none"
      return
    }
    let place = listForAdditions
    for find in finds {
      if isInstallable(find.name) {
        additions.append(
          PackageAddition(name: find.name, instruction: place, reason: find.reason, evidence: find.evidence))
      } else if let paths = loss.data(of: find.name), let first = input.facts.stage.body.first {
        carried += paths.map { path in
          ArtifactCopy(
            path: path, text: path, owner: nil, clears: [], position: .before(first),
            reason: "it is `\(find.name)` of the full image, which \(Self.why(input.facts.base))")
        }
      } else {
        obstacle = "`\(find.name)` would have to be added, which \(Self.why(input.facts.base))"
        return
      }
    }
  }

  /// Whether the archive can be taken to have the package, under this name.
  private func isInstallable(_ package: String) -> Bool {
    let base = input.facts.base
    let installs = !input.facts.systemInstalls.isEmpty
    if base.knowledge == .family { return installs && base.distribution?.stableNames.match(package) == true }
    return installs || !base.releases.allSatisfy(\.hasEnded)
  }

  private static func why(_ base: BaseImage) -> String {
    base.knowledge == .family
      ? "the archive of its old release need not have"
      : "may not be there any more to be installed, since the support of its release has ended"
  }

  /// The RUN whose list takes the names that are added: no command before it starts a program.
  private var listForAdditions: Int? {
    for index in input.facts.runOrder {
      guard let run = input.facts.runs[index] else { continue }
      for unit in fates?.remaining(of: run) ?? run.units {
        let installs = placements.contains { placement in
          placement.instruction == index && placement.range != nil && !placement.isTransient
            && unit.facts.contains { fact in
              guard case .installsSystemPackages(let install) = fact.effect else { return false }
              return install.packages.contains { $0.range == placement.range }
            }
        }
        if installs { return input.facts.states[index]?.isRoot == true ? index : nil }
        let starts = unit.facts.contains { $0.effect.isRun || $0.effect == .addsPackageSource }
        if starts { return nil }
      }
    }
    return nil
  }

  /// A command that a remaining step or the running image uses must not go with the packages that brought it.
  mutating func keepWhatIsUsed() {
    let used = Set(remaining.map(\.program)).union(input.needs.commands.keys)
    for release in input.facts.base.releases {
      guard let table = release.commands else { continue }
      let lost = loss(release)
      guard !lost.names.isEmpty else { return }
      for package in lost.packages(with: used, table) where !input.overrides.drop.contains(package) {
        let commands = table.commands(of: package).filter {
          used.contains($0) && !input.ecosystem.provides($0, image: input.facts.base.repository)
        }
        guard !commands.isEmpty else { continue }
        let step = remaining.first { commands.contains($0.program) }
        let need = input.needs.first(of: commands)
        let reason =
          need.map { "`\($0.command)` is used at run time" } ?? "a step of the run stage runs `\(step?.program ?? "")`"
        if let index = placements.firstIndex(where: { $0.name == package }) {
          let old = placements[index]
          placements[index] = PackagePlacement(
            name: old.name, instruction: old.instruction, decision: .kept, reason: reason, evidence: need?.evidence,
            range: old.range)
        } else if !isNameable(package) {
          keepWhatBrings(package, release)
        } else if let place = placeForNames {
          additions.append(
            PackageAddition(name: package, instruction: place, reason: reason, evidence: need?.evidence))
        } else {
          keepWhatBrings(package, release, reason: "it brings `\(package)`, and \(reason)")
        }
      }
    }
  }

  /// Packages that the user names, where the run stage's list does not hold them already.
  mutating func addWhatIsAskedFor() {
    let place = placements.last { $0.decision != .kept && $0.range != nil }?.instruction ?? listForAdditions
    for package in input.overrides.add where !runPackages.contains(package) {
      additions.append(PackageAddition(name: package, instruction: place, reason: "you asked to add it"))
    }
  }

  /// Data and libraries that came along without being named are added by name where something can need them.
  mutating func addWhatGoesSilently() {
    guard let distribution = input.facts.base.distribution, let release = input.facts.base.releases.last,
      let place = placeForNames
    else { return }
    let users = nativeUsers(release)
    let linked = linkedFromSource(release)
    var unneeded: [String] = []
    // what the base image has itself is not lost
    let loss = loss(release)
    for (package, silence) in zip(loss.names, loss.silences(distribution)) {
      if additions.contains(where: { $0.name == package }) || input.overrides.drop.contains(package) { continue }
      if let user = users[package], !input.ecosystem.provides(package, image: input.facts.base.repository) {
        guard isNameable(package) else {
          keepWhatBrings(package, release)
          continue
        }
        additions.append(PackageAddition(name: package, instruction: place, reason: "`\(user)` needs it"))
      } else if linked.contains(package) {
        guard isNameable(package) else {
          keepWhatBrings(package, release)
          continue
        }
        additions.append(
          PackageAddition(name: package, instruction: place, reason: "what is built from source can be linked to it"))
      } else if droppedTools.contains(where: { $0.brings.match(package) }) {
        unneeded.append("`\(package)`")
      } else if silence.isSilent {
        if closures(release).of(runPackages).names.contains(package) { continue }
        guard isNameable(package) else {
          unneeded.append("`\(package)`")
          continue
        }
        additions.append(
          PackageAddition(
            name: package, instruction: place,
            reason: "it came with a package that goes, and nothing shows that it is not needed"))
      } else if silence.isSilentIfUnknown, !knowsDependencies {
        additions.append(
          PackageAddition(
            name: package, instruction: place,
            reason: "it came with a package that goes, and not all that the application depends on is known"))
      } else if silence.isSilentIfLinked {
        unneeded.append("`\(package)`")
      }
    }
    guard !unneeded.isEmpty else { return }
    let isOne = unneeded.count == 1
    notes.append(
      PlanNote(
        id: "plan/goes-along",
        message:
          "\(unneeded.joined(separator: ", ")) \(isOne ? "goes with the packages that brought it" : "go with the packages that brought them"); "
          + "no dependency is known to need \(isOne ? "it" : "them")",
        help: "to keep a package, name it in the install command"))
  }

  /// Says which packages take another's place without its version.
  mutating func nameLostVersions() {
    for placement in placements {
      guard let version = placement.lostVersion, case .replaced(let names) = placement.decision else { continue }
      let shown = names.map { "`\($0)`" }.joined(separator: ", ")
      notes.append(
        PlanNote(
          id: "plan/version",
          message:
            "\(shown) take\(names.count == 1 ? "s" : "") the place of `\(placement.name)\(version)` without its version, which need not be the same",
          help: "write a version behind \(shown) if builds are to be the same at any time"))
    }
  }

  /// Whether the names of the dependencies could be read, as far as the installs name them.
  private var knowsDependencies: Bool {
    input.facts.languageInstalls.allSatisfy { _, install in
      !install.lists.contains { $0 == nil } && (input.dependencies.isKnown || !install.named.isEmpty)
    }
  }

  /// Libraries that headers bring which go, where something is built from source.
  private func linkedFromSource(_ release: DistributionStrategy.Release) -> Set<String> {
    guard input.facts.languageInstalls.contains(where: \.install.isFromSource) else { return [] }
    let headers = placements.filter { placement in
      placement.decision != .kept && release.table.entry(placement.name)?.runtime.isEmpty == false
    }
    return Set(closures(release).of(headers.map(\.name)).names.filter { release.table.entry($0)?.role == .library })
  }

  /// The dependencies of the project that need a system package, by that package.
  private func nativeUsers(_ release: DistributionStrategy.Release) -> [String: String] {
    let base = input.baseChange?.full.fullPackages(in: release) ?? input.facts.base.carries
    var natives = NativeNeeds(
      release, of: input.facts.base.distribution, headers: closures(release).of(placements.map(\.name)).names + base)
    var users: [String: String] = [:]
    for native in input.nativePackages {
      for name in natives.packages(of: native) where users[name] == nil { users[name] = native.name }
    }
    return users
  }
}
