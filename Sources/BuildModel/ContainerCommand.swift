import SourceText

/// A command line that builds an image, or starts a program in a new or a running container: `docker build`,
/// `docker run` and `docker exec`, and the same of programs that take Docker's arguments.
package struct ContainerCommand: Sendable, Equatable {
  package enum Action: Sendable { case build, run, exec }

  package let action: Action
  /// The names that a build gives to its image.
  package private(set) var tags: [String] = []
  /// The Dockerfile that a build names.
  package private(set) var file: String?
  /// The stage that a build ends with.
  package private(set) var target: String?
  /// The program that takes the place of the image's own.
  package private(set) var entrypoint: String?
  /// The name that the new container gets.
  package private(set) var name: String?
  /// What is no option: the context of a build; the image or the container, the program and its arguments otherwise.
  package private(set) var operands: [String] = []

  /// - Parameter words: the command's words without quotes; variables stand as they are written.
  package init?(_ words: [String]) {
    guard let program = words.first, Self.isProgram(program) else { return nil }
    var rest = words.dropFirst()
    Self.skipOptions(&rest)
    if let group = rest.first, Self.groups.contains(group) {
      rest = rest.dropFirst()
      Self.skipOptions(&rest)
    }
    switch rest.popFirst() {
    case "build", "bud": action = .build
    case "run": action = .run
    case "exec": action = .exec
    default: return nil
    }
    read(rest)
  }

  /// The context of a build, beside which variables can stand for options; nil if it is not known.
  package var context: String? {
    let plain = operands.filter { !Self.isVariable($0) }
    return plain.count == 1 ? plain[0] : operands.count == 1 ? operands[0] : nil
  }

  /// What starts in the image or container that the command names, the program first; nil if that is another one.
  ///
  /// A variable before it can stand for options.
  ///
  /// - Parameter isWanted: whether a word names the image or container.
  package func started(_ isWanted: (String) -> Bool) -> [String]? {
    var command = self
    for _ in 0..<8 {
      guard let first = command.operands.first else { return nil }
      if isWanted(first) { return [command.entrypoint].compactMap { $0 } + command.operands.dropFirst() }
      guard Self.isVariable(first) else { return nil }
      let rest = command.operands.dropFirst()
      command.operands = []
      command.read(rest)
    }
    return nil
  }

  private mutating func read(_ words: ArraySlice<String>) {
    var rest = words
    while let word = rest.popFirst() {
      if word == "--" {
        operands += rest
        return
      }
      guard word.hasPrefix("-"), word != "-" else {
        operands.append(word)
        if action == .build { continue }
        operands += rest
        return
      }
      guard let (option, value) = option(word) else { continue }
      take(option, value ?? rest.popFirst() ?? "")
    }
  }

  private mutating func take(_ option: String, _ value: String) {
    switch (action, option) {
    case (.build, "-t"), (.build, "--tag"): tags.append(value)
    case (.build, "-f"), (.build, "--file"): file = value
    case (.build, "--target"): target = value
    case (.run, "--entrypoint"): entrypoint = value.isEmpty ? nil : value
    case (.run, "--name"): name = value
    default: break
    }
  }

  /// The option in a word that takes a value, and the value if it stands in the word too; nil for one that takes none.
  private func option(_ word: String) -> (name: String, value: String?)? {
    if word.hasPrefix("--") {
      if let equals = word.firstIndex(of: "=") {
        return (String(word[..<equals]), String(word[word.index(after: equals)...]))
      }
      return flags.contains(word) ? nil : (word, nil)
    }
    var letters = word.dropFirst()
    while let letter = letters.popFirst() {
      let name = "-\(letter)"
      if flags.contains(name) { continue }
      if letters.first == "=" { letters.removeFirst() }
      return (name, letters.isEmpty ? nil : String(letters))
    }
    return nil
  }

  /// The options that take no value (docker 28 and podman 5); all others do.
  private var flags: Set<String> { action == .build ? Self.buildFlags : Self.runFlags }

  private static let buildFlags: Set<String> = [
    "-q", "-D", "--check", "--compress", "--debug", "--disable-content-trust", "--force-rm", "--layers", "--load",
    "--no-cache", "--pull", "--pull-always", "--pull-never", "--push", "--quiet", "--rm", "--squash", "--squash-all",
    "--tls-verify",
  ]
  private static let runFlags: Set<String> = [
    "-d", "-i", "-t", "-P", "-q", "--detach", "--disable-content-trust", "--env-host", "--help", "--http-proxy",
    "--init", "--interactive", "--no-healthcheck", "--no-hosts", "--oom-kill-disable", "--privileged", "--publish-all",
    "--quiet", "--read-only", "--replace", "--rm", "--rmi", "--sig-proxy", "--tls-verify", "--tty",
  ]

  /// Commands that only hold others.
  private static let groups: Set<String> = ["buildx", "builder", "container", "image"]

  /// Skips options of the program itself.
  private static func skipOptions(_ words: inout ArraySlice<String>) {
    let valued: Set<String> = ["-c", "--context", "-H", "--host", "--config", "-l", "--log-level", "--builder"]
    while let word = words.first, word.hasPrefix("-") { words = words.dropFirst(valued.contains(word) ? 2 : 1) }
  }

  private static func isProgram(_ word: String) -> Bool {
    guard isVariable(word) else {
      return ["docker", "podman", "nerdctl", "buildah"].contains(ImagePath.basename(word))
    }
    let name = word.lowercased()
    return ["docker", "podman", "container", "engine"].contains { name.holds($0) }
  }

  /// Whether the word is one variable of the shell or of make, and nothing else.
  private static func isVariable(_ word: String) -> Bool {
    guard word.hasPrefix("$") else { return false }
    return word.dropFirst().allSatisfy { $0.isLetter || $0.isNumber || "_@*(){}".contains($0) }
  }
}
