import SourceText
import YAMLSyntax

extension ManifestReader {
  mutating func packageManager() -> PackageManagerStrategy {
    let manager = PackageManagerStrategy()
    manager.id = requiredString("id")
    manager.programs = strings("programs").map { ProgramPattern($0) }
    manager.isExact = boolean("exact")
    manager.orphansGoWith = globs("orphans-go-with")
    manager.valueOptions = globs("value-options")
    manager.tools = strings("tools")
    manager.packages = globs("packages")
    manager.calls = strings("calls")
    manager.environment = globs("environment")
    manager.caches = globs("caches")
    manager.noRecommends = globs("no-recommends")
    manager.locks = globs("locks")
    manager.projectFile = strings("project-file")
    manager.pin = string("pin")
    manager.plainPackages = globs("plain-packages")
    manager.installLine = string("install-line")
    manager.virtualGroup = globs("virtual-group")
    manager.fetchesLists = globs("fetches-lists")
    manager.lists = globs("lists")
    manager.commandRules = later("commands", "a command") { $0.commandRule() }
    manager.commandTools = laterStrings("tools", ofEach: "commands")
    manager.installers = globs("installers")
    manager.installPathRules = later("install-paths", "an install path") { $0.installPath() }
    manager.extraPathRules = later("extra-paths", "an install path") { $0.installPath() }
    manager.argumentFiles = globs("argument-files")
    manager.development = mapping("development", "the development dependencies") { reader in
      DevelopmentRule(
        files: reader.strings("files"), settings: reader.globs("settings"), words: reader.globs("words"),
        environment: reader.pairs("env"), help: reader.requiredString("help"))
    }
    manager.versionFiles = each("version-files", "a version file") { reader in
      PackageManagerStrategy.VersionFile(
        name: reader.requiredString("name"), line: reader.string("line"), keys: reader.strings("env"),
        unless: reader.strings("unless"),
        refusal: reader.refusal() ?? RefusalText(id: "split/other-version", reason: "", help: nil))
    }
    if manager.programs.isEmpty { problems.report("missing-key", "\(what) names no `programs`", at: node.range) }
    return manager
  }

  /// How names of packages are written.
  mutating func packageNames() -> PackageNameGrammar {
    var grammar = PackageNameGrammar()
    grammar.family = requiredString("family")
    grammar.ends = Array((string("ends") ?? "").utf8)
    grammar.special = Array((string("special") ?? "").utf8)
    grammar.versionMarks = Array((string("version-marks") ?? "").utf8)
    grammar.sourceMarks = Array((string("source-marks") ?? "").utf8)
    grammar.others = globs("others")
    grammar.groupMark = Array((string("group-mark") ?? "").utf8)
    grammar.architectures = strings("architectures")
    grammar.hasDashedVersions = boolean("dashed-versions")
    return grammar
  }

  private mutating func commandRule() -> CommandRule {
    let rule = CommandRule()
    rule.words = (string("words") ?? "").parts(by: UInt8(ascii: " ")).map { Glob(String($0)) }
    rule.does = choice("does", default: CommandEffect.housekeeping)
    rule.withOptions = globs("with")
    rule.withoutOptions = globs("without")
    rule.onlyArguments = globs("only-arguments")
    rule.sets = pairs("sets")
    rule.contextFiles = globs("context-files")
    rule.after = strings("after")
    rule.uses = strings("uses")
    rule.namesGroups = boolean("groups")
    rule.tools = strings("tools")
    rule.replaces = globs("replaces")
    rule.mixes = globs("mixes")
    rule.scripts = mapping("scripts", "the scripts") { reader in
      ScriptSource(file: reader.requiredString("file"), settings: reader.strings("settings"))
    }
    rule.scriptIsWord = boolean("script-is-word")
    rule.paths = each("paths", "an install path") { $0.installPath() }
    rule.makesAssets = boolean("makes-assets")
    rule.refusal = refusal()
    if rule.makesAssets, rule.paths.isEmpty {
      problems.report("missing-key", "\(what) lacks the key `paths`", at: node.range)
    }
    if (rule.does == .refuse) != (rule.refusal != nil) {
      problems.report("refusal", "`does: refuse` and `refuse` go together", at: node.range)
    }
    return rule
  }

