package import SourceText

/// Shell text inside of words: the argument of `bash -c`, `eval` and the like.
extension ShellTree {
  /// The text that `word` gives to its command, which still maps to the source of this tree's text.
  ///
  /// Quotes are removed and escapes undone, each unescaped byte standing for the bytes of its escape.
  /// - Parameter keepingExpansions: whether expansions, which this shell would replace before the command sees them,
  ///   stay in the text as they are written.
  /// - Returns: `nil` if the word has expansions and they are not to be kept.
  package func script(of word: Word, keepingExpansions: Bool = true) -> MappedText? {
    var builder = ScriptBuilder(storage: word.storage, keepingExpansions: keepingExpansions)
    return builder.append(partsOf: word.index) ? builder.result : nil
  }

  /// The script that `command` runs in a shell of its own or by `eval`: the S of `sh -c S`, `bash -lc S`,
  /// `/bin/bash -euxo pipefail -c S`, `eval S…`, also behind prefixes as `env A=b`, `exec`, `time` or `sudo -E`.
  ///
  /// - Returns: `nil` if the command runs no script that stands in its words.
  package func nestedScript(of command: SimpleCommand) -> MappedText? {
    let words = command.words
    guard let script = ScriptArguments(words).script else { return nil }
    var builder = ScriptBuilder(storage: command.storage, keepingExpansions: true)
    for index in script {
      // `eval` joins its arguments by blanks; here each stands for what is between the words.
      if index > script.lowerBound {
        let gap = words[index - 1].range.upperBound..<words[index].range.lowerBound
        builder.result.append([UInt8(ascii: " ")], standingFor: gap, of: text)
      }
      guard builder.append(partsOf: words[index].index) else { return nil }
    }
    return builder.result
  }
}

/// Collects the unquoted text of words.
private struct ScriptBuilder {
  let storage: ShellStorage
  let keepingExpansions: Bool
  var result = MappedText()

  init(storage: ShellStorage, keepingExpansions: Bool) {
    self.storage = storage
    self.keepingExpansions = keepingExpansions
  }

  mutating func append(partsOf index: Int) -> Bool {
    for child in storage.children(index) {
      let range = storage.range(child)
      switch storage.nodes[child].kind {
      case .literal: result.append(storage.text, range)
      case .singleQuoted: result.append(storage.text, range.lowerBound + 1..<range.upperBound - 1)
      case .escaped: result.append(Array(storage.text.bytes[range].dropFirst()), standingFor: range, of: storage.text)
      case .ansiQuoted:
        for piece in ANSIQuoting.decode(storage.text.bytes[range.lowerBound + 2..<range.upperBound - 1]) {
          if piece.bytes.count == piece.range.count {
            result.append(storage.text, piece.range)
          } else {
            result.append(piece.bytes, standingFor: piece.range, of: storage.text)
          }
        }
      case .doubleQuoted: guard append(partsOf: child) else { return false }
      case .punctuation: break
      default:
        guard keepingExpansions else { return false }
        result.append(storage.text, range)
      }
    }
    return true
  }
}

/// Finds the script among the words of a command.
struct ScriptArguments {
  /// The indices of the words that make up the script.
  private(set) var script: Range<Int>?

  private static let shells: Set<String> = ["sh", "bash", "dash", "ash", "ksh", "zsh"]
  /// Commands that run the command behind them, and their options that take an argument.
  private static let prefixes: [String: Set<String>] = [
    "env": ["-u", "--unset", "-C", "--chdir"], "exec": ["-a"], "time": ["-f", "-o"], "nohup": [], "command": [],
    "builtin": [], "sudo": ["-u", "-g", "-h", "-p", "-C", "-D", "-R", "-T", "-U"], "doas": ["-u", "-C"],
    "nice": ["-n", "--adjustment"], "ionice": ["-c", "-n", "-p"], "setsid": [], "busybox": [],
    "stdbuf": ["-i", "-o", "-e"],
  ]

  init(_ words: [Word]) {
    var index = 0
    while index < words.count, let name = words[index].literal {
      let command = Self.baseName(name)
      if command == "eval" {
        let first = index + 1 < words.count && words[index + 1].literal == "--" ? index + 2 : index + 1
        script = first < words.count ? first..<words.count : nil
        return
      }
      if Self.shells.contains(command) {
        script = Self.scriptOfShell(words, from: index + 1).map { $0..<$0 + 1 }
        return
      }
      guard let options = Self.prefixes[command] else { return }
      index = Self.endOfPrefix(words, from: index + 1, options: options)
    }
  }

  static func baseName(_ path: String) -> String {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return path }
    return String(path[path.utf8.index(after: slash)...])
  }

  /// The index of the word behind `-c`; options may be combined and take arguments: `-euo pipefail -c`.
  private static func scriptOfShell(_ words: [Word], from start: Int) -> Int? {
    var index = start
    var hasCommand = false
    while index < words.count {
      guard let word = words[index].literal else { return hasCommand ? index : nil }
      if word == "--" || word == "-" { return hasCommand && index + 1 < words.count ? index + 1 : nil }
      guard word.utf8.count > 1, word.hasPrefix("-") || word.hasPrefix("+") else { return hasCommand ? index : nil }
      index += 1
      if word.hasPrefix("--") {
        if word == "--rcfile" || word == "--init-file" { index += 1 }
        continue
      }
      let flags = word.utf8.dropFirst()
      if word.hasPrefix("-"), flags.contains(UInt8(ascii: "c")) { hasCommand = true }
      index += flags.count { $0 == UInt8(ascii: "o") || $0 == UInt8(ascii: "O") }
    }
    return nil
  }

  /// The index of the command that a prefix runs: behind its options and, for `env`, the assignments.
  private static func endOfPrefix(_ words: [Word], from start: Int, options: Set<String>) -> Int {
    var index = start
    while index < words.count {
      let word = words[index].literal
      if let word, word.hasPrefix("-") {
        index += options.contains(word) ? 2 : 1
        if word == "--" { return index }
      } else if isAssignment(words[index]) {
        index += 1
      } else {
        return index
      }
    }
    return index
  }

  private static func isAssignment(_ word: Word) -> Bool {
    let bytes = word.storage.text.bytes[word.range]
    guard let equals = bytes.firstIndex(of: UInt8(ascii: "=")), equals > bytes.startIndex else { return false }
    return bytes[..<equals].allSatisfy {
      $0 == UInt8(ascii: "_") || ($0 | 0x20 >= 0x61 && $0 | 0x20 <= 0x7A) || ($0 >= 0x30 && $0 <= 0x39)
    }
  }
}
