import Classification
import DockerfileSyntax
import SourceText

/// Works out what is left of one RUN in the run stage.
struct RunDivider {
  private let input: PlanInput
  private let fates: UnitFates?
  private let placements: [PackagePlacement]
  private let additions: [(name: String, instruction: Int, reason: String)]

  /// Without fates no command moves: only package lists shrink.
  init(
    _ input: PlanInput, fates: UnitFates?, placements: [PackagePlacement],
    additions: [(name: String, instruction: Int, reason: String)]
  ) {
    self.input = input
    self.fates = fates
    self.placements = placements
    self.additions = additions
  }

  /// What changes in the RUN; nil if nothing of it is left.
  func divide(_ run: RunFact) -> RunDivision? {
    var removed = fates?.moved[run.instruction] ?? []
    var words: [WordChange] = []
    let own = placements.filter { $0.instruction == run.instruction && $0.range != nil }
    var pending = additions.filter { $0.instruction == run.instruction }.map(\.name)
    var emptied: Set<Int> = []
    for unit in run.units where !removed.contains(unit.item) {
      for fact in unit.facts {
        guard case .installsSystemPackages(let install) = fact.effect else { continue }
        let fates = install.packages.map { package in own.first { $0.range == package.range } }
        var changes: [WordChange] = []
        var left = install.hasUnknownWords ? 1 : 0
        for (package, placement) in zip(install.packages, fates) {
          switch placement?.decision {
          case .removed: if let range = package.range { changes.append(WordChange(range: range, replacement: [])) }
          case .replaced(let names):
            if let range = package.range { changes.append(WordChange(range: range, replacement: names)) }
            left += 1
          case .kept, nil: left += 1
          }
        }
        if !changes.isEmpty, !pending.isEmpty {
          // The names that are kept take the place of the first word that changes.
          changes[0] = WordChange(range: changes[0].range, replacement: changes[0].replacement + pending)
          left += 1
          pending = []
        }
        if left == 0, !changes.isEmpty, unit.isSimple {
          emptied.insert(unit.item)
        } else if left > 0 || unit.isSimple {
          words += changes
        }
      }
    }
    let changed = !removed.isEmpty || !emptied.isEmpty
    removed.formUnion(emptied)
    guard changed else { return RunDivision(words: merged(words)) }
    let kept = run.units.filter { !removed.contains($0.item) }
    let installsLeft = kept.contains {
      $0.facts.contains { if case .installsSystemPackages = $0.effect { true } else { false } }
    }
    if !installsLeft {
      for unit in kept where unit.facts.allSatisfy({ $0.effect == .systemHousekeeping }) && !unit.facts.isEmpty {
        removed.insert(unit.item)
      }
    }
    // What only prepared a command that goes, goes too: variables, folders to work in, text that is printed.
    let last = run.units.last { !removed.contains($0.item) && !Self.isIdle($0) }
    guard let last, run.units.contains(where: { !removed.contains($0.item) && Self.isSubstantial($0) }) else {
      return nil
    }
    if fates?.moved[run.instruction]?.isEmpty == false {
      for unit in run.units where unit.item > last.item && !unit.facts.isEmpty { removed.insert(unit.item) }
    }
    return RunDivision(removedItems: removed.sorted(), words: merged(words))
  }

  /// Whether the element leaves nothing behind it but the state of the shell.
  private static func isIdle(_ unit: RunFact.Unit) -> Bool {
    unit.facts.allSatisfy { fact in
      switch fact.effect {
      case .neutral: true
      case .runsProgram(let name): PosixPrograms.filters.contains(name)
      default: false
      }
    }
  }

  private static func isSubstantial(_ unit: RunFact.Unit) -> Bool {
    !isIdle(unit) && !unit.facts.allSatisfy { $0.effect == .systemHousekeeping }
  }

  /// A name that the list already has, or gets twice, stands once.
  private func merged(_ words: [WordChange]) -> [WordChange] {
    var seen: Set<String> = []
    return words.sorted { $0.range.lowerBound < $1.range.lowerBound }.map { change in
      WordChange(range: change.range, replacement: change.replacement.filter { seen.insert($0).inserted })
    }
  }
}
