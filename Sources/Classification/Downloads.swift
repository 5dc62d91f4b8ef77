import BuildModel
import SourceText

/// The files that a command downloads.
package enum Downloads {
  /// Their paths as the command has them, or their names; none where what is downloaded goes on through a pipe.
  package static func files(of fact: CommandFact) -> [String] {
    guard let program = fact.program, let option = outputOptions[program] else { return fact.writes }
    var named: [String] = []
    var keepsName = program == "wget"
    for (index, word) in fact.words.enumerated().dropFirst() where word.hasPrefix("-") && word != "-" {
      if word.hasPrefix("--") {
        if option.long.contains(word), fact.words.indices.contains(index + 1) { named.append(fact.words[index + 1]) }
        if let long = option.long.first(where: { word.hasPrefix($0 + "=") }) {
          named.append(String(word.dropFirst(long.count + 1)))
        }
        if word == "--remote-name" { keepsName = true }
      } else if let place = word.firstIndex(of: option.short) {
        // `-sSLo FILE`, `-qOFILE`
        let rest = word[word.index(after: place)...]
        if !rest.isEmpty {
          named.append(String(rest))
        } else if fact.words.indices.contains(index + 1) {
          named.append(fact.words[index + 1])
        }
      } else if program == "curl", word.contains("O") {
        keepsName = true
      }
    }
    let addresses = fact.words.filter { $0.holds("://") }
    let files = named.isEmpty && keepsName ? addresses.map(ImagePath.basename) : named
    return fact.writes + files.filter { $0 != "-" }
  }

  private static let outputOptions: [String: (short: Character, long: [String])] = [
    "curl": ("o", ["--output"]), "wget": ("O", ["--output-document"]),
  ]
}
