package import SourceText

/// Why a command is needed while the image runs.
package struct Evidence: Sendable, Equatable {
  /// What names the command: `HEALTHCHECK`, `healthcheck of service web`.
  package let what: String
  package let path: String
  /// The place in that file, if it is known.
  package let range: ByteRange?

  package init(what: String, path: String, range: ByteRange?) {
    self.what = what
    self.path = path
    self.range = range
  }
}

/// The commands that the image uses when it runs, each with its evidence.
package struct RuntimeNeeds: Sendable, Equatable {
  package private(set) var commands: [String: [Evidence]] = [:]
  /// The variables that commands and scripts read.
  package private(set) var variables: Set<String> = []

  /// Installs of language packages that the image's own start does.
  package private(set) var installs: [LateInstall] = []
  /// Installs of language packages that a command does which the project adds to the image.
  package private(set) var commandInstalls: [LateInstall] = []
  /// Why what the image starts can't do without what a build stage keeps.
  package private(set) var refusals: [Refusal] = []

  /// Why the image does nothing by itself, if what it starts only waits.
  package private(set) var idle: Evidence?

  /// Whether neither the Dockerfile nor a service says what a container starts.
  package internal(set) var hasUnknownStart = false

  mutating func setIdle(_ evidence: Evidence?) { idle = evidence }

  /// An install in the running container.
  package struct LateInstall: Sendable, Equatable {
    package let command: String
    package let evidence: Evidence
  }

  package init() {}

  mutating func add(_ refusal: Refusal) {
    if !refusals.contains(refusal) { refusals.append(refusal) }
  }

  mutating func addInstall(_ command: String, _ evidence: Evidence) {
    installs.append(LateInstall(command: command, evidence: evidence))
  }

  mutating func addCommandInstall(_ command: String, _ evidence: Evidence) {
    commandInstalls.append(LateInstall(command: command, evidence: evidence))
  }

  /// Adds what another stage's image needs.
  package mutating func merge(_ other: RuntimeNeeds) {
    installs += other.installs
    commandInstalls += other.commandInstalls
    for (command, evidence) in other.commands { for item in evidence { add(command, item) } }
    for refusal in other.refusals { add(refusal) }
  }

  mutating func add(_ command: String, _ evidence: Evidence) {
    if commands[command]?.contains(evidence) != true { commands[command, default: []].append(evidence) }
  }

  /// Adds the names that stand as `$NAME` or `${NAME…}` in a shell text.
  mutating func addVariables(in text: [UInt8]) {
    var index = 0
    while let dollar = text[index...].firstIndex(of: UInt8(ascii: "$")) {
      var start = dollar + 1
      while start < text.count, "{#!".utf8.contains(text[start]) { start += 1 }
      let name = text[start...].prefix { byte in
        byte == UInt8(ascii: "_") || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
          || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
      }
      if !name.isEmpty { variables.insert(String(decoding: name, as: UTF8.self)) }
      index = start
    }
  }

  /// The first evidence that `command` is needed; nil if nothing names it.
  package func evidence(for command: String) -> Evidence? { commands[command]?.first }

  /// The first of `names` that is needed, with its evidence.
  package func first(of names: [String]) -> (command: String, evidence: Evidence)? {
    for name in names {
      if let evidence = evidence(for: name) { return (name, evidence) }
    }
    return nil
  }
}
