package import DockerfileSyntax
import SourceText

/// What is in force at one point of a stage: environment, folder, user, shell.
package struct StageState: Sendable, Equatable {
  /// A value that the file does not tell is nil.
  package var environment: [String: String?] = [:]
  package var arguments: [String: String?] = [:]
  /// The environment keys whose values depend on build arguments, so that they are the caller's.
  package private(set) var keysFromArguments: Set<String> = []
  package var workdir: String = "/"
  /// False once a WORKDIR had a variable that can't be resolved.
  package var isWorkdirKnown = true
  package var user: String = "root"
  package var shell: [String] = ["/bin/sh", "-c"]
  /// Home folders of the users that commands made, by name and by number; nil where the file does not tell.
  package var homes: [String: String?] = [:]

  package init() {
    environment["PATH"] = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
  }

  /// The value of an environment key or build argument; nil if it is unset or unknown.
  package func value(_ name: String) -> String? {
    if let value = environment[name] { return value }
    return arguments[name] ?? nil
  }

  /// Whether commands run with all rights.
  package var isRoot: Bool {
    let name = user.parts(by: UInt8(ascii: ":")).first.map(String.init) ?? user
    return name.isEmpty || name == "root" || name == "0"
  }

  /// The home folder of the user in force; nil where neither the file nor custom tells it.
  package var home: String? {
    if let home = environment["HOME"] ?? arguments["HOME"] { return home }
    if isRoot { return "/root" }
    let name = user.parts(by: UInt8(ascii: ":")).first.map(String.init) ?? user
    if let home = homes[name] { return home }
    let isName = name.first.map { $0.isLetter || $0 == "_" } ?? false
    return isName && !Self.systemUsers.contains(name) ? "/home/\(name)" : nil
  }

  /// Users of every distribution's base, whose home folders are all over the place (Debian, `base-passwd`).
  private static let systemUsers: Set<String> = [
    "daemon", "bin", "sys", "sync", "games", "man", "lp", "mail", "news", "uucp", "proxy", "www-data", "backup", "list",
    "irc", "nobody", "nogroup", "operator", "guest", "adm", "postmaster", "cron", "ftp", "sshd",
  ]

  /// The state behind `instruction`.
  ///
  /// - Parameter globals: the ARGs before the first FROM, which an ARG without default takes over.
  /// - Parameter mark: stands behind the value of each ARG: what carries it depends on a build argument.
  package mutating func apply(
    _ instruction: Instruction, escape: UInt8, globals: [String: String?], mark: String = ""
  ) {
    func expand(_ text: String) -> String? {
      VariableExpansion.expand(text, escape: escape) { value($0) }
    }
    switch instruction.keyword {
    case .env:
      let values = instruction.variables.map { ($0.key, expand($0.value)) }
      let depending = Set(instruction.variables.filter { dependsOnArguments($0.value, escape) }.map(\.key))
      for (key, value) in values {
        environment[key] = .some(value)
        if depending.contains(key) { keysFromArguments.insert(key) } else { keysFromArguments.remove(key) }
      }
    case .arg:
      for argument in instruction.arg {
        if let word = argument.default {
          arguments[argument.name] = .some(expand(word.text).map { $0 + mark })
        } else {
          arguments[argument.name] = .some((globals[argument.name] ?? nil).map { $0 + mark })
        }
      }
    case .workdir:
      guard let word = instruction.words.first else { break }
      if let path = expand(word.text) {
        workdir = ImagePath.normalise(path, in: workdir)
        if path.hasPrefix("/") { isWorkdirKnown = true }
      } else {
        isWorkdirKnown = false
      }
    case .user:
      guard let word = instruction.words.first else { break }
      user = expand(word.text) ?? word.text
    case .shell:
      shell = instruction.execForm ?? shell
    default:
      break
    }
  }
}

extension StageState {
  /// Whether a text names a build argument, or a key whose value depends on one.
  fileprivate func dependsOnArguments(_ text: String, _ escape: UInt8) -> Bool {
    guard text.utf8.contains(UInt8(ascii: "$")) else { return false }
    return VariableReference.scan(Array(text.utf8), escape: escape).contains { reference in
      keysFromArguments.contains(reference.name)
        || environment[reference.name] == nil && arguments[reference.name] != nil
    }
  }
}

extension BuildFile {
  /// The states before each instruction of `stage`'s body, keyed by instruction, and the one behind the last.
  ///
  /// What the stages in its chain set is in force from the start.
  ///
  /// - Parameters:
  ///   - environment: what the image below the chain sets.
  ///   - workdir: the folder that the image works in; nil if it is not known.
  package func states(
    of stage: Stage, environment: [(key: String, value: String)] = [], workdir: String? = "/", mark: String = ""
  ) -> (before: [Int: StageState], end: StageState) {
    var state = StageState()
    state.workdir = workdir ?? "/"
    state.isWorkdirKnown = workdir != nil
    for (key, value) in environment { state.environment[key] = value }
    for ancestor in chain(of: stage).dropLast() {
      for index in ancestor.body { advance(&state, index, mark) }
      state.arguments = [:]
    }
    var before: [Int: StageState] = [:]
    for index in stage.body {
      before[index] = state
      advance(&state, index, mark)
    }
    return (before, state)
  }

  private func advance(_ state: inout StageState, _ index: Int, _ mark: String) {
    state.apply(dockerfile.instructions[index], escape: dockerfile.escape, globals: globalArguments, mark: mark)
  }
}
