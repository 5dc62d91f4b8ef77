internal import SourceText

extension SimpleCommand {
  /// The command that runs in the end and its arguments: without `env A=b`, `exec`, `sudo -E`, `timeout 5` and other
  /// commands that only run the one behind them.
  package var effectiveWords: ArraySlice<Word> {
    let words = words
    return words[CommandPrefixes.end(in: words)...]
  }
}

/// Commands that run the command behind them.
enum CommandPrefixes {
  /// How a prefix reads its arguments up to the command: options that take one, and how many operands come first.
  struct Grammar {
    let options: Set<String>
    var operands = 0
    var takesAssignments = false
  }

  static func grammar(of command: String) -> Grammar? {
    switch command {
    case "env": Grammar(options: ["-u", "--unset", "-C", "--chdir"], takesAssignments: true)
    case "sudo": Grammar(options: ["-u", "-g", "-h", "-p", "-C", "-D", "-R", "-T", "-U"], takesAssignments: true)
    case "doas": Grammar(options: ["-u", "-C"])
    case "exec": Grammar(options: ["-a"])
    case "time": Grammar(options: ["-f", "-o"])
    case "command", "builtin", "nohup", "setsid", "busybox", "fakeroot", "chronic": Grammar(options: [])
    case "nice": Grammar(options: ["-n", "--adjustment"])
    case "ionice": Grammar(options: ["-c", "-n", "-p"])
    case "stdbuf": Grammar(options: ["-i", "-o", "-e"])
    case "timeout": Grammar(options: ["-k", "-s", "--signal", "--kill-after"], operands: 1)
    case "gosu", "su-exec", "setarch": Grammar(options: [], operands: 1)
    case "xargs": Grammar(options: ["-a", "-d", "-E", "-I", "-L", "-n", "-P", "-s"])
    default: nil
    }
  }

  /// The index of the first word that is no prefix and no part of one.
  static func end(in words: [Word]) -> Int {
    var index = 0
    while index < words.count, let name = words[index].literal, let grammar = grammar(of: baseName(name)) {
      let next = end(of: grammar, in: words, from: index + 1)
      // A query as `command -v x`, or nothing behind it: the prefix itself is the command.
      if next >= words.count || isQuery(name, words[index + 1]) { return index }
      index = next
    }
    return index
  }

  /// The last part of a command's path.
  static func baseName(_ path: String) -> String {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return path }
    return String(path[path.utf8.index(after: slash)...])
  }

  private static func isQuery(_ name: String, _ argument: Word) -> Bool {
    name == "command" && ["-v", "-V"].contains(argument.literal)
  }

  private static func end(of grammar: Grammar, in words: [Word], from start: Int) -> Int {
    var index = start
    var operands = grammar.operands
    while index < words.count {
      let word = words[index].literal
      if let word, word.hasPrefix("-"), operands == grammar.operands {
        index += grammar.options.contains(word) ? 2 : 1
        if word == "--" { break }
      } else if grammar.takesAssignments && isAssignment(words[index]) {
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

/// Finds the script among the words of a command.
package struct ScriptArguments {
  /// The indices of the words that make up the script.
  private(set) var script: Range<Int>?
  /// Whether the command is a shell that reads its script from its input.
  private(set) var readsInput = false

  /// Programs that read the shell's language.
  package static let shells: Set<String> = ["sh", "bash", "dash", "ash", "ksh", "zsh"]

  init(_ words: [Word]) {
    let start = CommandPrefixes.end(in: words)
    guard start < words.count, let name = words[start].literal else { return }
    switch CommandPrefixes.baseName(name) {
    case "eval":
      let first = start + 1 < words.count && words[start + 1].literal == "--" ? start + 2 : start + 1
      if first < words.count { script = first..<words.count }
    case "su", "runuser":
      // The user may stand before or behind the options.
      script = words.indices.dropFirst(start + 1).first { ["-c", "--command"].contains(words[$0].literal) }
        .flatMap { $0 + 1 < words.count ? $0 + 1..<$0 + 2 : nil }
    case let shell where Self.shells.contains(shell):
      findScript(words, from: start + 1)
    default: break
    }
  }

  /// Finds the word behind `-c`; options may be combined and take arguments: `-euo pipefail -c`.
  private mutating func findScript(_ words: [Word], from start: Int) {
    var index = start
    var hasCommand = false
    var readsStandardInput = true
    while index < words.count {
      guard let word = words[index].literal, word.utf8.count > 1, word.hasPrefix("-") || word.hasPrefix("+") else {
        if words[index].literal == "-" { index += 1 } else { readsStandardInput = false }
        break
      }
      index += 1
      if word == "--" { break }
      if word.hasPrefix("--") {
        if word == "--rcfile" || word == "--init-file" { index += 1 }
        continue
      }
      let flags = word.utf8.dropFirst()
      if word.hasPrefix("-"), flags.contains(UInt8(ascii: "c")) { hasCommand = true }
      if word.hasPrefix("-"), flags.contains(UInt8(ascii: "s")) {
        readsInput = true
        return
      }
      index += flags.count { $0 == UInt8(ascii: "o") || $0 == UInt8(ascii: "O") }
    }
    if hasCommand {
      script = index < words.count ? index..<index + 1 : nil
    } else {
      readsInput = readsStandardInput && index >= words.count
    }
  }
}
