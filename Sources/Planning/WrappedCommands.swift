import BuildModel
import Classification
import ShellSyntax
import SourceText
import Strategies

/// Commands that stand among the words of another one, which may start them.
struct WrappedCommands {
  private let strategies: StrategySet
  private let distribution: DistributionStrategy?

  init(_ strategies: StrategySet, _ distribution: DistributionStrategy?) {
    self.strategies = strategies
    self.distribution = distribution
  }

  /// What `find` starts for the files that it finds.
  static func executed(by fact: CommandFact) -> [[String]] {
    guard fact.program == "find" else { return [] }
    return fact.words.indices.filter { ["-exec", "-execdir", "-ok", "-okdir"].contains(fact.words[$0]) }.map { start in
      Array(fact.words[(start + 1)...].prefix { $0 != ";" && $0 != "+" })
    }
  }

  /// The command as it is named, also where a variable stands before the name, and what it starts; none for a question.
  func commands(of fact: CommandFact) -> [[String]] {
    if let last = fact.words.last, Self.questions.contains(last), fact.words.count <= 3 { return [] }
    return [fact.words, Self.spelled(fact.words)].compactMap { $0 } + Self.executed(by: fact)
  }

  private static let questions: Set<String> = ["--version", "-V", "--help"]

  /// Whether an unknown program, or one of a language, starts an install: `xargs pip install`, `scl enable x "pip install"`.
  func install(_ fact: CommandFact) -> Bool {
    switch fact.effect {
    case .runsProgram(let program):
      if commands(of: fact).dropFirst().contains(where: isInstall) { return true }
      guard !PosixPrograms.isHarmless(program, in: distribution) else { return false }
      let starts = fact.words.indices.dropFirst().prefix(8).map { Array(fact.words[$0...]) }
      return starts.contains(where: isInstall) || fact.words.dropFirst().contains(where: holdsInstall)
    case .runsTool: return fact.words.dropFirst().contains(where: holdsInstall)
    default: return false
    }
  }

  private static func spelled(_ words: [String]) -> [String]? {
    guard let first = words.first, first.contains("$") || first.contains("`") else { return nil }
    return CommandWords.programName(spelled: first).map { [$0] + words.dropFirst() }
  }

  private func isInstall(_ words: [String]) -> Bool {
    let words = CommandWords(exec: words)
    return strategies.ecosystems.contains { ecosystem in
      CommandMatch.find(words, in: ecosystem.packageManagers)?.rule.does == .install
    }
  }

  /// Whether a word is text of a shell, or of a program, with an install in it.
  private func holdsInstall(_ word: String) -> Bool {
    guard word.utf8.contains(UInt8(ascii: " ")) || word.utf8.contains(UInt8(ascii: ",")) else { return false }
    let bytes = Array(word.utf8)
    let tree = ShellTree.parse(MappedText(bytes))
    let isShell = tree.simpleCommands().contains { visit in
      isInstall(CommandWords(visit.command, in: tree, state: StageState()).items.map { $0.value ?? $0.raw })
    }
    return isShell || QuotedCommands.all(in: bytes, of: strategies.tools).contains(where: isInstall)
  }
}
