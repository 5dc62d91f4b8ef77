import BuildModel
import Classification
import DockerfileSyntax
import ShellSyntax
import SourceText
import Strategies

/// Which commands of the stage go to the build stage alone, and which copies go with them.
struct UnitFates {
  /// The last instruction that installs language packages; what stands behind it stays where it is.
  let lastInstall: Int
  /// The elements of each RUN's command list that leave the run stage.
  private(set) var moved: [Int: Set<Int>] = [:]
  /// COPYs from the context that leave the run stage.
  private(set) var movedCopies: Set<Int> = []
  /// Those of them that no later COPY brings again, since a command deletes all that they bring.
  private(set) var deletedCopies: Set<Int> = []
  /// Tools that the run stage keeps, by name.
  private(set) var neededTools: Set<String> = []
  private(set) var refusals: [Refusal] = []
  /// The owners that commands of the build stage give to installed folders, by folder.
  private(set) var owners: [String: String] = [:]

  let input: PlanInput
  /// The paths that are copied to the run stage.
  private let installed: [String]
  var facts: StageFacts { input.facts }

  init(_ input: PlanInput, lastInstall: Int) {
    self.input = input
    self.lastInstall = lastInstall
    installed = input.facts.languageInstalls.filter { !input.overrides.ignored.contains($0.instruction) }
      .flatMap(\.install.paths)
    neededTools = NeededTools.of(input, lastInstall: lastInstall)
    repeat {
      moved = [:]
      refusals = []
      for index in facts.runs.keys.sorted() where index <= lastInstall && !input.overrides.ignored.contains(index) {
        guard let run = facts.runs[index] else { continue }
        for unit in run.units where moves(unit, of: run) { moved[index, default: []].insert(unit.item) }
        moveFunctions(of: run)
      }
    } while keepToolsOfCommandsThatStay()
    keepPackagesOfCommandsThatStay()
    keepEnvironmentsOfTools()
    moveChangesOfInstalls()
    for place in ClonedSources(facts: facts, moved: moved).elements(upTo: lastInstall) {
      moved[place.instruction]?.insert(place.item)
    }
    keepWhatIsUsedBefore()
    keepTidying()
    moveClearedCaches()
    keepDownloads()
    let copies = CopyFates(input, lastInstall: lastInstall, moved: moved)
    movedCopies = copies.moved
    deletedCopies = copies.deleted
    moved.merge(copies.units) { $0.union($1) }
  }

  /// Moves the calls of functions that go; what else calls them forbids it.
  private mutating func moveFunctions(of run: RunFact) {
    guard let gone = moved[run.instruction] else { return }
    let functions = MovedFunctions(run, moved: gone)
    moved[run.instruction] = gone.union(functions.calls)
    if let refusal = functions.refusal(in: facts.file) { refusals.append(refusal) }
  }

  /// Adds the package managers that commands start which stay; gives whether there are more now.
  private mutating func keepToolsOfCommandsThatStay() -> Bool {
    let staying = facts.runs.keys.filter { $0 <= lastInstall }.compactMap { facts.runs[$0] }.flatMap(remaining)
    let more = NeededTools.started(by: staying, input).subtracting(neededTools)
    neededTools.formUnion(more)
    return !more.isEmpty
  }

  /// What a RUN installs for an install and removes again is there for its other commands too.
  private mutating func keepPackagesOfCommandsThatStay() {
    for (index, items) in moved {
      guard let run = facts.runs[index] else { continue }
      let gone = run.units.filter { items.contains($0.item) }
      let removed = gone.flatMap(\.facts).flatMap(\.effect.removedPackages).map(\.name)
      let installs = run.facts.compactMap { fact in
        if case .installsSystemPackages(let install) = fact.effect { install } else { nil }
      }
      let packages = installs.flatMap { install in
        let isGroup = install.virtualGroup.map(removed.contains) ?? false
        return install.packages.map(\.name).filter { isGroup || removed.contains($0) }
      }
      let uses = TransientUses(facts.base)
      guard remaining(of: run).flatMap(\.facts).contains(where: { uses.mayUse($0, anyOf: packages) }) else { continue }
      for unit in gone where unit.facts.contains(where: \.effect.changesSystemPackages) {
        moved[index]?.remove(unit.item)
      }
    }
  }

