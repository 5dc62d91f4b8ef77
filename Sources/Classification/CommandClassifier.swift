import BuildModel
import DockerfileSyntax
import ShellSyntax
import SourceText
import Strategies

/// Tells what commands do, one after the other, as the state of the build changes.
struct CommandClassifier {
  let strategies: StrategySet
  let base: BaseImage
  let files: ContextFiles
  /// The copies from the context that stand before the command.
  var copies: [ContextCopy] = []
  /// What the RUN in hand has mounted from the context.
  var mounts: [ContextCopy] = []
  var state = StageState()
  /// Folders that commands made for packages.
  var environments: [String] = []
  /// The subshells around the command at hand, and the states to which their ends lead back.
  private var subshells: [(range: ByteRange, before: StageState)] = []
  /// Home folders of the users that commands made; they outlive the RUN.
  private var homes: [String: String?] = [:]
  /// Environment keys that `configure` commands stand for; they outlive the RUN.
  var configured: [String: String?] = [:]
  /// The system packages that were installed so far.
  private(set) var installed: Set<String> = []
  /// The package managers that have installed packages so far.
  var managers: Set<String> = []

  /// The names of files that hold known downloads which add a source of packages.
  private var sourceScripts: Set<String> = []

  /// How many scripts were followed so far; scripts that call one another would have no end.
  private var expansions = 0
  private static let expansionLimit = 200

  init(strategies: StrategySet, base: BaseImage, files: ContextFiles) {
    self.strategies = strategies
    self.base = base
    self.files = files
  }

  /// Takes over a folder that another stage made for packages.
  mutating func bring(environment: String) { environments.append(environment) }

  /// Takes over the state before an instruction.
  mutating func begin(_ state: StageState, mounts: [ContextCopy] = []) {
    self.state = applyConfiguration(to: state)
    self.mounts = mounts
  }

  /// The state with the keys that `configure` commands stand for, and with the homes of users that commands made.
  func applyConfiguration(to state: StageState) -> StageState {
    var state = state
    state.homes.merge(homes) { $1 }
    for (key, value) in configured where state.environment[key] == nil { state.environment[key] = value }
    return state
  }

  /// Tells what each command of a shell text does, in source order.
  mutating func classify(_ tree: ShellTree, script: String? = nil, depth: Int = 0) -> [CommandFact] {
    var facts: [CommandFact] = []
    let outer = subshells
    subshells = []
    var feeder: CommandVisit?
    for visit in tree.simpleCommands() {
      while let last = subshells.last, !last.range.contains(visit.command.range.lowerBound) {
        state = last.before
        subshells.removeLast()
      }
      let saved = state
      // A plain command of a pipeline has a shell of its own.
      let isAlone = visit.context.last == .pipeline || visit.context.last == .background
      if !isAlone, visit.context.contains(where: Self.forks.contains), let list = visit.positions.last?.list.range,
        subshells.last?.range != list
      {
        subshells.append((list, state))
      }
      var found = classify(visit.command, in: tree, script: script, depth: depth)
      if let feeder, visit.sharesPipeline(with: feeder), tree.readsScript(visit.command) {
        found = found.map { $0.with(.addsPackageSource, Self.sourceScript) }
      }
      feeder = found.last?.effect == .addsPackageSource ? visit : nil
      facts += found
      if isAlone { state = saved }
    }
    if let first = subshells.first { state = first.before }
    subshells = outer
    return facts
  }

  private static let sourceScript = "a download adds a source of packages"

  /// Constructs whose commands run in a shell of their own.
  private static let forks: [CommandVisit.Context] = [.subshell, .pipeline, .commandSubstitution, .background]

