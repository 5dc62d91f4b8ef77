import BuildModel
import SourceText
import Strategies

/// Finds where an install command puts packages.
struct InstallPaths {
  enum Result: Equatable {
    case paths([String], overhead: Int)
    case refused(RefusalText)
    /// No rule holds, or a variable in its path can't be resolved.
    case unknown
  }

  let state: StageState
  let base: BaseImage
  /// Folders that commands made for packages, as virtual environments.
  let environments: [String]
  /// The system packages that the stage has installed so far.
  let installed: Set<String>
  private let files: PlacedFiles

  /// - Parameter read: gives the bytes of a file of the context by its place in the image.
  init(
    state: StageState, base: BaseImage, environments: [String], installed: Set<String>,
    read: @escaping (String) -> [UInt8]?
  ) {
    self.state = state
    self.base = base
    self.environments = environments
    self.installed = installed
    files = PlacedFiles(read)
  }

  func resolve(_ match: CommandMatch) -> Result { decide(match).result }

  /// Where the command installs to, and the rule that says so; nil if none does.
  func decide(_ match: CommandMatch) -> (result: Result, rule: InstallPathRule?) {
    let rules = match.rule.paths.isEmpty ? match.manager.installPaths : match.rule.paths
    for rule in rules where holds(rule, match) {
      if let refusal = rule.refusal { return (.refused(refusal), nil) }
      var paths: [String] = []
      var isMissing = false
      for template in rule.paths {
        switch fill(template, rule, match) {
        case .path(let path): paths.append(path)
        case .absent: isMissing = true
        case .unknown: return (.unknown, nil)
        }
      }
      if !isMissing { return (.paths(paths, overhead: rule.overhead), rule) }
    }
    return (.unknown, nil)
  }

  /// The paths to remove before what a rule's command installs is copied over what the base image has there.
  func clears(_ rule: InstallPathRule?) -> [String] {
    (rule?.clears ?? []).filter { clearing in
      guard let limit = clearing.belowVersion.flatMap({ VersionNumbers.of($0[...]) }) else { return true }
      guard let present = base.version.flatMap({ VersionNumbers.of($0[...]) }) else { return false }
      return present.lexicographicallyPrecedes(limit) && present.count > 1
    }.map(\.path)
  }

  /// The rule that decides where the command installs to.
  func rule(_ match: CommandMatch) -> InstallPathRule? {
    let rules = match.rule.paths.isEmpty ? match.manager.installPaths : match.rule.paths
    return rules.first { holds($0, match) && fills($0, match) }
  }

  /// Whether each of the rule's paths resolves.
  private func fills(_ rule: InstallPathRule, _ match: CommandMatch) -> Bool {
    rule.paths.allSatisfy { template in
      if case .path = fill(template, rule, match) { true } else { false }
    }
  }

  /// Why the manager would fetch a version of the language that is not the image's; nil if it would not.
  func versionConflict(_ match: CommandMatch, _ files: ContextFiles) -> RefusalText? {
    guard let present = base.version.flatMap({ VersionNumbers.of($0[...]) }) else { return nil }
    for file in match.manager.versionFiles where !file.unless.contains(where: { state.environment[$0] != nil }) {
      let named = file.keys.compactMap { state.value($0) }.compactMap { VersionNumbers.of($0[...]) }
      if named.contains(where: { !VersionNumbers.agree($0, present) }) { return file.refusal }
      guard named.isEmpty, let bytes = files.read(file.name) else { continue }
      let start = bytes.prefix(1 << 16)
      if let begin = file.line {
        let lines = start.split(whereSeparator: { $0 == 10 || $0 == 13 })
        guard let found = lines.first(where: { $0.starts(with: begin.utf8) }) else { continue }
        let line = String(decoding: found, as: UTF8.self)
        guard let digit = line.firstIndex(where: \.isNumber), let bound = VersionNumbers.of(line[digit...]) else {
          continue
        }
        if !VersionNumbers.agree(bound, present), present.lexicographicallyPrecedes(bound) { return file.refusal }
      } else if let wanted = VersionNumbers.of(String(decoding: start, as: UTF8.self)[...]),
        !VersionNumbers.agree(wanted, present)
      {
        return file.refusal
      }
    }
    return nil
  }