  /// A folder for packages that no copy brings is made where a command that stays puts a tool into it.
  private mutating func keepEnvironmentsOfTools() {
    for (index, unit) in movedUnits(of: facts) {
      let folders = unit.environments.filter { !isInstalled($0) }
      guard !folders.isEmpty, let state = facts.states[index] else { continue }
      let made = folders + folders.flatMap { MadeFolders.parents(of: $0, state) }
      let isUsed = isFollowed((index, unit.item)) { fact in
        if case .bringsTools = fact.effect { return true }
        return MadeFolders.paths(of: fact, state).contains { path in made.contains { ImagePath.contains($0, path) } }
      }
      if isUsed { moved[index]?.remove(unit.item) }
    }
  }

  /// What comes along with a copied path is there only from the copy on: a command whose result an earlier step that
  /// stays can use stays too.
  private mutating func keepWhatIsUsedBefore() {
    let installs = facts.languageInstalls.filter { !input.overrides.ignored.contains($0.instruction) }
    guard let first = installs.first?.instruction else { return }
    var isUsed = false
    for index in facts.runs.keys.sorted().reversed() where index <= first {
      for unit in (facts.runs[index]?.units ?? []).reversed() {
        let isMoved = moved[index]?.contains(unit.item) == true
        if isMoved, isUsed, !unit.facts.contains(where: \.effect.isInstall), unit.facts.contains(where: Self.makes) {
          moved[index]?.remove(unit.item)
        } else if isMoved {
          continue
        }
        isUsed =
          isUsed
          || unit.facts.contains {
            $0.effect.isRun && !PosixPrograms.isHarmless($0.program, in: input.facts.base.distribution)
          }
      }
    }
  }

  /// What tidies up after a command that stays, stays with it.
  private mutating func keepTidying() {
    for index in moved.keys.sorted() {
      guard let run = facts.runs[index] else { continue }
      let staying = remaining(of: run)
      let gone = run.units.filter { moved[index]?.contains($0.item) == true }
      let isAllTidying = gone.allSatisfy(Self.tidies)
      let isMade = staying.contains { $0.facts.contains(where: Self.makes) }
      for unit in gone where Self.tidies(unit) {
        let earlier = staying.filter { $0.item < unit.item }.flatMap(\.facts).filter(\.effect.isTool)
        // A package manager that installs in that RUN too may clear what it installed.
        let isBehindTool = unit.facts.contains { fact in
          fact.program == "rm" && !earlier.isEmpty
            || isAllTidying && earlier.contains { $0.program == fact.program && fact.program != nil }
        }
        if isAllTidying && isMade || isBehindTool { moved[index]?.remove(unit.item) }
      }
      if moved[index]?.isEmpty == true { moved[index] = nil }
    }
  }

  /// What clears caches behind the last install finds none where no package manager has run in the run stage before.
  private mutating func moveClearedCaches() {
    var isUsed = false
    for index in facts.runs.keys.sorted() where !input.overrides.ignored.contains(index) {
      for unit in facts.runs[index]?.units ?? [] where moved[index]?.contains(unit.item) != true {
        let clears = unit.facts.allSatisfy { $0.program == "rm" && $0.effect == .languageHousekeeping }
        if index > lastInstall, !isUsed, clears, !unit.facts.isEmpty {
          moved[index, default: []].insert(unit.item)
        }
        isUsed =
          isUsed
          || unit.facts.contains {
            $0.effect.fillsCaches
              || $0.effect.isRun && !PosixPrograms.isHarmless($0.program, in: facts.base.distribution)
          }
      }
    }
  }

  /// What is downloaded stays where a command that stays names the file.
  private mutating func keepDownloads() {
    for (index, unit) in movedUnits(of: facts) {
      let files = unit.facts.flatMap(Downloads.files).map(ImagePath.basename)
      let isNamed = isFollowed((index, unit.item)) { fact in
        !Self.removesIfThere(fact) && fact.words.contains { files.contains(ImagePath.basename($0)) }
      }
      if isNamed { moved[index]?.remove(unit.item) }
    }
  }

  /// Whether a command that stays, and that fits, stands behind a place.
  private func isFollowed(_ place: (index: Int, item: Int), by fits: (CommandFact) -> Bool) -> Bool {
    facts.runs.keys.contains { later in
      guard later >= place.index, let run = facts.runs[later] else { return false }
      return remaining(of: run).contains {
        (later > place.index || $0.item > place.item) && $0.facts.contains(where: fits)
      }
    }
  }

  private static func removesIfThere(_ fact: CommandFact) -> Bool {
    fact.program == "rm" && fact.words.contains { $0.hasPrefix("-") && !$0.hasPrefix("--") && $0.contains("f") }
  }