  private mutating func classify(
    _ command: SimpleCommand, in tree: ShellTree, script: String?, depth: Int
  ) -> [CommandFact] {
    let range = script == nil ? command.range : nil
    if depth < 5, let nested = tree.nestedScript(of: command) {
      let saved = state
      defer { state = saved }
      if let user = CommandWords.user(startedBy: command, in: tree, state: state) { state.user = user }
      for (key, value) in CommandWords(command, in: tree, state: state).assignments {
        state.environment[key] = .some(value)
      }
      // The words inside the quotes belong to another text: they are not edited from out here.
      return classify(ShellTree.parse(nested), script: script, depth: depth + 1).map { $0.standing(at: range, in: nil) }
    }
    let words = CommandWords(command, in: tree, state: state)
    let saved = state
    for (key, value) in words.assignments { state.environment[key] = .some(value) }
    if let user = words.user { state.user = user }
    if let program = words.program, UserCreation.makes(program), let made = UserCreation(words.items.map(\.value)) {
      for key in [made.name, made.number].compactMap({ $0 }) { homes[key] = .some(made.home) }
    }
    var facts = classify(words, range: range, script: script, depth: depth)
    if command.redirections.contains(where: \.writesFile) {
      let paths = command.redirections.filter(\.writesFile).compactMap { redirection in
        redirection.target?.value { state.value($0) }.map { ImagePath.normalise($0, in: saved.workdir) }
      }
      for index in facts.indices { facts[index].writes += paths }
      facts = facts.map { $0.effect == .neutral ? $0.with(.setsUp(paths: []), "shell: writes a file") : $0 }
    }
    for fact in facts {
      let files = Downloads.files(of: fact).map(ImagePath.basename)
      if fact.effect == .addsPackageSource { sourceScripts.formUnion(files) } else { sourceScripts.subtract(files) }
    }
    if words.items.isEmpty {
      if facts.isEmpty {
        facts = [
          CommandFact(
            range: range, program: nil, words: [], effect: .neutral, rule: "shell: assignment", script: script)
        ]
      }
    } else {
      let environment = state.environment
      state = saved
      state.homes.merge(homes) { $1 }
      applyShellState(words)
      for (key, value) in environment where configured[key] != nil { state.environment[key] = value }
    }
    return facts
  }

  /// `cd`, `export`, and the activation of an environment change what later commands of the same RUN see.
  private mutating func applyShellState(_ words: CommandWords) {
    switch words.program {
    case "cd", "pushd": changeFolder(words)
    case "popd": state.isWorkdirKnown = false
    case "export", "declare", "readonly":
      for item in words.items.dropFirst() {
        guard let equals = item.raw.firstIndex(of: "=") else { continue }
        let value = item.value.flatMap { word in word.firstIndex(of: "=").map { String(word[word.index(after: $0)...]) }
        }
        state.environment[String(item.raw[..<equals])] = .some(value)
      }
    case ".", "source":
      guard let path = words.value(1), path.hasSuffix("/bin/activate") else { break }
      let folder = ImagePath.normalise(String(path.dropLast("/bin/activate".count)), in: state.workdir)
      state.environment["VIRTUAL_ENV"] = folder
      state.environment["PATH"] = folder + "/bin:" + ((state.environment["PATH"] ?? nil) ?? "")
    default:
      break
    }
  }

  /// `cd` goes to a folder, home (no argument), or back (`-`).
  private mutating func changeFolder(_ words: CommandWords) {
    let old = state.isWorkdirKnown ? state.workdir : nil
    let arguments = words.items.dropFirst().filter { $0.value.map { $0 == "-" || !$0.hasPrefix("-") } ?? true }
    var target = arguments.first.map(\.value) ?? state.home
    if target == "-" { target = state.environment["OLDPWD"] ?? nil }
    if let path = target, path == "~" || path.hasPrefix("~/") { target = state.home.map { $0 + path.dropFirst() } }
    if let target, state.isWorkdirKnown || target.hasPrefix("/") {
      state.workdir = ImagePath.normalise(target, in: state.workdir)
      state.isWorkdirKnown = true
    } else {
      state.isWorkdirKnown = false
    }
    state.environment["OLDPWD"] = .some(old)
  }

