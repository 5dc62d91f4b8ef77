import BuildModel
import Classification
import DockerfileSyntax
import SourceText
import Strategies

/// Divides the stage's instructions between a build stage and the run stage.
struct SplitPlanner {
  private let input: PlanInput
  private let fates: UnitFates
  private let packages: PackagePlanner
  private var facts: StageFacts { input.facts }
  private var instructions: [Instruction] { facts.file.dockerfile.instructions }

  init(_ input: PlanInput, fates: UnitFates, packages: PackagePlanner) {
    self.input = input
    self.fates = fates
    self.packages = packages
  }

  /// The instructions that an install can depend on.
  private static let building: [Keyword] = [.arg, .env, .run, .copy, .add, .workdir, .user, .shell]
  /// The instructions that say how a container runs, or that such ones refer to.
  private static let configuring: [Keyword] = [
    .arg, .env, .workdir, .user, .shell, .entrypoint, .cmd, .healthcheck, .expose, .volume, .stopsignal,
  ]

  func instructionPlacements() -> [InstructionPlacement] {
    var result: [InstructionPlacement] = []
    for index in facts.stage.body {
      let isBefore = index <= fates.lastInstall
      let instruction = instructions[index]
      let run: (placement: InstructionPlacement.Placement, reason: String)
      switch instruction.keyword {
      case .run: run = runPlacement(index)
      case .copy, .add: run = copyPlacement(index)
      default: run = (.whole, "it stays")
      }
      let isShared =
        isBefore && Self.building.contains(instruction.keyword)
        || input.servesDevelopers && Self.configuring.contains(instruction.keyword)
      let build: InstructionPlacement.Placement = isShared ? .whole : .absent
      result.append(
        InstructionPlacement(
          instruction: index, build: build, run: run.placement,
          reason: run.reason))
    }
    let variables = artifactCopies().reduce(into: Set<String>()) { names, copy in
      names.formUnion(WrittenValues.variables(of: copy.text + " " + (copy.owner ?? "")))
    }
    return EnvironmentPlanner(input, fates: fates, copied: variables).divide(withoutIdleIndexUpdates(result))
  }

  /// Where the run stage installs no system package any more, RUNs that only update or clear the index go too.
  private func withoutIdleIndexUpdates(_ placements: [InstructionPlacement]) -> [InstructionPlacement] {
    let installs = placements.contains { placement in
      guard placement.run != .absent, let run = facts.runs[placement.instruction] else { return false }
      let removed: [Int] = if case .divided(let division) = placement.run { division.removedItems } else { [] }
      return run.units.contains { unit in
        !removed.contains(unit.item)
          && unit.facts.contains { fact in
            switch fact.effect {
            case .installsSystemPackages, .upgradesSystemPackages, .runsProgram, .runsTool: true
            default: false
            }
          }
      }
    }
    guard !installs, !PackageLists(input, fates: fates, packages).areNeededByOthers else { return placements }
    return placements.map { placement in
      guard placement.build != .absent, placement.run == .whole, let run = facts.runs[placement.instruction],
        !run.facts.isEmpty, run.facts.allSatisfy(\.effect.isSystemHousekeeping),
        !input.overrides.ignored.contains(placement.instruction)
      else { return placement }
      return InstructionPlacement(
        instruction: placement.instruction, build: placement.build, run: .absent,
        reason: "the run stage installs no system packages")
    }
  }

  private func runPlacement(_ index: Int) -> (InstructionPlacement.Placement, String) {
    guard let run = facts.runs[index], !input.overrides.ignored.contains(index) else { return (.whole, "it stays") }
    let division = RunDivider(input, fates: fates, packages).divide(run)
    guard let division else { return (.absent, reason(forMoved: run)) }
    if division.removedItems.isEmpty && division.words.isEmpty { return (.whole, "it stays") }
    return (.divided(division), "what only the build needs goes")
  }

  private func reason(forMoved run: RunFact) -> String {
    let installs = run.facts.compactMap { fact -> LanguageInstall? in
      if case .installsLanguagePackages(let install) = fact.effect { install } else { nil }
    }
    if let first = installs.first {
      let what = first.makesAssets ? "makes assets" : "installs packages"
      return "\(first.manager) \(what): only the result is copied"
    }
    return run.instruction > fates.lastInstall ? "it finds nothing to remove" : "only the build needs it"
  }

