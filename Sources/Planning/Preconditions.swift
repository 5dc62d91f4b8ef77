import BuildModel
import Classification
import DockerfileSyntax
import ShellSyntax
import SourceText
import Strategies

/// Finds what forbids a migration although there is something to gain.
struct Preconditions {
  private let input: PlanInput
  private let fates: UnitFates?
  private var facts: StageFacts { input.facts }

  init(_ input: PlanInput, fates: UnitFates?) {
    self.input = input
    self.fates = fates
  }

  /// The refusals, in the file's order.
  func refusals() -> [Refusal] {
    let steps = compilers()
    let refusals =
      facts.refusals.filter { !isIgnored($0) } + (fates?.refusals ?? []) + onbuild() + hiddenPaths() + unsafePaths()
      + arguments() + startingInstalls() + idleContainers() + steps + ignoredInstalls()
      + EarlyUses(input, fates).refusals()
      + unexplained() + (steps.isEmpty ? unknownSteps() : [])
      + descendants() + dependencies() + unparsed() + input.needs.refusals
      + (fates.map { LaterRemovals(facts, fates: $0).refusals() } ?? [])
    return refusals.sorted { ($0.range?.lowerBound ?? 0) < ($1.range?.lowerBound ?? 0) }
  }

  private func isIgnored(_ refusal: Refusal) -> Bool {
    guard let range = refusal.range else { return false }
    return input.overrides.ignored.contains { facts.file.dockerfile.instructions[$0].range.overlaps(range) }
  }

  private func onbuild() -> [Refusal] {
    var refusals: [Refusal] = []
    let words =
      (facts.base.reference?.tagWords ?? []) + facts.base.repository.parts(by: UInt8(ascii: "-")).map(String.init)
    if words.contains("onbuild") {
      refusals.append(
        Refusal(
          id: "split/onbuild-base", reason: "the base image runs ONBUILD instructions that are not in this file",
          help: "write the base image's steps out, then run `migrate` again",
          range: facts.file.dockerfile.instructions[facts.stage.from].range))
    }
    for stage in facts.file.chain(of: facts.stage) {
      for index in stage.body where facts.file.dockerfile.instructions[index].keyword == .onbuild {
        refusals.append(
          Refusal(
            id: "split/onbuild", reason: "ONBUILD instructions run in each stage that starts from this one",
            help: "write the steps into the stages that start from this one",
            range: facts.file.dockerfile.instructions[index].range))
      }
    }
    return refusals
  }

  /// What a cache mount holds is no part of the stage, so that it can't be copied from it.
  private func hiddenPaths() -> [Refusal] {
    facts.languageInstalls.compactMap { index, install in
      let mounts = facts.runs[index]?.cacheMounts ?? []
      guard let path = install.paths.first(where: { path in mounts.contains { ImagePath.contains($0, path) } }) else {
        return nil
      }
      return Refusal(
        id: "split/cache-mounted-path", reason: "`\(path)`, where \(install.manager) installs to, is a cache mount",
        help: "mount the cache elsewhere", range: facts.file.dockerfile.instructions[index].range)
    }
  }

  /// A path or an owner that depends on a build argument must be written with a variable.
  private func arguments() -> [Refusal] {
    let values = WrittenValues(input)
    return facts.languageInstalls.indices.compactMap { number in
      let (index, install) = facts.languageInstalls[number]
      let paths = install.paths.allSatisfy { values.path($0, ofInstall: number) != nil }
      guard !paths || !install.isRoot && values.owner(install.user, ofInstall: number) == nil else { return nil }
      return Refusal(
        id: "split/path-from-argument",
        reason:
          "where \(install.manager) installs to, or for whom, depends on a build argument that no variable repeats",
        help: "name the folder by ENV and the user by USER", range: facts.file.dockerfile.instructions[index].range)
    }
  }

  /// What the image installs when it starts can need a compiler.
  private func startingInstalls() -> [Refusal] {
    input.needs.installs.prefix(1).map { install in
      Refusal(
        id: "split/install-at-start",
        reason:
          "`\(install.command)` installs packages when the image starts (\(install.evidence.what)), and can need a compiler then",
        help: "install these packages in the Dockerfile")
    } + commandInstalls()
  }

  /// An image with a command that installs packages is made for others to build on it.
  private func commandInstalls() -> [Refusal] {
    input.needs.commandInstalls.prefix(1).map { install in
      Refusal(
        id: "split/install-command",
        reason:
          "`\(install.command)` installs packages where somebody calls it (\(install.evidence.what)), and can need a compiler then",
        help: "take the command out of the image, or name the packages that can go by `--drop`")
    }
  }

  /// What the application's own code installs while it runs can need a compiler too; all files are read for that.
  func installsInCode() -> [Refusal] {
    let texts = input.ecosystem.installsInCode
    guard !texts.isEmpty, input.overrides.drop.isEmpty,
      let call = input.calls(of: [], texts: texts).texts.min(by: { $0.value.path < $1.value.path })
    else { return [] }
    return [
      Refusal(
        id: "split/install-at-start",
        reason:
          "`\(call.value.path)` holds `\(call.key)`: it may install packages while it runs, and need a compiler then",
        help: "if the running application installs nothing, name the packages that can go by `--drop`")
    ]
  }

