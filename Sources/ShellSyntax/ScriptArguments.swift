internal import SourceText

/// Finds the script among the words of a command.
package struct ScriptArguments {
  /// The indices of the words that make up the script.
  private(set) var script: Range<Int>?
  /// Whether the command is a shell that reads its script from its input.
  private(set) var readsInput = false

  /// Programs that read the shell's language.
  package static let shells: Set<String> = ["sh", "bash", "dash", "ash", "ksh", "zsh"]

  init(_ words: [Word]) {
    let start = CommandPrefix.end(in: words)
    guard start < words.count, let name = words[start].literal else { return }
    switch CommandPrefix.baseName(name) {
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
