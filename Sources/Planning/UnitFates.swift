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
  /// The copies that bring again what those brought.
  private var covers: [Int: Int] = [:]
  /// Tools that the run stage keeps, by name.
  private(set) var neededTools: Set<String> = []
  private(set) var refusals: [Refusal] = []
  /// The owners that commands of the build stage give to installed folders, by folder.
  private(set) var owners: [String: String] = [:]

  private let input: PlanInput
  /// The paths that are copied to the run stage.
  private let installed: [String]
  private var facts: StageFacts { input.facts }

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
      }
    } while keepToolsOfCommandsThatStay()
    keepEnvironmentsOfTools()
    moveChangesOfInstalls()
    keepWhatIsUsedBefore()
    keepTidying()
    moveCopies()
  }

  /// Adds the package managers that commands start which stay; gives whether there are more now.
  private mutating func keepToolsOfCommandsThatStay() -> Bool {
    let staying = facts.runs.keys.filter { $0 <= lastInstall }.compactMap { facts.runs[$0] }.flatMap(remaining)
    let more = NeededTools.started(by: staying, input).subtracting(neededTools)
    neededTools.formUnion(more)
    return !more.isEmpty
  }

  /// A folder for packages that no copy brings is made where a command that stays puts a tool into it.
  private mutating func keepEnvironmentsOfTools() {
    for (index, unit) in movedUnits(of: facts) {
      let folders = unit.environments.filter { !isInstalled($0) }
      guard !folders.isEmpty, let state = facts.states[index] else { continue }
      let made = folders + folders.flatMap { MadeFolders.parents(of: $0, state) }
      let isUsed = facts.runs.keys.contains { later in
        guard later >= index, let run = facts.runs[later] else { return false }
        return remaining(of: run).contains { other in
          (later > index || other.item > unit.item)
            && other.facts.contains { fact in
              if case .bringsTools = fact.effect { return true }
              return MadeFolders.paths(of: fact, state).contains { path in
                made.contains { ImagePath.contains($0, path) }
              }
            }
        }
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
      guard let run = facts.runs[index], remaining(of: run).contains(where: { $0.facts.contains(where: Self.makes) })
      else {
        continue
      }
      let gone = run.units.filter { moved[index]?.contains($0.item) == true }
      guard gone.allSatisfy({ $0.facts.allSatisfy { $0.effect == .languageHousekeeping || $0.effect == .neutral } })
      else {
        continue
      }
      moved[index] = nil
    }
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
    var installs = false
    var brings = false
    var prepares = false
    var other: CommandFact?
    for fact in unit.facts {
      switch fact.effect {
      case .installsLanguagePackages: installs = true
      case .bringsTools(let names):
        brings = true
        if !neededTools.isDisjoint(with: names) { return false }
      case .createsEnvironment, .languageHousekeeping, .removesLanguagePackages: prepares = true
      case .configuresManager:
        prepares = true
        if let program = fact.program, neededTools.contains(program) { return false }
      case .removesSystemPackages(let names):
        // What is installed and removed in one RUN for the sake of an install goes with that install.
        if isOnlyForInstall(names, run) { prepares = true } else { other = fact }
      case .installsSystemPackages(let install):
        if let group = install.virtualGroup, isOnlyForInstall([group], run) { prepares = true } else { other = fact }
      case .neutral: break
      case .addsPackageSource, .replacesTools: other = fact
      case .runsTool(let run):
        // What it makes comes along with what is copied.
        if !run.produces.isEmpty, run.produces.allSatisfy(isInstalled) { prepares = true } else { other = fact }
      case .runsProgram(let name):
        if tidiesInstalled(fact) {
          prepares = true
        } else if !PosixPrograms.readsAndWrites.contains(name) {
          other = fact
        }
      case .setsUp where linksUnusedTool(fact): prepares = true
      case .systemHousekeeping, .setsUp, .refused: if !installs { other = fact }
      }
    }
    guard installs || brings || prepares else { return false }
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
    return brings && isFetch(other.program ?? "")
  }

  /// Whether the program downloads something, or starts what was downloaded: a shell, or a language's interpreter.
  private func isFetch(_ program: String) -> Bool {
    PosixPrograms.fetches.contains(program)
      || input.strategies.ecosystems.contains { $0.images.contains { $0.provides.match(program) } }
  }

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
      && input.strategies.ecosystems.contains { $0.packageManagers.contains { $0.tools.contains(name) } }
      && !input.ecosystem.provides(name, image: facts.base.repository)
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
    if fixed { return false }
    let installs = run.facts.contains { if case .installsLanguagePackages = $0.effect { true } else { false } }
    let removed = run.facts.flatMap { fact -> [String] in
      if case .removesSystemPackages(let names) = fact.effect { names } else { [] }
    }
    return installs && !names.isEmpty && Set(names).isSubset(of: removed)
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

  /// Moves the copies that only installs read: a later COPY brings the same files again, and nothing reads them before.
  private mutating func moveCopies() {
    let contextCopies = facts.copies.keys.sorted()
    for index in contextCopies.reversed() where index < lastInstall && !input.overrides.ignored.contains(index) {
      guard let copy = facts.copies[index], !CopyReads.unpacks(copy, facts) else { continue }
      let cover = contextCopies.first { later in
        later > index && !movedCopies.contains(later) && facts.copies[later]?.covers(copy, in: input.files) == true
          && isPlain(later)
      }
      if cover != nil || isDeleted(copy) { movedCopies.insert(index) }
      covers[index] = cover
    }
    var changed = true
    while changed {
      changed = false
      for index in movedCopies.sorted() {
        guard let copy = facts.copies[index], isRead(copy) else { continue }
        movedCopies.remove(index)
        changed = true
      }
    }
    for index in facts.runs.keys.sorted() where index <= lastInstall {
      guard let run = facts.runs[index] else { continue }
      for unit in run.units where changesOnlyMovedCopies(unit, of: index) {
        moved[index, default: []].insert(unit.item)
      }
    }
  }

  /// Whether the instruction copies files as they are: an ADD can unpack a file.
  private func isPlain(_ index: Int) -> Bool {
    facts.file.dockerfile.instructions[index].keyword == .copy
      || facts.copies[index]?.sources.allSatisfy { $0.isEmpty || input.files.isFolder($0) } == true
  }

  /// Whether a command deletes all that the copy brought, before or with the last install.
  private func isDeleted(_ copy: ContextCopy) -> Bool {
    let places = copy.sources.compactMap { copy.imagePath(of: $0, in: input.files) }
    guard places.count == copy.sources.count, !places.contains(copy.destination) || !copy.isFolder else { return false }
    return facts.runs.keys.contains { index in
      guard index > copy.instruction, index <= lastInstall, let run = facts.runs[index] else { return false }
      return run.units.contains { unit in
        unit.facts.contains { fact in
          guard fact.program == "rm", fact.script == nil, let state = facts.states[index] else { return false }
          let removed = fact.words.dropFirst().filter { !$0.hasPrefix("-") }.map {
            ImagePath.normalise($0, in: state.workdir)
          }
          return places.allSatisfy { place in removed.contains { ImagePath.contains($0, place) } }
        }
      }
    }
  }

  /// Whether a command that stays in the run stage can read what the copy brings before it is brought again.
  private func isRead(_ copy: ContextCopy) -> Bool {
    let cover = covers[copy.instruction] ?? lastInstall
    let reads = CopyReads(copy, facts, files: input.files, movedCopies: movedCopies)
    for index in facts.runs.keys.sorted() where index > copy.instruction && index < max(cover, lastInstall + 1) {
      guard let run = facts.runs[index] else { continue }
      for unit in remaining(of: run) where !changesOnlyMovedCopies(unit, of: index) {
        for fact in unit.facts {
          if reads.needsFolder(fact) || reads.looksAt(fact) { return true }
          switch fact.effect {
          case .runsTool: return true
          case .runsProgram: if fact.script != nil || self.reads(fact, copy) { return true }
          case .setsUp(let paths): if paths.contains(where: { touches($0, copy) }) { return true }
          default: break
          }
        }
      }
    }
    return false
  }

  /// Programs of the distribution that name no path of the copy leave it alone; any other program may read it.
  private func reads(_ fact: CommandFact, _ copy: ContextCopy) -> Bool {
    let isEveryday =
      PosixPrograms.readsAndWrites.contains(fact.program ?? "") || isFetch(fact.program ?? "")
    return !isEveryday
      || fact.words.dropFirst().contains {
        !$0.hasPrefix("-") && touches(ImagePath.normalise($0, in: copy.destination), copy) && !$0.hasPrefix("/usr")
          && !$0.hasPrefix("/etc") && !$0.hasPrefix("/var")
      }
  }

  private func touches(_ path: String, _ copy: ContextCopy) -> Bool {
    let folder = path.contains("*") ? ImagePath.folder(of: path) : path
    return ImagePath.contains(copy.destination, folder)
  }

  private func changesOnlyMovedCopies(_ unit: RunFact.Unit, of instruction: Int) -> Bool {
    guard !unit.facts.isEmpty else { return false }
    return unit.facts.allSatisfy { fact in
      let paths: [String]
      switch fact.effect {
      case .setsUp(let changed) where fact.program == "chmod": paths = changed
      case .runsProgram, .systemHousekeeping:
        guard fact.program == "rm", fact.script == nil, let state = facts.states[instruction] else { return false }
        paths = fact.words.dropFirst().filter { !$0.hasPrefix("-") }.map { ImagePath.normalise($0, in: state.workdir) }
      default: return false
      }
      return !paths.isEmpty
        && paths.allSatisfy { path in
          movedCopies.contains { facts.copies[$0].map { brings(path, $0) } ?? false }
        }
    }
  }

  private func brings(_ path: String, _ copy: ContextCopy) -> Bool {
    let folder = path.contains("*") ? ImagePath.folder(of: path) : path
    if copy.destination == folder { return copy.sources.allSatisfy { input.files.isFolder($0) } || !copy.isFolder }
    return ImagePath.contains(copy.destination, folder) && copy.contextPath(of: path, in: input.files) != nil
  }
}
