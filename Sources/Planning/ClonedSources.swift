import BuildModel
import Classification

/// Repositories that a RUN clones and installs at once, from the folder that is copied to the run stage afterwards.
///
/// Cloned twice, a branch can be at two commits, and the copy would mix them.
struct ClonedSources {
  let facts: StageFacts
  /// The elements that go to the build stage alone.
  let moved: [Int: Set<Int>]

  /// The elements that clone what an element behind them installs, where nothing behind them stays.
  func elements(upTo lastInstall: Int) -> [(instruction: Int, item: Int)] {
    facts.runs.keys.sorted().filter { $0 <= lastInstall }.flatMap { index -> [(instruction: Int, item: Int)] in
      guard let run = facts.runs[index], let state = facts.states[index], let gone = moved[index] else { return [] }
      return run.units.compactMap { unit in
        let later = run.units.filter { $0.item > unit.item }
        guard !gone.contains(unit.item), later.allSatisfy({ gone.contains($0.item) }), !unit.facts.isEmpty,
          unit.facts.allSatisfy({ Self.isClone($0) }), let folder = unit.facts.last?.words.last,
          !folder.isEmpty, folder.hasPrefix("/") || state.isWorkdirKnown
        else { return nil }
        let place = ImagePath.normalise(folder, in: state.workdir)
        return later.flatMap(\.facts).contains { $0.installs(into: place) } ? (index, unit.item) : nil
      }
    }
  }

  static func isClone(_ fact: CommandFact) -> Bool {
    fact.program == "git" && fact.words.dropFirst().first == "clone" && fact.script == nil && fact.writes.isEmpty
  }
}

extension CommandFact {
  fileprivate func installs(into folder: String) -> Bool {
    guard case .installsLanguagePackages(let install) = effect else { return false }
    return install.paths.contains(folder)
  }
}
