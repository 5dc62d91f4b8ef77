import BuildModel
import Classification
import DockerfileSyntax
import SourceText
import Strategies

/// What would make the image smaller still, but is not proven to be right, or is not for the engine to do.
struct Suggestions {
  private let input: PlanInput
  private let packages: PackagePlanner

  init(_ input: PlanInput, _ packages: PackagePlanner) {
    self.input = input
    self.packages = packages
  }

  /// The suggestions, those for packages first.
  func notes() -> [PlanNote] {
    unprovenPackages() + [recommendedPackages()].compactMap { $0 } + developmentDependencies()
      + [leftovers()].compactMap { $0 }
  }

  /// Sizes below this are not told, in kB.
  private static let noticeable = 1000

  /// Packages that stay although nothing shows that the run stage uses them, and those that only the build needs but
  /// that can't be taken away safely.
  private func unprovenPackages() -> [PlanNote] {
    guard let release = input.facts.base.releases.last else { return [] }
    let found = packages.placements.filter { placement in
      guard placement.decision == .kept, placement.evidence == nil, placement.range != nil,
        !input.overrides.keep.contains(placement.name), !input.overrides.ignored.contains(placement.instruction),
        !packages.remaining.contains(where: { $0.program == placement.name }),
        packages.removal(of: [placement.name], behind: placement.instruction) == nil,
        let role = release.table.entry(placement.name)?.role
      else { return false }
      return placement.isStuck || [.setup, .packageManager, .debug].contains(role)
    }
    guard !found.isEmpty else { return [] }
    let run = packages.runPackages
    let all = packages.closures(release).of(run).installedSize
    return found.compactMap { placement in
      let without = packages.closures(release).of(run.filter { $0 != placement.name })
      guard !without.names.contains(placement.name) else { return nil }
      let isUnproven = !placement.isStuck && release.table.entry(placement.name)?.role != .debug
      let drop = "`--drop \(placement.name)`"
      return PlanNote(
        id: "plan/unproven",
        message: "`\(placement.name)` stays"
          + (isUnproven ? ", though nothing shows that the running image uses it" : ": \(placement.reason)"),
        help: isUnproven
          ? "pass \(drop) if it does not"
          : (placement.help.map { $0 + ", or " } ?? "") + "pass \(drop) if the running image does not need it",
        kind: .suggestion(saving: noticed(all - without.installedSize)))
    }
  }

  private func noticed(_ size: Int) -> Int? { size >= Self.noticeable ? size : nil }

  /// What comes along with the packages of the run stage though they do not depend on it.
  private func recommendedPackages() -> PlanNote? {
    guard let release = input.facts.base.releases.last,
      let option = input.facts.base.distribution?.packageManager.noRecommendsOption
    else { return nil }
    let lists = Set(
      input.facts.systemInstalls.filter { $0.install.recommends && !$0.install.isCheck }.map(\.instruction))
    let names = packages.runPackages { lists.contains($0) }.filter { !packages.others.mayHave($0) }
    guard let first = lists.min(), !names.isEmpty else { return nil }
    let carried = input.facts.base.carries
    let more = release.table.closure(of: names, recommends: true, present: carried)
    let least = release.table.closure(of: names, recommends: false, present: carried)
    let needed = Set(release.table.closure(of: packages.runPackages, recommends: false, present: carried).names)
    let further = more.names.filter { !needed.contains($0) }
    let silent = further.filter { input.facts.base.distribution?.silent.match($0) == true }
    let others = further.filter { !silent.contains($0) }
    guard !others.isEmpty, let size = noticed(more.installedSize - least.installedSize) else { return nil }
    let rest = others.count > 4 ? " and \(others.count - 4) more" : ""
    let named = silent.isEmpty ? "" : " and name \(Self.list(silent)) there"
    return PlanNote(
      id: "plan/recommended",
      message: "\(Self.list(others.prefix(4)))\(rest) come along since other packages recommend them",
      help: "write `\(option)` in the install command\(named) if nothing needs the rest",
      range: input.facts.file.dockerfile.instructions[first].range, kind: .suggestion(saving: size))
  }

  private static func list(_ names: some Sequence<String>) -> String {
    names.map { "`\($0)`" }.joined(separator: ", ")
  }