  private static func tidies(_ unit: RunFact.Unit) -> Bool {
    unit.facts.allSatisfy { $0.effect == .languageHousekeeping || $0.effect == .neutral }
  }

  private static func makes(_ fact: CommandFact) -> Bool {
    if case .runsTool(let run) = fact.effect { !run.produces.isEmpty } else { false }
  }

  /// The elements of a RUN that the run stage keeps.
  func remaining(of run: RunFact) -> [RunFact.Unit] {
    run.units.filter { moved[run.instruction]?.contains($0.item) != true }
  }

  /// What the run stage takes of an install.
  func paths(of install: LanguageInstall) -> [String] {
    install.paths + install.toolPaths.filter { !neededTools.isDisjoint(with: $0.tools) }.map(\.path)
  }

  private mutating func moves(_ unit: RunFact.Unit, of run: RunFact) -> Bool {
    if IdleSources(input).serves(unit) { return true }
    var installs = false
    var brings = false
    var prepares = false
    var other: CommandFact?
    for fact in unit.facts {
      switch fact.effect {
      case .installsLanguagePackages: installs = true
      case .bringsTools(let tools):
        brings = true
        if !neededTools.isDisjoint(with: tools.names) || areFoundOnlyThere(tools.shared) { return false }
      case .createsEnvironment, .languageHousekeeping, .removesLanguagePackages, .buildsFromSource: prepares = true
      case .configuresManager:
        prepares = true
        if let program = fact.program, neededTools.contains(program) { return false }
      case .removesSystemPackages(let packages):
        // What is installed and removed in one RUN for the sake of an install goes with that install.
        if isOnlyForInstall(packages.map(\.name), run) { prepares = true } else { other = fact }
      case .installsSystemPackages(let install):
        if let group = install.virtualGroup, isOnlyForInstall([group], run) { prepares = true } else { other = fact }
      case .neutral: break
      case .addsPackageSource, .replacesTools: other = fact
      case .runsTool(let run):
        // What it makes comes along with what is copied.
        if isMade(run) { prepares = true } else { other = fact }
      case .runsProgram(let name):
        if tidiesInstalled(fact) {
          prepares = true
        } else if !PosixPrograms.readsAndWrites.contains(name) {
          other = fact
        }
      case .setsUp where linksUnusedTool(fact): prepares = true
      case .setsUp(let paths): if paths.isEmpty || !paths.allSatisfy(isInstalled) { other = fact }
      case .systemHousekeeping, .refreshesPackageLists, .upgradesSystemPackages, .refused:
        if !installs { other = fact }
      }
    }
    guard installs || brings || prepares else { return false }
    if other == nil, let state = facts.states[run.instruction] {
      other = unit.facts.first(where: LostWrites(unit, state, isCopied: isInstalled).contain)
    }
    guard let other else { return true }
    if installs {
      let instruction = facts.file.dockerfile.instructions[run.instruction]
      let place = other.script.map { " in `\($0)`" } ?? ""
      refusals.append(
        Refusal(
          id: "split/mixed-command",
          reason:
            "one command installs packages and also runs `\(other.words.prefix(3).joined(separator: " "))`\(place)",
          help: "give each its own command in the RUN, then run `migrate` again",
          range: run.script.map { $0.tree.text.sourceRange(of: unit.range) } ?? instruction.range))
    }
    // A tool that is fetched by a pipe of downloads and shells goes as one.
    return brings && input.isFetch(other.program ?? "")
  }

  /// Whether installed packages can find others in one of the folders, which is not copied.
  private func areFoundOnlyThere(_ folders: [String]) -> Bool {
    !folders.allSatisfy(isInstalled) && facts.languageInstalls.contains { !$0.install.silent.isEmpty }
  }

  /// Whether a step makes nothing but what comes along with what is copied.
  private func isMade(_ tool: ToolRun) -> Bool { !tool.produces.isEmpty && tool.produces.allSatisfy(isInstalled) }

  /// Whether the removals of system packages in a RUN leave the run stage.
  func movesRemovals(of instruction: Int) -> Bool {
    facts.runs[instruction]?.units.contains { unit in
      moved[instruction]?.contains(unit.item) == true
        && unit.facts.contains { if case .removesSystemPackages = $0.effect { true } else { false } }
    } ?? false
  }

