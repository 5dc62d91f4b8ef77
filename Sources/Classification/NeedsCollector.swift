package import BuildModel
import DockerfileSyntax
import ShellSyntax
import SourceText
package import Strategies

/// Finds the commands that the shipped image uses: what it starts, and what others start in it.
package struct NeedsCollector {
  private let facts: StageFacts
  private let project: ComposeProject?
  private let context: BuildContext
  private let dockerfilePath: String
  private var lookup: ScriptLookup
  private var needs = RuntimeNeeds()
  private var seenScripts: Set<String> = []
  private let strategies: StrategySet
  private var caller = Caller.start

  /// Who calls the commands that are looked at.
  private enum Caller {
    /// The image's own start.
    case start
    /// Anybody: they stand in the image as commands of its own.
    case anybody
    /// Developers, with tools that they know to be there.
    case developer
  }

  private init(
    _ facts: StageFacts, project: ComposeProject?, strategies: StrategySet, context: BuildContext,
    dockerfilePath: String
  ) {
    self.strategies = strategies
    self.facts = facts
    self.project = project
    self.context = context
    self.dockerfilePath = dockerfilePath
    lookup = ScriptLookup(
      copies: facts.copies.keys.sorted().compactMap { facts.copies[$0] }, files: context.sent, state: facts.end)
  }

  /// Collects the needs of a stage and of the compose services that run it.
  ///
  /// - Parameters:
  ///   - project: the project that the services are of, for the paths of evidence.
  ///   - images: what makefiles and scripts build and start.
  package static func collect(
    _ facts: StageFacts, services: [ComposeService], of project: ComposeProject?, images: ProjectImages,
    strategies: StrategySet, context: BuildContext, dockerfilePath: String
  ) -> RuntimeNeeds {
    var collector = NeedsCollector(
      facts, project: project, strategies: strategies, context: context, dockerfilePath: dockerfilePath)
    collector.addInstructions()
    for service in services { collector.add(service) }
    let areStarted = services.contains { $0.command != nil || $0.entrypoint != nil }
    if areStarted { collector.needs.setIdle(nil) }
    collector.needs.hasUnknownStart = !areStarted && !collector.namesStart
    collector.addProcfile("Procfile")
    collector.addServiceFiles()
    collector.caller = .anybody
    collector.addCommands()
    collector.caller = .developer
    let names = services.map(\.name)
    // Scripts that start something in a container from outside need not be in it.
    for call in ProjectScripts.composeCalls(in: context.files, services: names) {
      collector.add(call, path: context.display(call.path))
    }
    for call in images.starts(in: dockerfilePath, services: services, isBuilt: facts.isBuilt(byTarget:)) {
      collector.add(call, path: call.path)
    }
    return collector.needs
  }

  /// The instruction of that keyword which is in force in the image.
  private func instruction(_ keyword: Keyword) -> Instruction? {
    let instructions = facts.file.dockerfile.instructions
    return facts.file.chain(of: facts.stage).reversed().lazy.compactMap { stage in
      stage.body.last { instructions[$0].keyword == keyword }
    }.first.map { instructions[$0] }
  }

  private mutating func add(_ call: ProjectScripts.Call, path: String) {
    add(call.words, MappedText(), Evidence(what: "`\(call.text)`", path: path, range: call.range))
  }

  private mutating func addInstructions() {
    var hasEntrypoint = false
    var entrypoint: CommandWords?
    var hasCommand = false
    for keyword in [Keyword.entrypoint, .cmd, .healthcheck] {
      guard let instruction = instruction(keyword) else { continue }
      let evidence = Evidence(what: keyword.spelling, path: dockerfilePath, range: instruction.range)
      if keyword == .healthcheck {
        switch instruction.healthcheck {
        case .command(let exec, let text): add(exec, text, evidence)
        default: break
        }
      } else {
        add(instruction.execForm, instruction.arguments, evidence)
        let isIdle = Self.isIdle(instruction.execForm ?? Self.words(instruction.arguments))
        hasCommand = hasCommand || keyword == .cmd
        if keyword == .cmd, !hasEntrypoint || isIdle { needs.setIdle(isIdle ? evidence : nil) }
        if keyword == .entrypoint {
          hasEntrypoint = true
          entrypoint = CommandWords(exec: instruction.execForm ?? Self.words(instruction.arguments))
          if isIdle { needs.setIdle(evidence) }
        }
      }
    }
    if let entrypoint, !hasCommand, needs.idle == nil, startsAnything(entrypoint) {
      needs.setIdle(Evidence(what: "ENTRYPOINT starts what it is told", path: dockerfilePath, range: nil))
    }
  }

  /// Whether the stage, or one that it starts from, says what a container starts.
  private var namesStart: Bool {
    facts.file.chain(of: facts.stage).flatMap(\.body).contains { index in
      [.cmd, .entrypoint].contains(facts.file.dockerfile.instructions[index].keyword)
    }
  }

  /// Whether the image holds no application and starts what it is told.
  private func startsAnything(_ entrypoint: CommandWords) -> Bool {
    // A script that is copied but can't be read can do so too.
    let starts =
      lookup.script(of: entrypoint).map { $0.bytes.holds(Array("exec \"$@\"".utf8)) }
      ?? facts.copies.values.contains { $0.destination == entrypoint.value(0) }
    return starts
      && facts.copies.values.allSatisfy { copy in
        copy.destination == entrypoint.value(0) || ImagePath.contains("/tmp", copy.destination)
          || Self.commandFolders.contains(copy.isFolder ? copy.destination : ImagePath.folder(of: copy.destination))
      }
  }

  private mutating func add(_ service: ComposeService) {
    let image = lookup
    defer { lookup = image }
    var state = image.state
    if let folder = service.workingDirectory?.defaultText {
      state.workdir = ImagePath.normalise(folder, in: state.workdir)
    }
    // What is mounted over the image hides what it holds there.
    let mounts = service.volumes.compactMap { volume -> ContextCopy? in
      guard volume.kind == .bind, let source = volume.source, let path = context.path(of: source) else { return nil }
      return ContextCopy(mounting: path, at: volume.target)
    }
    lookup = ScriptLookup(copies: image.copies + mounts, files: context.seen(by: [service]), state: state)
    if !mounts.isEmpty { addStart(of: service) }
    var commands = [
      ("command", service.command), ("entrypoint", service.entrypoint), ("healthcheck", service.healthcheckTest),
    ]
    commands += service.hooks.map { ("hook", $0) }
    for case (let what, let command?) in commands {
      let place = command.place
      let evidence = Evidence(
        what: "\(what) of service `\(service.name)`", path: project?.files[place.file].path ?? "", range: place.range)
      switch command.form {
      case .exec(let words): add(words.map(\.defaultText), MappedText(), evidence)
      case .words(let text): add(ShellTree.parse(MappedText(Array(text.defaultText.utf8))), evidence, depth: 0)
      case .shell(let text): add(nil, MappedText(Array(text.defaultText.utf8)), evidence)
      }
    }
  }

  /// Adds what the image itself starts for a service, whose mounts can hold the script.
  private mutating func addStart(of service: ComposeService) {
    // an entrypoint of the service's own takes the place of both
    guard service.entrypoint == nil else { return }
    for keyword in [Keyword.entrypoint, .cmd] where keyword == .entrypoint || service.command == nil {
      guard let instruction = instruction(keyword) else { continue }
      let evidence = Evidence(what: keyword.spelling, path: dockerfilePath, range: instruction.range)
      add(instruction.execForm, instruction.arguments, evidence)
    }
  }

  /// Adds what the lines of a Procfile start, once.
  private mutating func addProcfile(_ path: String, depth: Int = 0) {
    guard let bytes = lookup.bytes(at: path) ?? context.files.read(path), depth < 5,
      seenScripts.insert(ImagePath.basename(path)).inserted
    else { return }
    let name = ImagePath.basename(path)
    let evidence = Evidence(what: name, path: context.display(name), range: nil)
    needs.add("sh", evidence)
    for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") {
      guard let colon = line.firstIndex(of: ":"), !line.hasPrefix("#") else { continue }
      let script = line[line.index(after: colon)...]
      add(ShellTree.parse(MappedText(Array(script.utf8))), evidence, depth: depth)
    }
  }

  /// Adds what programs start that read their commands from files, and the scripts in folders whose scripts they start.
  private mutating func addServiceFiles() {
    let files = context.sent
    for index in facts.copies.keys.sorted() {
      guard let copy = facts.copies[index] else { continue }
      for path in ServiceFiles.paths(of: copy, in: files) {
        guard let bytes = files.read(path), seenScripts.insert(path).inserted else { continue }
        let evidence = Evidence(what: "a service", path: context.display(path), range: nil)
        if ScriptLookup.isShellScript(bytes, path: path) {
          if let shell = Self.shebang(bytes) { needs.add(shell, evidence) }
          add(ShellTree.parse(MappedText(bytes)), evidence, depth: 1)
        } else {
          for command in ServiceFiles.commands(in: bytes) {
            add(ShellTree.parse(MappedText(Array(command.utf8))), evidence, depth: 1)
          }
        }
      }
    }
  }

  /// Adds what the scripts do that the stage puts among the system's commands and that no step of it calls: images
  /// that start from this one call them, or people in the container.
  private mutating func addCommands() {
    let called = Set(facts.runs.values.flatMap(\.facts).flatMap { [$0.program, $0.script].compactMap { $0 } })
    let files = context.sent
    for index in facts.copies.keys.sorted() {
      guard let copy = facts.copies[index], Self.commandFolders.contains(where: copy.reaches) else { continue }
      for path in copy.files(in: files) {
        guard let place = copy.imagePath(of: path, in: files),
          Self.commandFolders.contains(ImagePath.folder(of: place)),
          !called.contains(path), !called.contains(ImagePath.basename(place)), let bytes = files.read(path),
          ScriptLookup.isShellScript(bytes, path: path), seenScripts.insert(path).inserted
        else { continue }
        let evidence = Evidence(
          what: "\(path), which is the image's command `\(ImagePath.basename(place))`", path: context.display(path),
          range: nil)
        if let shell = Self.shebang(bytes) { needs.add(shell, evidence) }
        add(ShellTree.parse(MappedText(bytes)), evidence, depth: 1)
      }
    }
  }

  /// Folders that hold nothing but commands, and are on PATH everywhere.
  private static let commandFolders: Set<String> = [
    "/usr/local/bin", "/usr/local/sbin", "/usr/bin", "/usr/sbin", "/bin", "/sbin",
  ]

  /// Adds what an exec form or a shell text starts.
  private mutating func add(_ exec: [String]?, _ text: MappedText, _ evidence: Evidence) {
    guard let exec else {
      needs.add("sh", evidence)
      add(ShellTree.parse(text), evidence, depth: 0)
      return
    }
    let words = exec.first.map { ["CMD", "CMD-SHELL", "NONE"].contains($0) } == true ? Array(exec.dropFirst()) : exec
    add(CommandWords(exec: words), evidence)
    let shells: Set<String> = ["sh", "bash", "dash", "ash"]
    if let flag = words.firstIndex(where: { $0.hasPrefix("-") && $0.hasSuffix("c") && !$0.hasPrefix("--") }),
      words.prefix(flag).contains(where: { shells.contains(ImagePath.basename($0)) }), flag + 1 < words.count
    {
      add(ShellTree.parse(MappedText(Array(words[flag + 1].utf8))), evidence, depth: 0)
    }
  }

  private mutating func add(_ tree: ShellTree, _ evidence: Evidence, depth: Int) {
    needs.addVariables(in: tree.text.bytes)
    for visit in tree.simpleCommands() {
      if depth < 5, let nested = tree.nestedScript(of: visit.command) {
        add(ShellTree.parse(nested), evidence, depth: depth + 1)
      }
      add(CommandWords(visit.command, in: tree, state: facts.end), evidence, depth: depth)
    }
  }

  private mutating func add(_ words: CommandWords, _ evidence: Evidence, depth: Int = 0) {
    var words = words
    words.nameProgramBySpelling()
    for prefix in words.prefixes { needs.add(prefix, evidence) }
    guard let program = words.program else { return }
    needs.add(program, evidence)
    let managers = strategies.managers(calledBy: words.value(0) ?? program, program).flatMap(\.managers)
    if let match = CommandMatch.find(words, in: managers) {
      switch match.rule.does {
      case .install where caller != .developer:
        let text = words.items.map(\.raw).joined(separator: " ")
        if caller == .start { needs.addInstall(text, evidence) } else { needs.addCommandInstall(text, evidence) }
      case .run, .build: addLaunched(by: match, words, evidence, depth: depth)
      default: break
      }
    }
    if Self.launchers.contains(program) {
      for item in words.items.dropFirst() {
        guard let value = item.value, !value.hasPrefix("-"), !value.contains("="), !value.contains(" ") else {
          continue
        }
        needs.add(ImagePath.basename(value), evidence)
      }
    }
    for path in words.items.dropFirst().compactMap(\.value) where ImagePath.basename(path).hasPrefix("Procfile") {
      addProcfile(path, depth: depth + 1)
    }
    if depth < 5, Makefile.programs.contains(program) { addMade(words, evidence, depth: depth) }
    if depth < 5, let program = lookup.program(of: words), seenScripts.insert(program.path).inserted {
      for command in QuotedCommands.all(in: program.bytes, of: tools) {
        add(CommandWords(exec: command), started(program.path, evidence), depth: depth + 1)
      }
    }
    guard depth < 5, let script = lookup.script(of: words), seenScripts.insert(script.path).inserted else { return }
    let inner = started(script.path, evidence)
    if let shell = Self.shebang(script.bytes) { needs.add(shell, inner) }
    add(ShellTree.parse(MappedText(script.bytes)), inner, depth: depth + 1)
  }

  private func started(_ path: String, _ evidence: Evidence) -> Evidence {
    Evidence(what: "\(path), which \(evidence.what) starts", path: context.display(path), range: nil)
  }

  /// The tools of the languages that the stage installs packages of.
  private var tools: Set<String> {
    let ecosystems = Set(facts.languageInstalls.map(\.install.ecosystem))
    return Set(strategies.ecosystems.filter { ecosystems.contains($0.id) }.flatMap(\.packageManagers).flatMap(\.tools))
  }

  /// Adds what the targets of a makefile run, which stands in the working directory or goes there from the context's root.
  private mutating func addMade(_ words: CommandWords, _ evidence: Evidence, depth: Int) {
    let values = words.items.dropFirst().compactMap(\.value)
    guard !values.contains(where: { $0.hasPrefix("-f") || $0.hasPrefix("-C") }) else { return }
    let targets = values.filter { !$0.hasPrefix("-") && !$0.contains("=") }
    for name in Makefile.names {
      guard let bytes = lookup.bytes(at: name) ?? context.files.read(name) else { continue }
      guard seenScripts.insert(([name] + targets).joined(separator: " ")).inserted else { return }
      let inner = Evidence(what: "\(name), which \(evidence.what) starts", path: context.display(name), range: nil)
      needs.add("sh", inner)
      return add(
        ShellTree.parse(MappedText(Makefile(bytes).commands(of: targets))), inner, depth: depth + 1)
    }
  }

  /// Adds what a package manager's launcher starts: a script of the project, or the program behind it.
  private mutating func addLaunched(
    by match: CommandMatch, _ words: CommandWords, _ evidence: Evidence, depth: Int
  ) {
    if caller == .start, !match.rule.paths.isEmpty { addRefusal(match, words, evidence) }
    guard depth < 5, match.rule.does == .run, !match.launched.isEmpty else { return }
    guard let text = lookup.script(of: match), let name = match.scriptName, let file = match.rule.scripts?.file else {
      return add(CommandWords(items: match.launched), evidence, depth: depth + 1)
    }
    guard seenScripts.insert("\(file) \(name)").inserted else { return }
    let inner = Evidence(
      what: "`\(name)` of \(file), which \(evidence.what) starts", path: context.display(file), range: nil)
    needs.add("sh", inner)
    add(ShellTree.parse(MappedText(text)), inner, depth: depth + 1)
  }

  /// Adds what a manifest has against starting the command in the image.
  private mutating func addRefusal(_ match: CommandMatch, _ words: CommandWords, _ evidence: Evidence) {
    var state = facts.configuredEnd
    for (key, value) in words.assignments { state.environment[key] = .some(value) }
    let lookup = lookup
    let paths = InstallPaths(
      state: state, base: facts.base, environments: facts.environments, installed: facts.installedPackages
    ) { lookup.bytes(at: $0) }
    guard case .refused(let text) = paths.resolve(match) else { return }
    let range = evidence.path == dockerfilePath ? evidence.range : nil
    needs.add(Refusal(id: text.id, reason: "\(text.reason) (\(evidence.what))", help: text.help, range: range))
  }

  /// Whether the words only wait for ever.
  private static func isIdle(_ words: [String]) -> Bool {
    guard let start = words.firstIndex(where: { ["tail", "sleep"].contains(ImagePath.basename($0)) }) else {
      return false
    }
    return ImagePath.basename(words[start]) == "tail" ? words.contains("/dev/null") : words.contains("infinity")
  }

  /// The words of a shell form that is one plain command.
  private static func words(_ text: MappedText) -> [String] {
    let tree = ShellTree.parse(text)
    let commands = tree.simpleCommands()
    guard commands.count == 1, let only = commands.first else { return [] }
    return CommandWords(only.command, in: tree, state: StageState()).items.map { $0.value ?? $0.raw }
  }

  /// Programs whose arguments name another program.
  private static let launchers: Set<String> = ["run", "xargs", "wait-for-it", "wait-for-it.sh", "su"]

  private static func shebang(_ bytes: [UInt8]) -> String? {
    guard bytes.starts(with: "#!".utf8) else { return nil }
    let line = String(decoding: bytes.prefix { $0 != 10 && $0 != 13 }, as: UTF8.self).dropFirst(2)
    let words = line.split(separator: " ").map { ImagePath.basename(String($0)) }
    guard let first = words.first, ScriptLookup.interpreterStarters.contains(first) else { return words.first }
    return words.dropFirst().first { !$0.hasPrefix("-") }
  }
}
