internal import SourceText

extension SimpleCommand {
  /// The command that runs in the end and its arguments: without `env A=b`, `exec`, `sudo -E`, `timeout 5` and other
  /// commands that only run the one behind them.
  package var effectiveWords: ArraySlice<Word> {
    let words = words
    return words[CommandPrefix.end(in: words)...]
  }
}

/// A command that runs the command behind it, and how it reads its own arguments.
package struct CommandPrefix: Sendable {
  /// Whether assignments can stand before the command.
  package var takesAssignments = false
  /// How many operands stand before the command.
  package var operands = 0
  /// Options that take a value, short ones as `-u` and long ones as `--user`.
  private var valueOptions: Set<String> = []
  /// Those of them that name the user of the command.
  private var userOptions: Set<String> = []
  /// Whether the first operand names the user of the command.
  package var namesUserFirst = false
  /// The user of the command where nothing names one.
  package var defaultUser: String?

  /// POSIX and everyday programs that run the command behind them.
  package static func named(_ name: String) -> CommandPrefix? {
    switch name {
    case "env": CommandPrefix(takesAssignments: true, valueOptions: ["-u", "--unset", "-C", "--chdir"])
    case "sudo":
      CommandPrefix(
        takesAssignments: true,
        valueOptions: [
          "-u", "-g", "-h", "-p", "-C", "-D", "-R", "-T", "-U", "--user", "--group", "--host", "--prompt", "--chdir",
          "--chroot", "--close-from", "--command-timeout", "--other-user",
        ], userOptions: ["-u", "--user"], defaultUser: "root")
    case "doas": CommandPrefix(valueOptions: ["-u", "-C"], userOptions: ["-u"], defaultUser: "root")
    case "runuser": CommandPrefix(valueOptions: ["-u", "-g", "-G", "--user"], userOptions: ["-u", "--user"])
    case "exec": CommandPrefix(valueOptions: ["-a"])
    case "time": CommandPrefix(valueOptions: ["-f", "-o"])
    case "command", "builtin", "nohup", "setsid", "busybox", "fakeroot", "chronic", "catatonit", "with-contenv":
      CommandPrefix()
    case "nice": CommandPrefix(valueOptions: ["-n", "--adjustment"])
    case "ionice": CommandPrefix(valueOptions: ["-c", "-n", "-p"])
    case "stdbuf": CommandPrefix(valueOptions: ["-i", "-o", "-e"])
    case "timeout": CommandPrefix(operands: 1, valueOptions: ["-k", "-s", "--signal", "--kill-after"])
    case "gosu", "su-exec": CommandPrefix(operands: 1, namesUserFirst: true)
    case "setarch": CommandPrefix(operands: 1)
    case "setpriv":
      CommandPrefix(
        valueOptions: [
          "--reuid", "--regid", "--ruid", "--euid", "--rgid", "--egid", "--groups", "--inh-caps", "--ambient-caps",
          "--bounding-set", "--securebits",
        ], userOptions: ["--reuid", "--euid"])
    // of runit, and of images of Phusion
    case "chpst":
      CommandPrefix(valueOptions: ["-u", "-U", "-b", "-e", "-/", "-n", "-l", "-L", "-m"], userOptions: ["-u"])
    case "setuser", "s6-setuidgid": CommandPrefix(operands: 1, namesUserFirst: true)
    case "xvfb-run":
      CommandPrefix(valueOptions: ["-n", "-s", "-e", "-f", "-p", "-w", "--server-num", "--server-args", "--error-file"])
    case "tini": CommandPrefix(valueOptions: ["-p", "-e"])
    case "dumb-init": CommandPrefix(valueOptions: ["-r", "--rewrite"])
    case "xargs": CommandPrefix(valueOptions: ["-a", "-d", "-E", "-I", "-L", "-n", "-P", "-s"])
    default: nil
    }
  }

  /// What an option says.
  package enum Option: Equatable {
    case flag
    /// It takes the next word.
    case takesNext(isUser: Bool)
    /// It names the user of the command in the same word: `-uapp`, `--user=app`.
    case user(String)
  }

  /// What a word that starts with `-` says; short options may stand together, as in `-Hu`.
  package func option(_ word: String) -> Option {
    if word.hasPrefix("--") {
      if valueOptions.contains(word) { return .takesNext(isUser: userOptions.contains(word)) }
      let parts = word.split(separator: "=", maxSplits: 1)
      return parts.count == 2 && userOptions.contains(String(parts[0])) ? .user(String(parts[1])) : .flag
    }
    var letters = word.dropFirst()
    while let letter = letters.popFirst() {
      guard valueOptions.contains("-\(letter)") else { continue }
      let isUser = userOptions.contains("-\(letter)")
      if letters.isEmpty { return .takesNext(isUser: isUser) }
      return isUser ? .user(String(letters)) : .flag
    }
    return .flag
  }

  /// The index of the first word that is no prefix and no part of one.
  static func end(in words: [Word]) -> Int {
    var index = 0
    while index < words.count, let name = words[index].literal, let prefix = named(baseName(name)) {
      let next = prefix.end(in: words, from: index + 1)
      // A task of its own, or nothing behind it: the prefix itself is the command.
      if next >= words.count || hasOwnTask(name, words[index + 1]) { return index }
      index = next
    }
    return index
  }

  /// The last part of a command's path.
  static func baseName(_ path: String) -> String {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return path }
    return String(path[path.utf8.index(after: slash)...])
  }

  /// Whether the command does something of its own: `command -v x`, `runuser app -c x`.
  private static func hasOwnTask(_ name: String, _ argument: Word) -> Bool {
    switch name {
    case "command": ["-v", "-V"].contains(argument.literal)
    case "runuser": !["-u", "--user"].contains(argument.literal)
    default: false
    }
  }

  private func end(in words: [Word], from start: Int) -> Int {
    var index = start
    var operands = operands
    while index < words.count {
      let word = words[index].literal
      if let word, word.hasPrefix("-"), operands == self.operands {
        if case .takesNext = option(word) { index += 2 } else { index += 1 }
        if word == "--" { break }
      } else if takesAssignments && Self.isAssignment(words[index]) {
        index += 1
      } else if operands > 0 {
        operands -= 1
        index += 1
      } else {
        return index
      }
    }
    return min(index + (index < words.count ? operands : 0), words.count)
  }

  private static func isAssignment(_ word: Word) -> Bool {
    let bytes = word.storage.text.bytes[word.range]
    guard let equals = bytes.firstIndex(of: UInt8(ascii: "=")), equals > bytes.startIndex else { return false }
    return bytes[..<equals].allSatisfy {
      $0 == UInt8(ascii: "_") || ($0 | 0x20 >= 0x61 && $0 | 0x20 <= 0x7A) || ($0 >= 0x30 && $0 <= 0x39)
    }
  }
}