  /// Tells what one command does; a script of the build context counts as the commands that it holds.
  mutating func classify(
    _ words: CommandWords, range: ByteRange?, script: String?, depth: Int
  ) -> [CommandFact] {
    guard let first = words.items.first else { return [] }
    func fact(_ effect: Effect, _ rule: String) -> CommandFact {
      CommandFact(
        range: range, program: words.program, words: words.items.map { $0.value ?? $0.raw }, effect: effect, rule: rule,
        script: script)
    }
    guard let program = words.program else { return [fact(.runsProgram(first.raw), "shell: unknown program")] }
    if let distribution = base.distribution,
      let match = CommandMatch.find(words, in: [distribution.packageManager])
    {
      let effect = systemEffect(match, distribution, words)
      if case .installsSystemPackages(let install) = effect { installed.formUnion(install.packages.map(\.name)) }
      return [fact(effect, "\(distribution.id): \(match.rule.does.rawValue)")]
    }
    for candidates in strategies.managers(calledBy: words.value(0) ?? program, program) {
      let ecosystem = candidates.ecosystem
      let found = CommandMatch.find(words, in: candidates.managers) { rule in
        (rule.after.isEmpty || !managers.isDisjoint(with: rule.after))
          && (rule.contextFiles.isEmpty || (files.entries("") ?? []).contains(where: rule.contextFiles.match))
      }
      guard var match = found else { continue }
      let lookup = lookup
      match.addOptions { lookup.bytes(at: $0) }
      let effect = languageEffect(match, ecosystem)
      let own = fact(effect, "\(ecosystem.id)/\(match.manager.id): \(match.rule.does.rawValue)")
      guard match.rule.does == .run, !match.launched.isEmpty, depth < 5 else { return [own] }
      if let text = lookup.script(of: match) {
        guard let source = match.rule.scripts?.file, expansions < Self.expansionLimit else { return [own] }
        expansions += 1
        let inner = classify(ShellTree.parse(MappedText(text)), script: source, depth: depth + 1)
        return [own] + inner.map { $0.standing(at: range, in: nil) }
      }
      return [own] + classify(CommandWords(items: match.launched), range: range, script: script, depth: depth + 1)
    }
    if let distribution = base.distribution,
      words.items.contains(where: { distribution.packageManager.installers.match($0.value ?? $0.raw) })
    {
      return [fact(.addsPackageSource, "\(distribution.id): source of packages")]
    }
    if let script = words.startedFile, sourceScripts.contains(ImagePath.basename(script)) {
      return [fact(.addsPackageSource, Self.sourceScript)]
    }
    let installers = strategies.installers
    let addresses = words.items.map { $0.value ?? $0.raw }.filter { $0.utf8.count >= installers.shortest }
    for (ecosystem, manager) in installers.managers where addresses.contains(where: manager.installers.match) {
      return [fact(.bringsTools(ToolInstall(names: manager.tools)), "\(ecosystem.id)/\(manager.id): installer")]
    }
    if let inner = scriptFacts(words, range: range, depth: depth) { return inner }
    if let inner = makefileFacts(words, range: range, depth: depth) { return inner }
    if program == "rm", let effect = removalEffect(words) { return [fact(effect, "shell: removes caches")] }
    if PosixCommands.neutral.contains(program) { return [fact(.neutral, "shell: no lasting effect")] }
    if PosixCommands.setUp.contains(program) {
      let paths = words.items.dropFirst().compactMap { item -> String? in
        guard let value = item.value, !value.hasPrefix("-") else { return nil }
        return ImagePath.normalise(value, in: state.workdir)
      }
      return [
        fact(
          .setsUp(paths: PosixCommands.changesModes.contains(program) ? Array(paths.dropFirst()) : []),
          "shell: sets up files and users")
      ]
    }
    return [fact(.runsProgram(program), "shell: runs a program")]
  }

  /// A removal of nothing but caches.
  private func removalEffect(_ words: CommandWords) -> Effect? {
    let paths = words.items.dropFirst().compactMap { item -> String? in
      guard let value = item.value else { return "?" }
      return value.hasPrefix("-") ? nil : value.hasPrefix("~") ? (state.home ?? "?") + value.dropFirst() : value
    }
    guard !paths.isEmpty else { return nil }
    let caches = base.distribution?.packageManager.caches ?? []
    if paths.allSatisfy(caches.match) { return .systemHousekeeping }
    let languageCaches = strategies.ecosystems.flatMap { $0.packageManagers.flatMap(\.caches) }
    if paths.allSatisfy({ caches.match($0) || languageCaches.match($0) }) { return .languageHousekeeping }
    return nil
  }

  /// The facts of a shell script of the build context; nil if the command runs none.
  private mutating func scriptFacts(_ words: CommandWords, range: ByteRange?, depth: Int) -> [CommandFact]? {
    // What a `configure` looks into is the machine, and what it says is in its options.
    guard depth < 5, !SourceBuild.isConfigure(words), let found = lookup.script(of: words) else {
      return nil
    }
    let saved = state
    defer { state = saved }
    let inner = classify(ShellTree.parse(MappedText(found.bytes)), script: found.path, depth: depth + 1)
    return inner.map { $0.standing(at: range, in: found.path) }
  }
}

extension Effect {
  /// The effect without places in a text: for commands that stand in another text than the RUN's own.
  var withoutRanges: Effect {
    switch self {
    case .installsSystemPackages(var install):
      install.packages = install.packages.map(\.withoutRange)
      install.isEditable = false
      return .installsSystemPackages(install)
    case .removesSystemPackages(let packages): return .removesSystemPackages(packages.map(\.withoutRange))
    default: return self
    }
  }
}

extension SystemInstall.Package {
  fileprivate var withoutRange: Self {
    Self(name: name, range: nil, qualifier: qualifier, restriction: restriction)
  }
}

extension Redirection {
  /// Whether the redirection makes or changes a file.
  var writesFile: Bool {
    guard op.contains(">"), !op.hasSuffix("&"), let name = target?.literal else {
      return op.contains(">") && !op.hasSuffix("&")
    }
    return !["/dev/null", "/dev/stdout", "/dev/stderr"].contains(name)
  }
}
