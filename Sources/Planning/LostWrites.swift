import BuildModel
import Classification

/// What commands that go to the build stage write to where nothing is copied from, so that the run stage would lack it.
struct LostWrites {
  private let state: StageState
  private let isCopied: (String) -> Bool
  /// Whether a command of the element has gone to another folder, so that relative paths tell nothing.
  private let changesFolder: Bool

  /// What is written there serves the commands of the same RUN.
  private static let workFolders = ["/tmp", "/var/tmp", "/dev", "/proc", "/usr/src", "/usr/local/src"]

  /// - Parameters:
  ///   - state: what holds before the RUN.
  ///   - isCopied: whether a path comes to the run stage with what is installed.
  init(_ unit: RunFact.Unit, _ state: StageState, isCopied: @escaping (String) -> Bool) {
    self.state = state
    self.isCopied = isCopied
    changesFolder = unit.facts.contains { ["cd", "pushd"].contains($0.program) }
  }

  /// Whether the run stage would lack something that the command writes.
  func contain(_ fact: CommandFact) -> Bool {
    let absolute = fact.writes + targets(of: fact).compactMap(path)
    return absolute.contains { path in
      !isCopied(path) && !Self.workFolders.contains { ImagePath.contains($0, path) }
    }
  }

  private func path(_ word: String) -> String? {
    if word.hasPrefix("/") { return ImagePath.normalise(word) }
    guard !changesFolder, state.isWorkdirKnown, !word.contains("$") else { return nil }
    return ImagePath.normalise(word, in: state.workdir)
  }

  /// The operands that name what is written.
  private func targets(of fact: CommandFact) -> [String] {
    let operands = fact.words.dropFirst().filter { !$0.hasPrefix("-") }
    switch fact.program {
    case "tee": return operands
    case "cp", "mv", "ln", "install": return operands.count > 1 ? operands.suffix(1) : []
    case "sed" where fact.words.contains { $0.hasPrefix("-i") || $0 == "--in-place" }:
      return Array(operands.dropFirst())
    default: return []
    }
  }
}
