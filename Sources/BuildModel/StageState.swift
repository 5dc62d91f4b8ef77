package import DockerfileSyntax

/// What is in force at one point of a stage: environment, folder, user, shell.
package struct StageState: Sendable, Equatable {
  /// A value that the file does not tell is nil.
  package var environment: [String: String?] = [:]
  package var arguments: [String: String?] = [:]
  package var workdir: String = "/"
  /// False once a WORKDIR had a variable that can't be resolved.
  package var isWorkdirKnown = true
  package var user: String = "root"
  package var shell: [String] = ["/bin/sh", "-c"]
  /// Home folders that user creation named, by user.
  package var homes: [String: String] = [:]

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
    let name = user.split(separator: ":").first.map(String.init) ?? user
    return name.isEmpty || name == "root" || name == "0"
  }

  /// The home folder of the user in force.
  package var home: String {
    if let home = value("HOME") { return home }
    if isRoot { return "/root" }
    let name = user.split(separator: ":").first.map(String.init) ?? user
    return homes[name] ?? "/home/\(name)"
  }

  /// The state behind `instruction`.
  ///
  /// - Parameter globals: the ARGs before the first FROM, which an ARG without default takes over.
  package mutating func apply(_ instruction: Instruction, escape: UInt8, globals: [String: String?]) {
    func expand(_ text: String) -> String? {
      VariableExpansion.expand(text, escape: escape) { value($0) }
    }
    switch instruction.keyword {
    case .env:
      let values = instruction.environment.map { ($0.key, expand($0.value)) }
      for (key, value) in values { environment[key] = .some(value) }
    case .arg:
      for argument in instruction.arg {
        if let word = argument.default {
          arguments[argument.name] = .some(expand(word.text))
        } else {
          arguments[argument.name] = globals[argument.name] ?? .some(nil)
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

extension BuildFile {
  /// The states before each instruction of `stage`'s body, keyed by instruction, and the one behind the last.
  ///
  /// What the stages in its chain set is in force from the start.
  ///
  /// - Parameter environment: what the image below the chain sets.
  package func states(
    of stage: Stage, environment: [(key: String, value: String)] = []
  ) -> (before: [Int: StageState], end: StageState) {
    var state = StageState()
    for (key, value) in environment { state.environment[key] = value }
    for ancestor in chain(of: stage).dropLast() {
      for index in ancestor.body { advance(&state, index) }
      state.arguments = [:]
    }
    var before: [Int: StageState] = [:]
    for index in stage.body {
      before[index] = state
      advance(&state, index)
    }
    return (before, state)
  }

  private func advance(_ state: inout StageState, _ index: Int) {
    state.apply(dockerfile.instructions[index], escape: dockerfile.escape, globals: globalArguments)
  }
}