  /// What an install leaves beside its packages; `paths` is empty where there is nothing.
  func extraPaths(_ match: CommandMatch) -> Result {
    var all: [String] = []
    for rule in match.manager.extraPaths where rule.tools.isEmpty {
      let options = rule.option.isEmpty ? [nil] : match.options.filter { rule.option.match($0.name) }.map(Optional.some)
      for option in options {
        var single = match
        if let option { single.keepOptions { $0 == option } }
        guard holds(rule, single) else { continue }
        if let refusal = rule.refusal { return .refused(refusal) }
        for template in rule.paths {
          switch fill(template, rule, single) {
          case .path(let path): if !all.contains(path) { all.append(path) }
          case .absent: break
          case .unknown: return .unknown
          }
        }
      }
    }
    return .paths(all, overhead: 0)
  }

  /// What an install leaves for tools, as far as it is known.
  func toolPaths(_ match: CommandMatch) -> [ToolPath] {
    match.manager.extraPaths.filter { !$0.tools.isEmpty && holds($0, match) }.flatMap { rule in
      rule.paths.compactMap { template in
        guard case .path(let path) = fill(template, rule, match) else { return nil }
        return ToolPath(path: path, tools: rule.tools)
      }
    }
  }

  private func holds(_ rule: InstallPathRule, _ match: CommandMatch) -> Bool {
    if !rule.option.isEmpty {
      guard let option = match.option(rule.option) else { return false }
      if let glob = rule.optionValue, !glob.matches(option.value ?? "") { return false }
    }
    if !rule.withoutOptions.isEmpty, match.option(rule.withoutOptions) != nil { return false }
    let isSet = rule.withoutEnvironment.contains { name in
      let name = Self.fillKeys(name, state)
      return (state.environment[name] ?? state.arguments[name] ?? "") != ""
    }
    if isSet { return false }
    if let key = rule.environmentKey {
      guard let entry = state.environment[key] ?? state.arguments[key] else { return false }
      if let glob = rule.environmentValue {
        guard let value = entry, glob.matches(value) else { return false }
      } else if entry == "" {
        return false
      }
    }
    if !rule.images.isEmpty, !rule.images.match(base.repository) { return false }
    if rule.otherImages.match(base.repository) { return false }
    if rule.isUnknownImage, base.isDeclared { return false }
    if !rule.withoutPackages.isEmpty, installed.contains(where: rule.withoutPackages.match) { return false }
    if !rule.distributions.isEmpty, !rule.distributions.contains(base.distribution?.id ?? "") { return false }
    if let user = rule.user, (user == "root") != state.isRoot { return false }
    return rule.files.isEmpty || holdsInFiles(rule, match)
  }

  private func holdsInFiles(_ rule: InstallPathRule, _ match: CommandMatch) -> Bool {
    let isThere = rule.settings.isEmpty ? !files(of: rule, match).isEmpty : setting(rule, match) != nil
    return isThere != rule.isMissing
  }

  private func files(of rule: InstallPathRule, _ match: CommandMatch) -> [(path: String, bytes: [UInt8])] {
    rule.files.compactMap { template in
      guard case .path(let path) = fill(template, rule, match), let bytes = files.bytes(at: path) else { return nil }
      return (path, bytes)
    }
  }

  /// The value of the first setting that the rule asks for.
  private func setting(_ rule: InstallPathRule, _ match: CommandMatch) -> String? {
    for file in files(of: rule, match) {
      let value = files.settings(at: file.path, file.bytes, rule.settings)?.values(rule.settings).first { value in
        (rule.settingValues.isEmpty || rule.settingValues.match(value)) && !rule.settingExceptions.match(value)
      }
      if let value { return value }
    }
    return nil
  }

  private enum Filled { case path(String), absent, unknown }