  private mutating func installPath() -> InstallPathRule {
    let rule = InstallPathRule()
    rule.option = globs("option")
    rule.optionValue = string("option-value").map { Glob($0) }
    rule.withoutOptions = globs("without")
    rule.environmentKey = string("env")
    rule.environmentValue = string("value").map { Glob($0) }
    rule.withoutEnvironment = strings("unset")
    rule.files = strings("file")
    rule.isMissing = boolean("missing")
    rule.settings = globs("setting")
    rule.settingValues = globs("setting-value")
    rule.settingExceptions = globs("setting-except")
    rule.tools = strings("tools")
    rule.images = globs("images")
    rule.otherImages = globs("other-images")
    rule.isUnknownImage = boolean("unknown-image")
    rule.withoutPackages = globs("without-packages")
    rule.distributions = strings("distributions")
    rule.user = string("user")
    rule.paths = strings("path")
    rule.overhead = integer("overhead") ?? 0
    rule.silent = globs("silent")
    rule.clears = each("clears", "a path to clear") { reader in
      InstallPathRule.Clearing(path: reader.requiredString("path"), belowVersion: reader.string("below-version"))
    }
    rule.refusal = refusal()
    if let user = rule.user, user != "root", user != "other" {
      problems.report("unknown-value", "`user` of \(what) must be `root` or `other`", at: node["user"]?.range)
    }
    if rule.files.isEmpty, rule.isMissing || !rule.settings.isEmpty {
      problems.report("missing-key", "\(what) lacks the key `file`", at: node.range)
    }
    if rule.settings.isEmpty, !rule.settingValues.isEmpty || !rule.settingExceptions.isEmpty {
      problems.report("missing-key", "\(what) lacks the key `setting`", at: node.range)
    }
    let leavesNothing = boolean("nothing")
    if leavesNothing { rule.paths = [] }
    if rule.paths.isEmpty, rule.refusal == nil, !leavesNothing {
      if !rule.option.isEmpty {
        rule.paths = ["{option}"]
      } else if rule.environmentKey != nil {
        rule.paths = ["{env}"]
      } else if !rule.settings.isEmpty {
        rule.paths = ["{setting}"]
      } else {
        problems.report("missing-key", "\(what) lacks the key `path`", at: node.range)
      }
    }
    return rule
  }

  private mutating func refusal() -> RefusalText? {
    mapping("refuse", "a refusal") { reader in
      RefusalText(
        id: reader.requiredString("id"), reason: reader.requiredString("reason"), help: reader.string("help"))
    }
  }

  /// - Parameter table: finds a table that a manifest names.
  mutating func images(_ table: (String, ByteRange?) -> TableText?) -> [ImageRule] {
    each("images", "an image") { reader in
      let repository = Glob(reader.requiredString("repository"))
      let distribution = reader.string("distribution")
      let carries = reader.strings("carries")
      let isFull = reader.boolean("full")
      let environment = reader.pairs("environment")
      var variants = reader.each("variants", "a variant") { variant in
        ImageRule.Variant(
          word: Glob(variant.requiredString("word")), distribution: variant.string("distribution") ?? distribution,
          carries: variant.strings("carries"), isFull: variant.boolean("full"))
      }
      variants.append(
        ImageRule.Variant(word: nil, distribution: distribution, carries: carries, isFull: isFull))
      let moving = reader.each("moving-tags", "a moving tag") { tag in
        ImageRule.Moving(word: Glob(tag.requiredString("word")), releases: tag.strings("releases"))
      }
      let tags = reader.string("tags").flatMap { table($0, reader.node["tags"]?.range) }.map { TagTable($0) }
      let slim = reader.mapping("slim", "the slim image") { slim in
        ImageRule.SlimTag(word: slim.requiredString("word"), isBeforeRelease: slim.boolean("before-release"))
      }
      return ImageRule(
        repository: repository, variants: variants, versionPrefix: reader.string("version-prefix") ?? "",
        moving: moving, tags: tags, slim: slim,
        environment: environment, workdir: reader.string("workdir") ?? "/",
        localSize: reader.integer("local-size") ?? 0, provides: reader.globs("provides"))
    }
  }
}