  /// Whether the command only links a package manager that nothing of the run stage needs.
  private func linksUnusedTool(_ fact: CommandFact) -> Bool {
    guard fact.program == "ln", let target = fact.words.dropFirst().first(where: { !$0.hasPrefix("-") }) else {
      return false
    }
    let name = ImagePath.basename(target)
    return !neededTools.contains(name)
      && input.strategies.tools.contains(name) && !isSystemPackage(name)
      && !input.ecosystem.provides(name, image: facts.base.repository)
  }

  private func isSystemPackage(_ name: String) -> Bool {
    facts.systemInstalls.contains { $0.install.packages.contains { $0.name == name } }
  }

  private func isInstalled(_ path: String) -> Bool { installed.contains { ImagePath.contains($0, path) } }

  /// Whether the command only looks for files among the installed packages, and removes some.
  private func tidiesInstalled(_ fact: CommandFact) -> Bool {
    guard fact.script == nil, ["find", "rm", "strip"].contains(fact.program ?? "") else { return false }
    let operands = fact.words.dropFirst()
    let paths =
      fact.program == "find"
      ? Array(operands.prefix { !$0.hasPrefix("-") && !$0.hasPrefix("(") && !$0.hasPrefix("\\") })
      : operands.filter { !$0.hasPrefix("-") }
    return !paths.isEmpty && paths.allSatisfy { $0.hasPrefix("/") && isInstalled($0) }
  }

  /// Whether a RUN installs language packages, and removes all of these names again.
  ///
  /// Names that stand in a variable can't be taken out of the install, so that their removal has to stay with it.
  private func isOnlyForInstall(_ names: [String], _ run: RunFact) -> Bool {
    let fixed = run.facts.contains { fact in
      guard case .installsSystemPackages(let install) = fact.effect, install.virtualGroup == nil else { return false }
      return install.packages.contains { $0.range == nil && names.contains($0.name) } || install.hasUnknownWords
    }
    if fixed || names.contains(where: { input.leavesUnknownOrphans($0, of: run.instruction) }) { return false }
    let installs = run.facts.contains { if case .installsLanguagePackages = $0.effect { true } else { false } }
    let removed = run.facts.flatMap(\.effect.removedPackages).map(\.name)
    let brought = run.facts.flatMap(\.effect.broughtPackages)
    return installs && !names.isEmpty && Set(names).isSubset(of: removed) && names.contains(where: brought.contains)
  }

  /// Moves commands that set the owner or mode of nothing but folders which only the build stage has by then.
  private mutating func moveChangesOfInstalls() {
    for index in facts.runs.keys.sorted() where index <= lastInstall && !input.overrides.ignored.contains(index) {
      guard let run = facts.runs[index] else { continue }
      for unit in remaining(of: run) where !unit.facts.isEmpty {
        let isMade = unit.facts.allSatisfy { fact in
          guard case .setsUp(let paths) = fact.effect, !paths.isEmpty else { return false }
          return paths.allSatisfy { path in
            installedLater(than: (index, unit.item)).contains { ImagePath.contains($0, path) }
          }
        }
        if isMade || givesAway(unit, of: index) { moved[index, default: []].insert(unit.item) }
      }
    }
  }

  /// Whether the element gives whole installed folders to a user, which the copy of them can do at once.
  private mutating func givesAway(_ unit: RunFact.Unit, of instruction: Int) -> Bool {
    var found: [String: String] = [:]
    for fact in unit.facts {
      guard fact.program == "chown", fact.script == nil, case .setsUp(let paths) = fact.effect, !paths.isEmpty,
        fact.words.contains(where: { ["-R", "--recursive"].contains($0) }), paths.allSatisfy(installed.contains),
        let owner = fact.words.dropFirst().first(where: { !$0.hasPrefix("-") }), !owner.contains("$"),
        input.markedFacts?.facts.runs[instruction]?.facts.contains(where: { $0.words == fact.words }) != false
      else { return false }
      for path in paths { found[path] = owner }
    }
    guard !unit.facts.isEmpty else { return false }
    owners.merge(found) { $1 }
    return true
  }

  /// The folders that commands of the build stage make before a place, and that are copied behind it.
  func installedLater(than place: (instruction: Int, item: Int)) -> [String] {
    let installs = facts.languageInstalls.filter { !input.overrides.ignored.contains($0.instruction) }
    return facts.environments.filter { folder in
      installs.first { $0.install.paths.contains { ImagePath.contains($0, folder) } }.map {
        $0.instruction > place.instruction
      } ?? false
    }
  }
}
