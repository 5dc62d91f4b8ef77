import Classification
import BuildModel
import DockerfileSyntax
import SourceText
import Strategies

/// Decides what is to be done with a stage.
package enum Planner {
  /// Savings below this are not worth a second stage, in kB.
  private static let worthwhile = 5000

  package static func plan(_ input: PlanInput) -> MigrationPlan {
    if let moved = AssetSteps(input).moved() {
      var found = plan(asItIs: moved)
      found.idle = moved.idle
      found.notes += moved.idle.map { [$0.note] } ?? []
      if found.outcome == .split { return found }
    }
    return plan(asItIs: input)
  }

  private static func plan(asItIs input: PlanInput) -> MigrationPlan {
    guard let slim = input.onSlimBase(), let change = slim.baseChange else { return decide(input) }
    let (found, obstacle) = onSlimBase(slim)
    if let found { return found }
    var plan = decide(input)
    guard plan.outcome != .refused else { return plan }
    plan.notes.append(
      PlanNote(
        id: "plan/base-kept",
        message: "the stage keeps its base image, though `\(change.written)` is smaller: \(obstacle)",
        help: "`migrate` exchanges it when that is settled; `--base keep` leaves it for good",
        range: input.facts.file.dockerfile.instructions[input.facts.stage.from].range,
        kind: .suggestion(saving: slim.sizeBeyondSlimBase())))
    return plan
  }

  /// The plan with the smaller base image, or what stands in its way.
  private static func onSlimBase(_ input: PlanInput) -> (plan: MigrationPlan?, obstacle: String) {
    var input = input
    let fates = fates(input)
    let conditions = SlimBaseConditions(input, fates: fates)
    if let obstacle = conditions.obstacle() { return (nil, obstacle) }
    input.addDependencies(conditions.broughtPackages())
    let tools = input.facts.base.distribution?.fullImageTools ?? []
    let calls = input.calls(of: tools.flatMap(\.calls), texts: input.ecosystem.opensLibraries)
    if let obstacle = conditions.obstacle(calls) { return (nil, obstacle) }
    input.baseChange?.calls = calls
    let plan = decide(input)
    return plan.changes ? (plan, "") : (nil, plan.refusals.first?.reason ?? plan.summary)
  }

  private static func tooSmall(_ estimate: Estimate) -> String {
    estimate.overhead > 0
      ? "the packages that would go are smaller than what a copy of the installed packages adds"
      : "the packages that would go are too small for a second stage"
  }

  private static func fates(_ input: PlanInput) -> UnitFates? {
    input.facts.languageInstalls.last { !input.overrides.ignored.contains($0.instruction) }
      .map { UnitFates(input, lastInstall: $0.instruction) }
  }

  private static func decide(_ input: PlanInput) -> MigrationPlan {
    let fates = fates(input)
    let packages = PackagePlanner(input, fates: fates, remaining: remaining(input, fates))
    var plan = decide(input, fates, packages)
    if plan.changes {
      let code =
        Preconditions(input, fates: fates).installsInCode()
        + [LostCompilers(input, packages).refusalOfCode()].compactMap { $0 }
      if !code.isEmpty { return refused(code, input, packages) }
    }
    if plan.outcome != .refused { plan.notes += Suggestions(input, packages).notes() }
    return plan
  }

  private static func decide(_ input: PlanInput, _ fates: UnitFates?, _ packages: PackagePlanner) -> MigrationPlan {
    let facts = input.facts
    let installs = facts.languageInstalls.filter { !input.overrides.ignored.contains($0.instruction) }
    if let obstacle = packages.obstacle {
      return base(.nothingToGain, obstacle, input)
    }
    guard packages.changesAnything else { return nothingToGain(input, packages) }
    let lost = fates == nil ? LostCompilers(input, packages).refusal() : nil
    let blocking =
      Preconditions(input, fates: fates).refusals() + SystemRemovals(input, fates: fates, packages).refusals()
      + [lost].compactMap { $0 }
    if !blocking.isEmpty { return refused(blocking, input, packages) }
    if facts.base.isFull, (Estimate.of(packages, input, overhead: 0)?.saving ?? 0) < worthwhile {
      var plan = base(
        .nothingToGain,
        "the base image `\(facts.stage.imageText)` holds compilers and headers itself, so that leaving out its own saves nothing",
        input)
      plan.packages = packages.placements
      return plan
    }
    guard let fates, !installs.isEmpty else {
      guard let data = packages.carried.first else { return prune(input, packages) }
      return base(.nothingToGain, "there is no build stage to copy `\(data.path)` from", input)
    }
    // the first path is the one that the base image has something in
    let filled = installs.map(\.install).filter { $0.overhead > 0 }.map { ($0.paths.first ?? "", $0.overhead) }
    let overhead = Dictionary(filled, uniquingKeysWith: max).values.reduce(0, +)
    let estimate = Estimate.of(packages, input, overhead: overhead)
    if let estimate, estimate.saving < worthwhile {
      var plan = base(
        .nothingToGain, tooSmall(estimate), input)
      plan.packages = packages.placements
      plan.estimate = estimate
      return plan
    }
    return split(input, fates, packages, estimate)
  }

  private static func refused(
    _ refusals: [Refusal], _ input: PlanInput, _ packages: PackagePlanner
  ) -> MigrationPlan {
    var plan = base(.refused, refusals.first?.reason ?? "", input)
    plan.refusals = refusals
    plan.packages = packages.placements
    return plan
  }

  private static func base(_ outcome: MigrationPlan.Outcome, _ summary: String, _ input: PlanInput) -> MigrationPlan {
    var plan = MigrationPlan(outcome, summary, stage: input.facts.stage.index)
    plan.ecosystem = input.ecosystem.id
    plan.stageName = input.facts.stage.name
    return plan
  }

  private static func split(
    _ input: PlanInput, _ fates: UnitFates, _ packages: PackagePlanner, _ estimate: Estimate?
  ) -> MigrationPlan {
    let names = StageNames(input)
    let planner = SplitPlanner(input, fates: fates, packages: packages)
    var plan = base(.split, "", input)
    plan.buildStageName = names.build
    plan.servesDevelopers = input.servesDevelopers
    plan.stageName = names.run
    plan.namesStage = input.facts.stage.name == nil
    plan.instructions = planner.instructionPlacements()
    plan.copies = packages.carried + planner.artifactCopies()
    plan.packages = packages.placements
    plan.additions = packages.additions
    plan.baseImage = input.baseChange?.written
    plan.setupLine = setupLine(input, packages)
    plan.notes = packages.notes
    plan.estimate = estimate
    plan.summary =
      "packages are installed in a new stage `\(names.build)`; `\(names.run)` takes only the result: "
      + plan.copies.map { "`\($0.path)`" }.joined(separator: ", ")
      + (input.baseChange.map { ", and starts from `\($0.written)`" } ?? "")
    return plan
  }

  private static func prune(_ input: PlanInput, _ packages: PackagePlanner) -> MigrationPlan {
    let divider = RunDivider(input, fates: nil, packages)
    let summary =
      input.baseChange.map { "the stage installs no packages of its language, so that `\($0.written)` will do" }
      ?? "the stage installs no packages of its language, so only its list of system packages shrinks"
    var plan = base(.prune, summary, input)
    for index in input.facts.stage.body {
      guard let run = input.facts.runs[index], !input.overrides.ignored.contains(index) else { continue }
      let division = divider.divide(run)
      if let division, division.removedItems.isEmpty, division.words.isEmpty { continue }
      plan.instructions.append(
        InstructionPlacement(
          instruction: index, build: .absent, run: division.map { .divided($0) } ?? .absent,
          reason: "packages that only a build needs go"))
    }
    plan.packages = packages.placements
    plan.additions = packages.additions
    plan.baseImage = input.baseChange?.written
    plan.setupLine = setupLine(input, packages)
    plan.notes = packages.notes
    plan.estimate = Estimate.of(packages, input, overhead: 0)
    return plan
  }

  /// The command that installs what no RUN of the stage can.
  private static func setupLine(_ input: PlanInput, _ packages: PackagePlanner) -> String? {
    let names = packages.additions.filter { $0.instruction == nil }.map(\.name)
    guard !names.isEmpty, let line = input.facts.base.distribution?.packageManager.installLine else { return nil }
    let parts = line.split(separator: "{packages}", maxSplits: 1, omittingEmptySubsequences: false)
    return parts.joined(separator: names.joined(separator: " "))
  }

  private static func nothingToGain(_ input: PlanInput, _ packages: PackagePlanner) -> MigrationPlan {
    let summary: String
    if let package = packages.placements.first(where: \.isStuck) {
      summary = "`\(package.name)` has to stay: \(package.reason)"
    } else if input.facts.systemInstalls.isEmpty {
      summary =
        input.facts.base.isFull
        ? "no build packages are installed; those of the base image `\(input.facts.stage.imageText)` are part of it"
        : "no build packages are installed"
    } else if let (index, package) = packages.removedAgain {
      summary = "the RUN at line \(input.line(of: index)) removes the build packages that it installs (`\(package)`)"
    } else if let list = input.facts.systemInstalls.first(where: \.install.hasUnknownWords) {
      summary = "the package list of line \(input.line(of: list.instruction)) is not written out in the Dockerfile"
    } else if let source = copiedStage(input) {
      summary =
        "no package of the stage is known to be needed only to build; the stage takes its packages from `\(source)`"
    } else {
      summary = "no package of the stage is known to be needed only to build"
    }
    var plan = base(.nothingToGain, summary, input)
    plan.packages = packages.placements
    return plan
  }

  /// The first stage that the stage copies from.
  private static func copiedStage(_ input: PlanInput) -> String? {
    input.facts.stage.body.lazy.compactMap { index -> String? in
      guard let from = input.facts.file.dockerfile.instructions[index].flag("from")?.value else { return nil }
      return input.facts.file.stage(named: from, before: input.facts.stage.index)?.name
    }.first
  }

  /// The programs that steps of the run stage start.
  private static func remaining(_ input: PlanInput, _ fates: UnitFates?) -> [(program: String, instruction: Int)] {
    let own = input.facts.runs.keys.sorted().flatMap { index -> [(Int, [CommandFact])] in
      guard let run = input.facts.runs[index] else { return [] }
      return [(index, (fates?.remaining(of: run) ?? run.units).flatMap(\.facts))]
    }
    let further = input.descendants.flatMap { stage in
      stage.runs.keys.sorted().map { ($0, stage.runs[$0]?.facts ?? []) }
    }
    return (own + further).flatMap { index, facts in facts.flatMap(programs).map { ($0, index) } }
  }

  /// The programs that a command of the run stage starts or asks for.
  private static func programs(of fact: CommandFact) -> [String] {
    // the step fails where what it asks for is gone
    if let program = fact.program, PosixPrograms.asksForOthers.contains(program) {
      return fact.words.map(ImagePath.basename)
    }
    switch fact.effect {
    case .runsProgram(let program): return [program] + WrappedCommands.executed(by: fact).compactMap(\.first)
    case .runsTool(let run): return [run.program] + run.uses
    case .addsPackageSource, .bringsTools, .replacesTools, .configuresManager, .setsUp:
      return [fact.program].compactMap { $0 }
    default: return []
    }
  }
}