  /// In a container that only waits, people do what the image was made for: they may compile there.
  private func idleContainers() -> [Refusal] {
    guard let evidence = input.needs.idle else { return [] }
    return [
      Refusal(
        id: "split/idle-container",
        reason:
          "the image does nothing by itself (\(evidence.what)), so that it is made for work inside the container, which can compile",
        help: "name the packages that can go by `--drop`", range: evidence.range)
    ]
  }

  private func unsafePaths() -> [Refusal] {
    let system: Set<String> = [
      "/", "/usr", "/bin", "/sbin", "/lib", "/etc", "/var", "/opt", "/home", "/root", "/usr/bin", "/usr/lib",
    ]
    return facts.languageInstalls.compactMap { index, install in
      guard let path = install.paths.first(where: system.contains) else { return nil }
      return Refusal(
        id: "split/system-path",
        reason: "\(install.manager) installs into `\(path)`, which holds more than its packages",
        help: "install into a folder of its own", range: facts.file.dockerfile.instructions[index].range)
    }
  }

  /// A step that stays in the run stage and can call a compiler needs the packages that would go.
  private func compilers() -> [Refusal] {
    guard let users = facts.base.distribution?.compilerUsers, !users.isEmpty else { return [] }
    let wrapped = WrappedCommands(input.strategies, facts.base.distribution)
    var refusals: [Refusal] = []
    for index in facts.runs.keys.sorted() {
      guard let run = facts.runs[index] else { continue }
      for unit in fates?.remaining(of: run) ?? run.units {
        guard
          let fact = unit.facts.first(where: { fact in
            if wrapped.install(fact) { return true }
            if compilesInScript(fact, at: index) { return true }
            guard case .runsProgram = fact.effect else { return false }
            let commands = wrapped.commands(of: fact)
            return commands.contains { words in users.contains { $0.matches(words) } }
              || startsUnknownScript(fact, in: unit)
              || !commands.isEmpty && startsWrittenScript(fact, of: index)
          })
        else { continue }
        let range = run.script.map { $0.tree.text.sourceRange(of: unit.range) }
        refusals.append(
          Refusal(
            id: "split/build-step",
            reason:
              "`\(fact.words.prefix(3).joined(separator: " "))` can need a compiler, and where it puts its result is not known",
            help: "do this step in a stage of its own and copy its result",
            range: range ?? facts.file.dockerfile.instructions[index].range))
      }
    }
    return refusals
  }

  /// Whether the command starts a program of the project that compiles.
  private func compilesInScript(_ fact: CommandFact, at instruction: Int) -> Bool {
    let texts = input.ecosystem.compilesInScripts.map { Array($0.utf8) }
    guard fact.effect.isRun, !texts.isEmpty,
      let program = facts.program(startedBy: fact, at: instruction, files: input.seen)
    else { return false }
    return texts.contains(where: program.bytes.holds)
  }

  /// Whether a shell runs a script that is not there to be read, and that brings no known tool either.
  private func startsUnknownScript(_ fact: CommandFact, in unit: RunFact.Unit) -> Bool {
    guard fates != nil, ScriptArguments.shells.contains(fact.program ?? ""),
      fact.words.dropFirst() != ["--version"]
    else { return false }
    return !unit.facts.contains { if case .bringsTools = $0.effect { true } else { false } }
  }

  /// Whether a file is started that the stage itself writes, as from a download: nobody knows what it calls.
  private func startsWrittenScript(_ fact: CommandFact, of instruction: Int) -> Bool {
    guard fates != nil, let name = fact.words.first, name.holds("/"), let state = facts.states[instruction] else {
      return false
    }
    let path = ImagePath.normalise(name, in: state.workdir)
    return facts.runs.values.contains { $0.facts.contains { $0.writes.contains(path) } }
  }

  /// An install that is to stay as it is needs what it is built with.
  private func ignoredInstalls() -> [Refusal] {
    facts.languageInstalls.filter { input.overrides.ignored.contains($0.instruction) }.map { index, install in
      Refusal(
        id: "split/ignored-install",
        reason: "a comment keeps the install by \(install.manager) where it is, and it can need the build packages",
        help: "ignore the RUN that installs the build packages too, or neither of them",
        range: facts.file.dockerfile.instructions[index].range)
    }
  }

  /// Build packages of a stage that neither installs packages nor takes them from elsewhere may be there for installs
  /// at run time.
  private func unexplained() -> [Refusal] {
    guard fates == nil, facts.refusals.isEmpty, facts.languageInstalls.isEmpty, input.overrides.drop.isEmpty else {
      return []
    }
    let instructions = facts.file.dockerfile.instructions
    let takes = facts.file.chain(of: facts.stage).flatMap(\.body).contains { index in
      instructions[index].flag("from") != nil && facts.toolCopies[index] == nil
    }
    guard !takes else { return [] }
    return [
      Refusal(
        id: "split/unexplained-packages",
        reason: "the stage has build packages, but neither installs packages of its language nor copies them",
        help: "if nothing is installed in the running container, name the packages that can go by `--drop`",
        range: instructions[facts.stage.from].range)
    ]
  }

