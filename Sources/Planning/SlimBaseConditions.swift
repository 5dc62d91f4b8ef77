import BuildModel
import Classification
import DockerfileSyntax
import Strategies

/// Finds what forbids the run stage to start from the smaller image of its tag.
///
/// All that the application needs of the full image has to be known: each package that it installs, each file that it
/// brings, each command that it calls.
struct SlimBaseConditions {
  private let input: PlanInput
  private let fates: UnitFates?
  /// The facts of the stages that this one copies from, by the number of the stage.
  private let sources: [Int: StageFacts]
  private var facts: StageFacts { input.facts }
  private var instructions: [Instruction] { facts.file.dockerfile.instructions }

  init(_ input: PlanInput, fates: UnitFates?) {
    self.input = input
    self.fates = fates
    let facts = input.facts
    let others = facts.stage.body.compactMap { index -> Stage? in
      let instruction = facts.file.dockerfile.instructions[index]
      guard instruction.keyword == .copy, facts.toolCopies[index] == nil, let from = instruction.flag("from")?.value
      else { return nil }
      return facts.file.stage(named: from, before: facts.stage.index)
    }
    sources = Dictionary(
      others.map { stage in
        (stage.index, StageFacts(facts.file, stage: stage, strategies: input.strategies, files: input.files))
      }
    ) { first, _ in first }
  }

  /// The first reason to keep the full image, in words that follow a colon; nil if nothing forbids the change.
  func obstacle() -> String? {
    guard facts.base.distribution?.packageManager.installLine != nil else {
      return "how packages are installed in it is not known"
    }
    if let stage = input.descendants.first {
      return "the stage `\(stage.stage.name ?? String(stage.stage.index))` starts from this one"
    }
    if facts.base.knowledge == .family, input.baseChange?.full.isSettled != true { return "its release is not known" }
    if input.needs.hasUnknownStart { return "nothing tells what a container starts" }
    return dependencies() ?? brought() ?? steps()
  }

  /// What the project's files tell of it besides.
  func obstacle(_ calls: CommandCalls) -> String? {
    guard calls.isComplete else { return "the project is too large to be looked through for commands that it calls" }
    if let text = input.ecosystem.opensLibraries.first(where: { calls.texts[$0] != nil }) {
      return "`\(text)` in `\(calls.texts[text]?.path ?? "")` can open any library of the full image"
    }
    let loss = BaseLoss(
      input, input.baseChange ?? BaseChange(full: facts.base, written: ""), remaining: [], calls: calls)
    for tool in facts.base.distribution?.fullImageTools ?? [] where tool.compiles {
      if let use = loss.use(of: tool.commands, calls: tool.calls) {
        return "\(use.reason): `\(tool.package)`" + (use.evidence.map { ", \($0.path)" } ?? "")
      }
    }
    return nil
  }

  /// The packages that come with those which lists and commands name, as far as tables tell.
  func broughtPackages() -> Set<String> {
    let known = KnownPackages(input)
    return installs.reduce(into: []) { $0.formUnion(known.brought(by: $1)) }
  }

  /// What the language's managers install, here or in a stage that is copied from.
  private var installs: [LanguageInstall] {
    let own = facts.languageInstalls.filter { !input.overrides.ignored.contains($0.instruction) }
    return (own + sources.keys.sorted().flatMap { sources[$0]?.languageInstalls ?? [] }).map(\.install)
  }

  /// Whether every package that is installed is known by name.
  private func dependencies() -> String? {
    let known = KnownPackages(input)
    let installs = installs
    if installs.isEmpty {
      return known.gap(
        input.ecosystem.packageManagers.flatMap(\.locks),
        "no lock file in the build context names the packages that the stage gets")
    }
    return installs.lazy.compactMap(known.gap).first
  }

  /// Programs and libraries that come from elsewhere can need anything.
  private func brought() -> String? {
    for index in facts.stage.body {
      let instruction = instructions[index]
      if instruction.keyword == .add, facts.copies[index] == nil {
        return "what ADD brings from elsewhere can need something of the full image"
      }
      guard instruction.keyword == .copy, let from = instruction.flag("from")?.value, facts.toolCopies[index] == nil,
        let copy = instruction.copy
      else { continue }
      let source = facts.file.stage(named: from, before: facts.stage.index).flatMap { sources[$0.index] }
      if let program = source.flatMap(compiler) {
        return "what `\(program)` makes in the stage `\(from)` can need something of the full image"
      }
      let known = (source?.languageInstalls ?? []).flatMap(\.install.paths) + (source?.environments ?? [])
      let isKnown = copy.sources.allSatisfy { word in
        let path = ImagePath.normalise(word.unquoted)
        return !Self.canHoldPrograms(path)
          || known.contains { ImagePath.contains($0, path) || !Self.isSystem(path) && ImagePath.contains(path, $0) }
      }
      if !isKnown { return "what is copied from `\(from)` can need something of the full image" }
    }
    return nil
  }

  /// A program of the stage that can compile something else than packages of the language.
  private func compiler(in stage: StageFacts) -> String? {
    let users = stage.base.distribution?.compilerUsers ?? []
    return stage.runOrder.lazy.flatMap { stage.runs[$0]?.facts ?? [] }.first { fact in
      guard case .runsProgram = fact.effect else { return false }
      return users.contains { $0.matches(fact.words) }
    }?.program
  }

  private static let systemFolders: Set<String> = [
    "bin", "sbin", "lib", "lib64", "opt", "local", "usr", "root", "home",
  ]

  private static func isSystem(_ path: String) -> Bool {
    path == "/" || systemFolders.contains(ImagePath.basename(path))
  }

  private static func canHoldPrograms(_ path: String) -> Bool {
    let parts = path.split(separator: "/").map(String.init)
    return parts.isEmpty || parts.contains { systemFolders.contains($0) || $0.contains(".so") }
      || parts.count == 1 && path.hasPrefix("/")
  }

  /// Steps of the run stage that bring or start something that no manifest knows.
  private func steps() -> String? {
    let tools = Set((facts.base.distribution?.fullImageTools ?? []).filter { !$0.compiles }.flatMap(\.commands))
    for index in facts.runOrder {
      guard let run = facts.runs[index] else { continue }
      for unit in fates?.remaining(of: run) ?? run.units {
        for fact in unit.facts {
          let words = fact.words.prefix(3).joined(separator: " ")
          switch fact.effect {
          case .runsProgram(let program):
            let isOwn = input.ecosystem.provides(program, image: facts.base.repository)
            let isAdded = tools.contains(program)
            let isPlain =
              isAdded && !PosixPrograms.fetches.contains(program)
              || PosixPrograms.isHarmless(program, in: facts.base.distribution)
                && (!PosixPrograms.fetches.contains(program) || PosixPrograms.readsAndWrites.contains(program)
                  || fetchesPlainFile(fact))
            if !isOwn, !isPlain { return "`\(words)` may bring or start something that needs the full image" }
          default: break
          }
        }
      }
    }
    return nil
  }
}

extension SlimBaseConditions {
  /// Whether all that the command downloads is known to need nothing.
  private func fetchesPlainFile(_ fact: CommandFact) -> Bool {
    let addresses = fact.words.filter { $0.contains("://") || $0.contains("$") }
    guard let plain = facts.base.distribution?.plainDownloads, !addresses.isEmpty else { return false }
    return addresses.allSatisfy { address in plain.match(address.lowercased()) || plain.match(address) }
  }
}
