import BuildModel
import DockerfileSyntax
import ShellSyntax
import SourceText
import Strategies

extension CommandClassifier {
  func systemEffect(
    _ match: CommandMatch, _ distribution: DistributionStrategy, _ words: CommandWords
  ) -> Effect {
    switch match.rule.does {
    case .install, .check:
      // What is asked for by a check changes with what is installed.
      var install = SystemInstall()
      install.isCheck = match.rule.does == .check
      install.namesGroups = match.rule.namesGroups
      install.recommends =
        match.option(match.manager.noRecommends) == nil
        && !match.options.contains { match.manager.noRecommends.match($0.value ?? "") }
        && !words.items.contains { item in
          (item.value ?? "").split(separator: " ").contains { match.manager.noRecommends.match(String($0)) }
        }
      install.virtualGroup = match.option(match.manager.virtualGroup)?.value
      install.fetchesLists = match.option(match.manager.fetchesLists) != nil
      for item in match.arguments {
        guard let value = item.value else {
          install.hasUnknownWords = true
          continue
        }
        for package in packageNames(in: value, match.rule, distribution) {
          guard let package, package.kind == .package || package.kind == .group else {
            install.hasUnknownWords = true
            continue
          }
          install.packages.append(
            .init(
              name: package.name, range: isFixed(item) ? item.range : nil,
              qualifier: Self.writtenQualifier(of: package, in: item.raw), restriction: package.restriction))
        }
      }
      return .installsSystemPackages(install)
    case .remove:
      let packages = match.arguments.flatMap { item -> [SystemInstall.Package] in
        guard let value = item.value else { return [] }
        let words = value.split(whereSeparator: \.isWhitespace)
        return zip(packageNames(in: value, match.rule, distribution), words).map { package, word in
          .init(name: package?.name ?? String(word), range: isFixed(item) ? item.range : nil)
        }
      }
      return match.arguments.isEmpty ? .systemHousekeeping : .removesSystemPackages(packages)
    case .addSource: return .addsPackageSource
    case .refuse: return .refused(refusal(match.rule.refusal))
    case .refresh: return .refreshesPackageLists
    case .upgrade: return .upgradesSystemPackages
    default: return .systemHousekeeping
    }
  }

  /// What stands behind the name in a word of one package, with the variables in it.
  private static func writtenQualifier(of package: PackageName, in word: String) -> String {
    var word = word[...]
    if word.count > 1, word.first == "\"", word.last == "\"" { word = word.dropFirst().dropLast() }
    guard !package.qualifier.isEmpty, word.contains("$"), word.hasPrefix(package.name) else { return package.qualifier }
    let written = word.dropFirst(package.name.count)
    return written.contains(where: { "\"' ".contains($0) }) ? package.qualifier : String(written)
  }

  /// The packages of one word, which can hold several, or one group's title.
  private func packageNames(
    in value: String, _ rule: CommandRule, _ distribution: DistributionStrategy
  ) -> [PackageName?] {
    let grammar = distribution.packageNames
    if rule.namesGroups { return [grammar.group(named: value)] }
    if grammar.isGroup(value), let group = grammar.split(value) { return [group] }
    return value.split(whereSeparator: { $0 == " " || $0 == "\n" || $0 == "\t" }).map { grammar.split(String($0)) }
  }

  /// Whether a word's value is what the file says: the value of a build argument is the caller's.
  func isFixed(_ item: CommandWords.Item) -> Bool {
    guard item.raw.utf8.contains(UInt8(ascii: "$")) else { return true }
    return !state.keysFromArguments.union(state.arguments.keys).contains {
      item.raw.holds("$\($0)") || item.raw.holds("${\($0)")
    }
  }

  var lookup: ScriptLookup { ScriptLookup(copies: copies + mounts, files: files, state: state) }

  private var installPaths: InstallPaths {
    let lookup = lookup
    return InstallPaths(state: state, base: base, environments: environments, installed: installed) {
      lookup.bytes(at: $0)
    }
  }