  /// Packages for work on the project that an install of the stage brings too.
  private func developmentDependencies() -> [PlanNote] {
    var told: Set<String> = []
    return input.facts.languageInstalls.compactMap { index, install in
      let manager = input.strategies.ecosystem(named: install.ecosystem)?.packageManagers
        .first { $0.id == install.manager }
      // What lists or the command itself name is installed as it is named.
      guard let manager, let development = manager.development, install.lists.isEmpty, install.named.isEmpty,
        !input.overrides.ignored.contains(index),
        declares(development), !isLeftOut(development, by: manager, index), told.insert(manager.id).inserted
      else { return nil }
      return PlanNote(
        id: "plan/development", message: "\(manager.id) installs what only the work on the project needs, too",
        help: development.help, range: input.facts.file.dockerfile.instructions[index].range,
        kind: .suggestion(saving: nil))
    }
  }

  /// Whether the project has such packages, and the running image starts none of them by its name.
  private func declares(_ development: DevelopmentRule) -> Bool {
    let declared = development.files.flatMap { name -> [String] in
      guard let bytes = input.files.read(name), SettingsFile.canHold(development.settings, bytes) else { return [] }
      let settings = SettingsFile(bytes, path: name).settings
      return settings.filter {
        development.settings.match($0.name) || development.settings.match("\($0.name) \($0.value)")
      }.map(\.name)
    }
    return !declared.isEmpty
      && !declared.contains { name in
        name.split(separator: ".").last.map { input.needs.evidence(for: String($0)) != nil } ?? false
      }
  }

  /// Whether the install, or another command of the stage, leaves the packages out.
  private func isLeftOut(_ development: DevelopmentRule, by manager: PackageManagerStrategy, _ index: Int) -> Bool {
    let state = input.facts.states[index] ?? StageState()
    let text = String(decoding: input.facts.file.dockerfile.instructions[index].arguments.bytes, as: UTF8.self)
    let isSet = development.environment.contains { key, value in
      [state.value(key), input.facts.configuredEnd.value(key)].contains { $0.map(Glob(value).matches) == true }
        || text.contains(key + "=")
    }
    return isSet
      || input.facts.runOrder.contains { run in
        (input.facts.runs[run]?.facts ?? []).contains { fact in
          guard manager.tools.contains(fact.program ?? "") || fact.program == manager.id else { return false }
          let pairs = zip(fact.words, fact.words.dropFirst()).map { "\($0) \($1)" }
          return (fact.words + pairs).contains(where: development.words.match)
        }
      }
  }

  /// Whether a step reads the project's repository, or names its folder, or what starts calls git.
  private var usesRepository: Bool {
    input.needs.evidence(for: "git") != nil
      || input.facts.runOrder.contains { index in
        input.facts.file.dockerfile.instructions[index].arguments.bytes.split { Self.ends.contains($0) }
          .contains { $0.elementsEqual(".git".utf8) }
          || input.facts.runs[index]?.facts.contains { fact in
            fact.program == "git" && !["clone", "config"].contains(fact.words.dropFirst().first)
          } == true
      }
  }

  /// The bytes at which a name in a command ends.
  private static let ends = Array(" \t\r\n/\"';()=".utf8)

  /// Folders of the context that no image needs: the repository's own, and those that installs fill in the image.
  private func leftovers() -> PlanNote? {
    let paths =
      input.facts.languageInstalls.filter { !$0.install.makesAssets }.flatMap(\.install.paths)
      + input.facts.environments
    for index in input.facts.copies.keys.sorted() where !input.overrides.ignored.contains(index) {
      guard let copy = input.facts.copies[index], copy.sources.contains("") else { continue }
      var names = [".git"]
      for name in paths.compactMap({ ImagePath.rest(of: $0, below: copy.destination) }) where !names.contains(name) {
        names.append(name)
      }
      names = names.filter { input.files.isFolder($0) && !($0 == ".git" && usesRepository) }
      guard !names.isEmpty else { continue }
      let sizes = names.compactMap(input.context.files.size)
      return PlanNote(
        id: "plan/context",
        message: "\(Self.list(names)) of the build context come\(names.count == 1 ? "s" : "") to the image",
        help: input.context.hasRules
          ? "name \(names.count == 1 ? "it" : "them") in `.dockerignore`"
          : "there is no `.dockerignore`: write one that names \(names.count == 1 ? "it" : "them")",
        range: input.facts.file.dockerfile.instructions[index].range,
        kind: .suggestion(saving: sizes.count == names.count ? sizes.reduce(0, +) : nil))
    }
    return nil
  }
}
