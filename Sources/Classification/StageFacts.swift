package import BuildModel
import DockerfileSyntax
import ShellSyntax
import SourceText
package import Strategies

/// All that is known of the stage that is to be migrated.
package final class StageFacts: Sendable {
  package let file: BuildFile
  package let stage: Stage
  package let base: BaseImage
  /// The state before each instruction of the stage.
  package let states: [Int: StageState]
  /// The state behind the last instruction.
  package let end: StageState
  /// The same with what the stage's commands say about later ones.
  package let configuredEnd: StageState
  /// COPYs and ADDs from the build context, by instruction.
  package let copies: [Int: ContextCopy]
  /// RUNs, by instruction.
  package let runs: [Int: RunFact]
  /// COPYs from another stage or image that bring nothing but an ecosystem's tools, by instruction.
  package let toolCopies: [Int: [String]]
  /// The folders that commands of the stage made for packages.
  package let environments: [String]

  /// The RUNs' instructions, in order.
  package let runOrder: [Int]
  /// The stage's instructions that install language packages, in order.
  package let languageInstalls: [(instruction: Int, install: LanguageInstall)]
  /// The installs of system packages, in order.
  package let systemInstalls: [(instruction: Int, install: SystemInstall)]

  /// Whether a build with that `--target` ends with the stage; true where the name is not known.
  package func isBuilt(byTarget name: String?) -> Bool {
    guard let name else { return stage.index == file.stages.count - 1 }
    return name.contains("$") || file.stage(named: name)?.index == stage.index
  }

  /// The system packages that the stage installs, by name.
  package var installedPackages: Set<String> { Set(systemInstalls.flatMap { $0.install.packages.map(\.name) }) }

  /// What a manifest or the file itself rules out, in order.
  package var refusals: [Refusal] {
    runOrder.flatMap { index in
      (runs[index]?.facts ?? []).compactMap { fact in
        guard case .refused(let refusal) = fact.effect else { return nil }
        return Refusal(
          id: refusal.id, reason: refusal.reason, help: refusal.help,
          range: refusal.range ?? file.dockerfile.instructions[index].range)
      }
    }
  }

  /// Looks at each instruction of `stage`.
  ///
  /// - Parameter mark: stands behind the value of each ARG, as `StageState.apply` tells.
  package init(
    _ file: BuildFile, stage: Stage, strategies: StrategySet, files: ContextFiles, mark: String = ""
  ) {
    let dockerfile = file.dockerfile
    let scripts = Self.scripts(file, stage)
    let base = BaseImage(file.rootBase(of: stage), strategies: strategies, programs: Self.programs(scripts))
    let (states, end) = file.states(
      of: stage, environment: base.environment, workdir: base.workdir, mark: mark)
    var classifier = CommandClassifier(strategies: strategies, base: base, files: files)
    var copies: [Int: ContextCopy] = [:]
    var runs: [Int: RunFact] = [:]
    var tools: [Int: [String]] = [:]
    var made: [Int: [String]] = [:]
    // A stage that starts from another one has what that one did: environments, users, configuration.
    for ancestor in file.chain(of: stage).dropLast() { Self.run(file, ancestor, scripts, &classifier) }
    for index in stage.body {
      let instruction = dockerfile.instructions[index]
      let state = states[index] ?? StageState()
      switch instruction.keyword {
      case .copy, .add:
        if let copy = ContextCopy(instruction, at: index, state: state, escape: dockerfile.escape) {
          copies[index] = copy
          classifier.copies.append(copy)
        } else if let names = Self.tools(instruction, strategies) {
          tools[index] = names
        } else {
          let brought = Self.broughtEnvironments(instruction, state, end, file, before: stage, made: &made, classifier)
          for folder in brought {
            classifier.bring(environment: folder)
          }
        }
      case .run:
        classifier.begin(state, mounts: Self.mounts(instruction, at: index, state))
        let run = Self.run(instruction, index, scripts[index], &classifier)
        runs[index] = run.buildingFromSource(state, on: base) {
          dockerfile.instructions.indices.filter { $0 != index }
            .map { String(decoding: dockerfile.instructions[$0].arguments.bytes, as: UTF8.self) }
        }
      default: break
      }
    }
    self.file = file
    self.stage = stage
    self.base = base
    self.states = states
    self.end = end
    configuredEnd = classifier.applyConfiguration(to: end)
    self.copies = copies
    self.runs = runs
    toolCopies = tools
    environments = classifier.environments
    runOrder = runs.keys.sorted()
    (languageInstalls, systemInstalls) = Self.installs(runs, runOrder)
  }

  /// The same stage on another base image.
  package convenience init(_ other: StageFacts, on base: BaseImage) { self.init(other, base, other.runs) }

  /// The same stage with other effects of its commands.
  ///
  /// - Parameter change: gives the effect of a command, from the RUN's instruction, the element and the command.
  package convenience init(_ other: StageFacts, changing change: (Int, RunFact.Unit, CommandFact) -> Effect) {
    var runs = other.runs
    for (index, run) in runs {
      for (number, unit) in run.units.enumerated() {
        runs[index]?.units[number].facts = unit.facts.map { $0.with(change(index, unit, $0), $0.rule) }
      }
    }
    self.init(other, other.base, runs)
  }

  private init(_ other: StageFacts, _ base: BaseImage, _ runs: [Int: RunFact]) {
    file = other.file
    stage = other.stage
    self.base = base
    states = other.states
    end = other.end
    configuredEnd = other.configuredEnd
    copies = other.copies
    self.runs = runs
    toolCopies = other.toolCopies
    environments = other.environments
    runOrder = other.runOrder
    (languageInstalls, systemInstalls) = Self.installs(runs, runOrder)
  }

  /// The installs of RUNs, in order.
  private static func installs(
    _ runs: [Int: RunFact], _ order: [Int]
  ) -> (language: [(instruction: Int, install: LanguageInstall)], system: [(instruction: Int, install: SystemInstall)])
  {
    let facts = order.flatMap { index in (runs[index]?.facts ?? []).map { (index, $0) } }
    return (
      facts.compactMap { index, fact in
        if case .installsLanguagePackages(let install) = fact.effect { (index, install) } else { nil }
      },
      facts.compactMap { index, fact in
        if case .installsSystemPackages(let install) = fact.effect { (index, install) } else { nil }
      }
    )
  }

  /// A folder for packages that another stage made stays one where a COPY brings it.
  ///
  /// - Parameter made: the folders that other stages made, as far as they were asked for.
  private static func broughtEnvironments(
    _ instruction: Instruction, _ state: StageState, _ end: StageState, _ file: BuildFile, before stage: Stage,
    made: inout [Int: [String]], _ classifier: CommandClassifier
  ) -> [String] {
    guard let reference = instruction.flag("from")?.value, let copy = instruction.copy,
      let other = file.stage(named: reference, before: stage.index), let source = copy.sources.first,
      copy.sources.count == 1, let target = copy.destination
    else { return [] }
    func path(_ text: String, in folder: String) -> String? {
      VariableExpansion.expand(text, escape: instruction.escape) { state.value($0) }
        .map { ImagePath.normalise($0, in: folder) }
    }
    guard let from = path(source.text, in: "/"), let to = path(target.text, in: state.workdir) else { return [] }
    // A folder that neither the environment nor a command names is no place that installs go to.
    let isNamed =
      end.environment.values.contains { $0?.holds(to) == true }
      || stage.body.contains { index in
        let later = file.dockerfile.instructions[index]
        return later.keyword == .run && String(decoding: later.arguments.bytes, as: UTF8.self).holds(to + "/bin")
      }
    guard isNamed else { return [] }
    if made[other.index] == nil {
      var scout = CommandClassifier(strategies: classifier.strategies, base: classifier.base, files: classifier.files)
      let scripts = Self.scripts(file, other)
      for ancestor in file.chain(of: other) { Self.run(file, ancestor, scripts, &scout) }
      made[other.index] = scout.environments
    }
    return (made[other.index] ?? []).filter { ImagePath.contains(from, $0) }.map { folder in
      ImagePath.normalise(to + "/" + folder.dropFirst(from == "/" ? 1 : from.count))
    }
  }

  /// Goes through all RUNs of a stage for what they leave in the classifier.
  private static func run(
    _ file: BuildFile, _ stage: Stage, _ scripts: [Int: RunScript], _ classifier: inout CommandClassifier
  ) {
    let states = file.states(of: stage, environment: classifier.base.environment, workdir: classifier.base.workdir)
      .before
    for index in stage.body {
      let instruction = file.dockerfile.instructions[index]
      let state = states[index] ?? StageState()
      if let copy = ContextCopy(instruction, at: index, state: state, escape: file.dockerfile.escape) {
        classifier.copies.append(copy)
      } else if instruction.keyword == .run {
        classifier.begin(state, mounts: mounts(instruction, at: index, state))
        _ = run(instruction, index, scripts[index], &classifier)
      }
    }
  }

  private static func mounts(_ instruction: Instruction, at index: Int, _ state: StageState) -> [ContextCopy] {
    instruction.flags.compactMap { ContextCopy(mount: $0, at: index, state: state) }
  }

  private static func run(
    _ instruction: Instruction, _ index: Int, _ script: RunScript?, _ classifier: inout CommandClassifier
  ) -> RunFact {
    let mounts = instruction.flags.compactMap { flag -> String? in
      guard flag.name == "mount", let value = flag.value else { return nil }
      let options = value.split(separator: ",").map { $0.split(separator: "=", maxSplits: 1).map(String.init) }
      let isCache = options.contains { $0.first == "type" && ["cache", "tmpfs"].contains($0.last ?? "") }
      let target = options.first { ["target", "dst", "destination"].contains($0.first ?? "") }?.last
      return isCache ? target.map { ImagePath.normalise($0, in: classifier.state.workdir) } : nil
    }
    guard let script else {
      let words = CommandWords(exec: instruction.execForm ?? [])
      let facts = classifier.classify(words, range: nil, script: nil, depth: 0).map { fact in
        CommandFact(
          range: nil, program: fact.program, words: fact.words, effect: fact.effect.withoutRanges, rule: fact.rule,
          script: fact.script)
      }
      let unit = RunFact.Unit(item: 0, range: 0..<0, facts: facts, isSimple: false)
      return RunFact(instruction: index, script: nil, units: [unit], cacheMounts: mounts)
    }
    let facts = classifier.classify(script.tree)
    let units = script.tree.root.items.enumerated().map { number, item in
      let inside = facts.filter { fact in
        guard let range = fact.range else { return false }
        return range.lowerBound >= item.range.lowerBound && range.lowerBound < item.range.upperBound
      }
      let isSimple = if case .simple = item.command { true } else { false }
      return RunFact.Unit(
        item: number, range: item.range, facts: inside + Self.writes(item.command, classifier.state), isSimple: isSimple
      )
    }
    return RunFact(instruction: index, script: script, units: units, cacheMounts: mounts)
  }

  /// What a compound command as a whole writes to a file.
  private static func writes(_ command: Command, _ state: StageState) -> [CommandFact] {
    if case .simple = command { return [] }
    let redirections = command.redirections.filter(\.writesFile)
    guard !redirections.isEmpty else { return [] }
    // commands before it may have changed the folder
    let paths = redirections.compactMap { $0.target?.value { state.value($0) } }.filter { $0.hasPrefix("/") }
    return [
      CommandFact(
        range: command.range, program: nil, words: [], effect: .setsUp(paths: []), rule: "shell: writes a file",
        writes: paths)
    ]
  }

  /// The names that a copy from a stage or an image brings, if all of them are tools.
  private static func tools(_ instruction: Instruction, _ strategies: StrategySet) -> [String]? {
    guard instruction.flag("from") != nil, let copy = instruction.copy else { return nil }
    let names = copy.sources.map { ImagePath.basename($0.unquoted) }
    // A folder can have a tool's name: a program lies in a `bin`, or on top of an image that holds nothing else.
    let target = ImagePath.normalise(copy.destination?.unquoted ?? "")
    let places = [target, ImagePath.folder(of: target)].map(ImagePath.basename)
    let isProgram = copy.sources.allSatisfy { source in
      let folder = ImagePath.folder(of: ImagePath.normalise(source.unquoted))
      return folder == "/" || ["bin", "sbin"].contains(ImagePath.basename(folder))
    }
    guard isProgram || places.contains("bin") || places.contains("sbin") else { return nil }
    let areKnown = names.allSatisfy { name in
      strategies.tools.contains(name)
    }
    return !names.isEmpty && areKnown ? names : nil
  }

  /// The shell texts of the RUNs of the stage and of those below it, by instruction.
  private static func scripts(_ file: BuildFile, _ stage: Stage) -> [Int: RunScript] {
    var scripts: [Int: RunScript] = [:]
    for ancestor in file.chain(of: stage) {
      for index in ancestor.body where file.dockerfile.instructions[index].keyword == .run {
        scripts[index] = RunScript(file.dockerfile.instructions[index], source: file.dockerfile.source)
      }
    }
    return scripts
  }

  /// The names of all programs that the scripts start.
  private static func programs(_ scripts: [Int: RunScript]) -> Set<String> {
    var names: Set<String> = []
    for script in scripts.values {
      for visit in script.tree.simpleCommands() {
        if let name = CommandWords(visit.command, in: script.tree, state: StageState()).program { names.insert(name) }
      }
    }
    return names
  }
}