  /// Where no install explains what the build packages are for, a program that nobody knows may be what needs them.
  private func unknownSteps() -> [Refusal] {
    // An install that is refused explains what the build packages and tools are for.
    guard fates == nil, facts.refusals.isEmpty else { return [] }
    for index in facts.runs.keys.sorted() {
      for fact in facts.runs[index]?.facts ?? [] {
        if case .bringsTools(let tools) = fact.effect, input.needs.first(of: tools.names) == nil {
          return [
            Refusal(
              id: "split/tools-without-install",
              reason:
                "`\(fact.words.prefix(3).joined(separator: " "))` brings a package manager that no step uses: packages may be installed in the running container",
              help: "name the packages that can go by `--drop`",
              range: facts.file.dockerfile.instructions[index].range)
          ]
        }
        guard case .runsProgram(let program) = fact.effect,
          !PosixPrograms.isHarmless(program, in: facts.base.distribution)
        else {
          continue
        }
        return [
          Refusal(
            id: "split/unknown-step",
            reason:
              "the stage has build packages, and whether `\(fact.words.prefix(3).joined(separator: " "))` needs them is not known",
            help: "name the packages that can go by `--drop`", range: facts.file.dockerfile.instructions[index].range)
        ]
      }
    }
    return []
  }

  /// A stage that starts from this one must not need what this one no longer has.
  private func descendants() -> [Refusal] {
    for stage in input.descendants {
      guard let index = compilingStep(of: stage) else { continue }
      return [
        baseOfABuild(
          "the stage `\(stage.stage.name ?? String(stage.stage.index))` starts from this one",
          range: facts.file.dockerfile.instructions[index].range)
      ]
    }
    guard let other = input.derived.first(where: { compilingStep(of: $0.facts) != nil }) else { return [] }
    return [baseOfABuild("\(other.path) starts from this image", range: nil)]
  }

  private func baseOfABuild(_ what: String, range: ByteRange?) -> Refusal {
    Refusal(
      id: "split/base-of-a-build", reason: "\(what) and may need its build packages",
      help: "let that stage start from the image itself", range: range)
  }

  /// The first instruction that installs packages of a language or can call a compiler.
  private func compilingStep(of stage: StageFacts) -> Int? {
    let users = facts.base.distribution?.compilerUsers ?? []
    return stage.runs.keys.sorted().first { index in
      (stage.runs[index]?.facts ?? []).contains { fact in
        switch fact.effect {
        case .installsLanguagePackages, .buildsFromSource: true
        // on an image of which little is known there, most installs are refused
        case .refused: stage.file.dockerfile.source != facts.file.dockerfile.source
        case .runsProgram: users.contains { $0.matches(fact.words) }
        default: false
        }
      }
    }
  }

  private func dependencies() -> [Refusal] {
    var refusals: [Refusal] = []
    for (package, reason) in input.ecosystem.runtimeCompilers {
      guard
        let name = package.pattern.parts(by: UInt8(ascii: "|")).map(String.init).first(
          where: input.dependencies.contains)
      else { continue }
      refusals.append(
        Refusal(
          id: "split/runtime-compiler", reason: "the project uses `\(name)`: \(reason)",
          help:
            "pass `--keep` with the compiler's package if the running application does without it, and drop the rest by hand"
        ))
    }
    if let package = input.nativePackages.first(where: { $0.loading == .compiler }), refusals.isEmpty {
      refusals.append(
        Refusal(
          id: "split/runtime-compiler",
          reason: "the project uses `\(package.name)`, which calls a compiler while it runs",
          help: "drop the packages that are not needed for that by hand"))
    }
    if let distribution = facts.base.distribution, distribution.findsLibrariesByCompiler,
      input.ecosystem.asksCompilerForLibraries
    {
      let native = input.nativePackages.first { $0.loading == .dlopen && !$0.isVisibleToScan }
      if let native {
        refusals.append(
          Refusal(
            id: "split/library-lookup",
            reason: "`\(native.name)` finds its library by asking the compiler on this distribution",
            help: "keep this image as it is, or use a Debian-based one"))
      }
    }
    return refusals
  }

  /// A RUN whose text can't be read must not be divided.
  private func unparsed() -> [Refusal] {
    facts.runs.keys.sorted().compactMap { index in
      guard let run = facts.runs[index], let script = run.script, !script.tree.isComplete else { return nil }
      let matters = run.facts.contains { fact in
        switch fact.effect {
        case .installsLanguagePackages, .installsSystemPackages: true
        default: false
        }
      }
      guard matters else { return nil }
      return Refusal(
        id: "split/unreadable-run", reason: "the shell text of this RUN can't be read",
        help: "mend the quoting, or move the commands into a script of their own",
        range: facts.file.dockerfile.instructions[index].range)
    }
  }
}
