import BuildModel
import Classification
import DockerfileSyntax
import SourceText

/// Steps that stay in the run stage and need a folder which only the build stage has by then.
struct EarlyUses {
  private let facts: StageFacts
  private let fates: UnitFates?
  private let ignored: Set<Int>

  init(_ input: PlanInput, _ fates: UnitFates?) {
    facts = input.facts
    self.fates = fates
    ignored = input.overrides.ignored
  }

  func refusals() -> [Refusal] {
    guard let fates else { return [] }
    return facts.runs.keys.sorted().compactMap { index in
      guard let run = facts.runs[index], let state = facts.states[index], !ignored.contains(index) else { return nil }
      for unit in fates.remaining(of: run) {
        let folders = fates.installedLater(than: (index, unit.item))
        guard !folders.isEmpty else { continue }
        let parents = vanishing(before: index, unit, folders)
        for fact in unit.facts {
          if let word = use(of: folders, in: fact, state) { return refusal(index, word) }
          let makes = fact.program == "mkdir" && fact.words.contains { ["-p", "--parents"].contains($0) }
          if !makes, let path = MadeFolders.paths(of: fact, state).first(where: { isInside($0, parents) }) {
            return refusal(index, path)
          }
        }
      }
      return nil
    }
  }

  /// What the command names of folders that are copied only behind it.
  private func use(of folders: [String], in fact: CommandFact, _ state: StageState) -> String? {
    let word = fact.words.first { word in
      folders.contains { folder in
        ImagePath.contains(folder, ImagePath.normalise(word)) || word.hasPrefix("-") && word.contains(folder)
          || !ImagePath.contains(folder, state.workdir)
            && ImagePath.contains(folder, ImagePath.normalise(word, in: state.workdir))
      }
    }
    return word ?? fact.writes.first { path in folders.contains { ImagePath.contains($0, path) } }
  }

  /// The folders above those that are copied later, which the steps that stay have not made by then.
  private func vanishing(before index: Int, _ unit: RunFact.Unit, _ folders: [String]) -> [String] {
    let made = (fates?.movedUnits(of: facts) ?? []).filter { place in
      place.instruction < index || place.instruction == index && place.unit.item < unit.item
    }
    let parents = made.flatMap { place in
      facts.states[place.instruction].map { state in
        place.unit.environments.filter(folders.contains).flatMap { MadeFolders.parents(of: $0, state) }
      } ?? []
    }
    return parents.filter { parent in !isMade(parent, before: index, unit) }
  }

  /// Whether a COPY, a WORKDIR or a step that stays names the folder, or one in it, before a place.
  private func isMade(_ folder: String, before index: Int, _ unit: RunFact.Unit) -> Bool {
    func isBelow(_ path: String) -> Bool { ImagePath.contains(folder, path) }
    if facts.states.contains(where: { $0.key <= index && isBelow($0.value.workdir) }) { return true }
    if facts.copies.contains(where: { copy in
      copy.key < index && fates?.movedCopies.contains(copy.key) != true && isBelow(copy.value.destination)
    }) {
      return true
    }
    return facts.runs.contains { earlier, run in
      guard earlier <= index, let state = facts.states[earlier] else { return false }
      return (fates?.remaining(of: run) ?? []).contains { other in
        (earlier < index || other.item < unit.item)
          && other.facts.contains { MadeFolders.paths(of: $0, state).contains(where: isBelow) }
      }
    }
  }

  private func isInside(_ path: String, _ folders: [String]) -> Bool {
    folders.contains { path != $0 && ImagePath.contains($0, path) }
  }

  private func refusal(_ index: Int, _ word: String) -> Refusal {
    Refusal(
      id: "split/early-use", reason: "a step that stays uses `\(word)` before the packages are installed",
      help: "put this step behind the install, then run `migrate` again",
      range: facts.file.dockerfile.instructions[index].range)
  }
}