  /// Fills in the placeholders of one path template.
  private func fill(_ template: String, _ rule: InstallPathRule, _ match: CommandMatch) -> Filled {
    var text = ""
    var rest = template[...]
    while let open = rest.utf8.firstIndex(of: UInt8(ascii: "{")),
      let close = rest.utf8[open...].firstIndex(of: UInt8(ascii: "}"))
    {
      text.append(contentsOf: rest[..<open])
      switch filling(String(rest[open...close]), rule, match) {
      case .path(let path)?: text += path
      case let other?: return other
      case nil: text.append(contentsOf: rest[open...close])
      }
      rest = rest[rest.utf8.index(after: close)...]
    }
    text.append(contentsOf: rest)
    guard text.hasPrefix("/") || state.isWorkdirKnown else { return .unknown }
    if text.hasPrefix("~/") {
      guard let home = state.home else { return .unknown }
      text = home + text.dropFirst(1)
    }
    return .path(ImagePath.normalise(text, in: state.workdir))
  }

  /// What stands for a placeholder; nil if it is none.
  private func filling(_ placeholder: String, _ rule: InstallPathRule, _ match: CommandMatch) -> Filled? {
    switch placeholder {
    case "{workdir}": return state.isWorkdirKnown ? .path(state.workdir) : .unknown
    case "{home}": return state.home.map(Filled.path) ?? .unknown
    case "{env}": return environmentValue(rule)
    case "{option}":
      guard let option = match.option(rule.option) else { return .absent }
      return option.value.map { .path(Self.withoutExtras($0)) } ?? .unknown
    case "{setting}": return setting(rule, match).map(Filled.path) ?? .absent
    case "{program}": return programFolder(match.programPath).map(Filled.path) ?? .absent
    case "{environment}": return activeEnvironment.map(Filled.path) ?? .absent
    default:
      guard placeholder.hasPrefix("{env:") else { return nil }
      guard let entry = state.environment[String(placeholder.dropFirst("{env:".count).dropLast())] else {
        return .absent
      }
      return entry.map(Filled.path) ?? .unknown
    }
  }

  /// A name with the values of `{env:KEY}`; a key that is unset or unknown has none.
  static func fillKeys(_ template: String, _ state: StageState) -> String {
    guard template.utf8.contains(UInt8(ascii: "{")) else { return template }
    var text = ""
    var rest = template[...]
    while let open = rest.firstIndex(of: "{") {
      text += rest[..<open]
      rest = rest[open...]
      guard rest.hasPrefix("{env:"), let close = rest.firstIndex(of: "}") else {
        text.append(rest.removeFirst())
        continue
      }
      text += state.value(String(rest[..<close].dropFirst("{env:".count))) ?? ""
      rest = rest[rest.index(after: close)...]
    }
    return text + rest
  }

  /// A path as a requirement without what follows in brackets: `.` of `.[test]`.
  private static func withoutExtras(_ value: String) -> String {
    value.firstIndex(of: "[").map { String(value[..<$0]) } ?? value
  }

  private func environmentValue(_ rule: InstallPathRule) -> Filled {
    guard let key = rule.environmentKey, let entry = state.environment[key] ?? state.arguments[key] else {
      return .absent
    }
    return entry.map(Filled.path) ?? .unknown
  }

  /// The folder above the `bin` that the program was called in, unless that is a system folder.
  private func programFolder(_ program: String) -> String? {
    guard program.utf8.contains(UInt8(ascii: "/")) else { return nil }
    let path = ImagePath.normalise(program, in: state.workdir)
    let bin = ImagePath.folder(of: path)
    guard ImagePath.basename(bin) == "bin" else { return nil }
    let folder = ImagePath.folder(of: bin)
    return ["", "/", "/usr", "/usr/local"].contains(folder) ? nil : folder
  }

  /// The environment whose `bin` stands before the system's folders on PATH.
  private var activeEnvironment: String? {
    let folders = (state.value("PATH") ?? "").parts(by: UInt8(ascii: ":")).map { ImagePath.normalise(String($0)) }
    let known = environments + [state.value("VIRTUAL_ENV")].compactMap { $0 }.filter { !$0.isEmpty }
    for folder in folders.prefix(while: { !["/usr/local/bin", "/usr/bin", "/bin"].contains($0) }) {
      if let match = known.first(where: { folder == $0 + "/bin" }) { return match }
    }
    return nil
  }
}