  private func copyPlacement(_ index: Int) -> (InstructionPlacement.Placement, String) {
    if fates.movedCopies.contains(index) {
      let isBroughtAgain = !fates.deletedCopies.contains(index)
      return (
        .absent, "the install reads it; a later \(isBroughtAgain ? "COPY brings it again" : "command deletes it")"
      )
    }
    if index < fates.lastInstall, let names = facts.toolCopies[index], fates.neededTools.isDisjoint(with: names) {
      return (.absent, "nothing at run time uses \(names.map { "`\($0)`" }.joined(separator: ", "))")
    }
    if let names = facts.toolCopies[index], let tool = names.first(where: fates.neededTools.contains) {
      let evidence = input.needs.evidence(for: tool)
      return (
        .whole,
        evidence.map { "`\(tool)` is used at run time: \($0.what), \($0.path)" } ?? "a later step uses `\(tool)`"
      )
    }
    return (.whole, "it stays")
  }

  /// The copies that bring the installed packages to the run stage, in the order of the installs.
  func artifactCopies() -> [ArtifactCopy] {
    var copies: [ArtifactCopy] = []
    let installs = facts.languageInstalls.filter { !input.overrides.ignored.contains($0.instruction) }
    var paths: [String] = []
    for (_, install) in installs {
      for path in fates.paths(of: install) where !paths.contains(path) { paths.append(path) }
    }
    for path in paths where !paths.contains(where: { $0 != path && ImagePath.contains($0, path) }) {
      let writers = installs.indices.filter { number in
        fates.paths(of: installs[number].install).contains { ImagePath.contains(path, $0) }
      }
      // Where several users write to it, it belongs to the one who needs that.
      guard let number = writers.first(where: { !installs[$0].install.isRoot }) ?? writers.first else { continue }
      let first = installs[number]
      let values = WrittenValues(input)
      let fillers = writers.filter { $0 >= number && installs[$0].install.paths.contains(path) }
      let filler =
        fillers.last.flatMap { last in
          ArtifactPlace(input, fates: fates).isLater(path, from: first.instruction, to: installs[last].instruction)
            ? last : nil
        } ?? number
      let owner = first.install.isRoot ? nil : Ownership(facts).owner(for: first.install.user)
      copies.append(
        ArtifactCopy(
          path: path, text: values.path(path, ofInstall: filler) ?? path,
          owner: fates.owners[path] ?? owner.flatMap { values.owner($0, ofInstall: number) },
          clears: clears(of: path, by: writers.map { installs[$0].install }, at: installs[filler].instruction),
          settles: writers.contains { installs[$0].install.isFromSource && installs[$0].install.isRoot }
            ? facts.base.distribution?.libraryCache : nil,
          position: position(installs[filler].instruction),
          reason:
            "\(first.install.manager) \(first.install.makesAssets ? "makes its assets there" : "installs into it")"))
    }
    return copies
  }

  /// What the installs say of a path's own contents in the base image, and what tools that the run stage has by then
  /// brought there, each once.
  private func clears(of path: String, by installs: [LanguageInstall], at instruction: Int) -> [String] {
    let staying = facts.runOrder.filter { $0 <= instruction }.compactMap { facts.runs[$0] }.flatMap(fates.remaining)
    let mixed = staying.flatMap(\.facts).flatMap { fact in
      switch fact.effect {
      case .bringsTools(let tools), .replacesTools(let tools): tools.mixes
      default: [String]()
      }
    }
    return (installs.flatMap(\.clears) + mixed).filter { ImagePath.contains(path, $0) }.reduce(into: []) { all, clear in
      if !all.contains(clear) { all.append(clear) }
    }
  }

  /// In the place of the first install: before what its RUN does with the packages, else behind what it sets up.
  private func position(_ index: Int) -> ArtifactCopy.Position {
    guard let run = facts.runs[index], let moved = fates.moved[index],
      let install = run.units.first(where: { unit in
        unit.facts.contains { if case .installsLanguagePackages = $0.effect { true } else { false } }
      })
    else { return .before(index) }
    let uses = run.units.contains { unit in
      unit.item > install.item && !moved.contains(unit.item)
        && unit.facts.contains { fact in
          switch fact.effect {
          case .neutral, .systemHousekeeping, .refreshesPackageLists, .removesSystemPackages: false
          default: true
          }
        }
    }
    return uses ? .before(index) : .after(index)
  }
}