  mutating func languageEffect(_ match: CommandMatch, _ ecosystem: EcosystemStrategy) -> Effect {
    switch match.rule.does {
    case .install:
      let places = installPaths
      if let conflict = places.versionConflict(match, files) { return .refused(refusal(conflict)) }
      let decided = places.decide(match)
      switch decided.result {
      case .paths(var paths, let overhead):
        switch places.extraPaths(match) {
        case .paths(let further, _): paths += further.filter { !paths.contains($0) }
        case .refused(let text): return .refused(refusal(text))
        case .unknown:
          return .refused(
            Refusal(
              id: "split/unknown-install-path",
              reason: "`\(match.manager.id)` installs into a folder that depends on a value that is not in the file"))
        }
        managers.insert(match.manager.id)
        configure(match)
        let changesState = !match.rule.sets.isEmpty
        let configured = changesState ? installPaths : places
        let rule = changesState ? configured.rule(match) : decided.rule
        var install = LanguageInstall(
          ecosystem: ecosystem.id, manager: match.manager.id, paths: paths,
          toolPaths: configured.toolPaths(match), overhead: overhead, clears: configured.clears(rule),
          silent: rule?.silent ?? [], isExact: match.manager.isExact, lists: match.lists,
          named: match.arguments.map { $0.value ?? $0.raw },
          user: state.user,
          isRoot: state.isRoot)
        install.isOfOtherProject = namesOtherProject(match, ecosystem)
        return .installsLanguagePackages(install)
      case .refused(let text): return .refused(refusal(text))
      case .unknown:
        return .refused(
          Refusal(
            id: "split/unknown-install-path",
            reason: "where `\(match.manager.id)` installs to depends on a value that is not in the file",
            help: "set the path by ENV in the Dockerfile, then run `migrate` again"))
      }
    case .createEnvironment:
      let target = match.arguments.first.map { $0.value } ?? ".venv"
      guard let target, state.isWorkdirKnown || target.hasPrefix("/") else {
        return .refused(
          Refusal(
            id: "split/unknown-install-path",
            reason: "the folder that `\(match.manager.id)` makes depends on a value that is not in the file"))
      }
      let folder = ImagePath.normalise(target, in: state.workdir)
      environments.append(folder)
      return .createsEnvironment(folder)
    case .bringTool:
      configure(match)
      let replaced = match.arguments.compactMap(\.value).map(CommandMatch.packageName).filter(match.rule.replaces.match)
      // A folder that the image itself fills: what is copied over its tools would mix with them.
      // Where the image's own packages are cleared away first, nothing mixes.
      let places = installPaths
      let rule = places.rule(match)
      var tools = ToolInstall(names: match.rule.tools.isEmpty ? match.manager.tools : match.rule.tools)
      if match.arguments.compactMap(\.value).map(CommandMatch.packageName).contains(where: match.rule.mixes.match) {
        tools.mixes = rule?.clears.map(\.path) ?? []
      }
      if !replaced.isEmpty, places.clears(rule).isEmpty, case .paths(let paths, let overhead) = places.resolve(match) {
        if overhead > 0 { return .replacesTools(ToolInstall(names: replaced, mixes: tools.mixes)) }
        if rule?.silent.isEmpty == false { tools.shared = paths }
      }
      return .bringsTools(tools)
    case .configure, .addSource:
      configure(match)
      return match.rule.paths.isEmpty ? .configuresManager : runEffect(match, ecosystem)
    case .remove: return .removesLanguagePackages
    case .housekeeping, .check, .refresh, .upgrade: return .languageHousekeeping
    case .run, .build: return runEffect(match, ecosystem)
    case .refuse: return .refused(refusal(match.rule.refusal))
    }
  }

  /// Whether an option or the environment names another project's file than one in the working directory.
  private func namesOtherProject(_ match: CommandMatch, _ ecosystem: EcosystemStrategy) -> Bool {
    match.manager.projectFile.contains { key in
      let option = key.hasPrefix("-") ? match.options.first { $0.name == key } : nil
      guard let value = option.map(\.value) ?? state.environment[key], value != "" else { return false }
      guard let value, state.isWorkdirKnown else { return true }
      let path = ImagePath.normalise(value, in: state.workdir)
      return ImagePath.folder(of: path) != state.workdir || !ecosystem.files.match(ImagePath.basename(path))
    }
  }

  private func runEffect(_ match: CommandMatch, _ ecosystem: EcosystemStrategy) -> Effect {
    var run = ToolRun(
      ecosystem: ecosystem.id, manager: match.manager.id, program: ImagePath.basename(match.programPath), produces: [],
      uses: match.rule.uses)
    if !match.rule.paths.isEmpty {
      switch installPaths.resolve(match) {
      case .paths(let paths, _) where match.rule.makesAssets: run.assets = paths
      case .paths(let paths, _): run.produces = paths
      case .refused(let text): return .refused(refusal(text))
      case .unknown: break
      }
    }
    return .runsTool(run)
  }

  /// Remembers what a command says about later ones.
  private mutating func configure(_ match: CommandMatch) {
    for (key, value) in match.rule.sets {
      let key = InstallPaths.fillKeys(key, state)
      let value = value == "{argument}" ? match.arguments.first?.value : value
      configured[key] = .some(value)
      state.environment[key] = .some(value)
    }
  }

  private func refusal(_ text: RefusalText?) -> Refusal {
    Refusal(id: text?.id ?? "split/refused", reason: text?.reason ?? "the manifest refuses it", help: text?.help)
  }
}
