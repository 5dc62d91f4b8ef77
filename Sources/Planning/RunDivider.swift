import Classification
import DockerfileSyntax
import ShellSyntax
import SourceText

/// Works out what is left of one RUN in the run stage.
struct RunDivider {
  private let input: PlanInput
  private let fates: UnitFates?
  private let packages: PackagePlanner
  private var placements: [PackagePlacement] { packages.placements }

  /// Without fates no command moves: only package lists shrink.
  init(_ input: PlanInput, fates: UnitFates?, _ packages: PackagePlanner) {
    self.input = input
    self.fates = fates
    self.packages = packages
  }

  /// The quote that stands around a word; empty: there is none.
  private static func quote(around word: ByteRange?, in run: RunFact) -> String {
    guard let word, let text = run.script?.tree.text.bytes[word], let first = text.first, text.count > 1,
      first == text.last, first == UInt8(ascii: "\"") || first == UInt8(ascii: "'")
    else { return "" }
    return String(decoding: [first], as: UTF8.self)
  }

  /// What changes in the RUN; nil if nothing of it is left.
  func divide(_ run: RunFact) -> RunDivision? {
    var removed = fates?.moved[run.instruction] ?? []
    var words: [WordChange] = []
    var others: [WordChange] = []
    let own = placements.filter { $0.instruction == run.instruction && $0.range != nil }
    var pending = packages.additions.filter { $0.instruction == run.instruction }.map(\.name)
    var emptied: Set<Int> = []
    for unit in run.units where !removed.contains(unit.item) {
      for fact in unit.facts {
        if case .removesSystemPackages(let packages) = fact.effect {
          let changes = removalChanges(packages, of: run.instruction)
          guard changes.left || changes.words.isEmpty else {
            if unit.isSimple {
              emptied.insert(unit.item)
            } else if let command = fact.range {
              words.append(WordChange(range: command, replacement: [":"]))
            }
            continue
          }
          others += changes.words
        }
        guard case .installsSystemPackages(let install) = fact.effect else { continue }
        let fates = install.packages.map { package in
          install.isCheck
            ? placements.first { $0.name == package.name && $0.range != nil }
            : own.first { $0.range == package.range && $0.name == package.name }
        }
        var changes: [WordChange] = []
        var left = install.hasUnknownWords ? 1 : 0
        for (range, group) in Self.byWord(zip(install.packages, fates)) {
          var names: [String] = []
          for (package, placement) in group {
            switch placement?.decision {
            case .removed: break
            case .replaced:
              let quote = placement?.qualifier.isEmpty == false ? Self.quote(around: range, in: run) : ""
              names += (placement?.replacement ?? []).map { quote + $0 + quote }
            case .kept, nil: names.append(package.name + package.qualifier)
            }
          }
          left += names.count
          guard let range, group.contains(where: { $0.1 != nil && $0.1?.decision != .kept }) else { continue }
          changes.append(WordChange(range: range, replacement: names))
        }
        if !changes.isEmpty, !pending.isEmpty, install.takesNames {
          // The names that are kept take the place of the first word that changes.
          changes[0] = WordChange(range: changes[0].range, replacement: changes[0].replacement + pending)
          left += 1
          pending = []
        } else if !pending.isEmpty, install.takesNames,
          let last = install.packages.last(where: { $0.range != nil })?.range
        {
          changes.append(WordChange(range: last.upperBound..<last.upperBound, replacement: pending))
          pending = []
        }
        if left == 0, !changes.isEmpty, unit.isSimple {
          emptied.insert(unit.item)
        } else if left == 0, !changes.isEmpty, let command = fact.range {
          // An empty list inside of a compound command: the command does nothing instead.
          words.append(WordChange(range: command, replacement: [":"]))
        } else if install.isCheck {
          others += merged(changes)
        } else {
          words += changes
        }
      }
    }
    let changed = !removed.isEmpty || !emptied.isEmpty
    removed.formUnion(emptied)
    guard changed else { return RunDivision(words: inOrder(merged(words) + others)) }
    let kept = run.units.filter { !removed.contains($0.item) }
    let isManaging = kept.contains {
      $0.facts.contains { fact in
        switch fact.effect {
        case .installsSystemPackages, .removesSystemPackages, .upgradesSystemPackages: true
        default: false
        }
      }
    }
    let lists = PackageLists(input, fates: fates, packages)
    var needed: Set<Int> = []
    if !isManaging {
      for unit in kept where unit.facts.allSatisfy(\.effect.isSystemHousekeeping) && !unit.facts.isEmpty {
        if lists.areFetched(by: unit, of: run.instruction) {
          needed.insert(unit.item)
        } else {
          removed.insert(unit.item)
        }
      }
    }
    // What only prepared a command that goes, goes too: variables, folders to work in, text that is printed.
    let last = run.units.last { !removed.contains($0.item) && !Self.isIdle($0) }
    let isSubstantial = run.units.contains { unit in
      !removed.contains(unit.item) && (Self.isSubstantial(unit) || needed.contains(unit.item))
    }
    guard let last, isSubstantial else { return nil }
    if fates?.moved[run.instruction]?.isEmpty == false {
      for unit in run.units where unit.item > last.item && !unit.facts.isEmpty { removed.insert(unit.item) }
    }
    return RunDivision(removedItems: removed.sorted(), words: inOrder(merged(words) + others))
  }

  /// The words of a removal that change, since the run stage does not have what they name; whether names are left.
  private func removalChanges(
    _ removed: [SystemInstall.Package], of instruction: Int
  ) -> (words: [WordChange], left: Bool) {
    var words: [WordChange] = []
    var left = false
    for range in removed.map(\.range).reduce(into: [ByteRange?](), { if $0.last != $1 { $0.append($1) } }) {
      let names = removed.filter { $0.range == range }.map(\.name)
      let kept = names.filter { range == nil || !packages.isGone($0, at: instruction) }
      left = left || !kept.isEmpty
      if let range, kept.count < names.count { words.append(WordChange(range: range, replacement: kept)) }
    }
    return (words, left)
  }

  /// The packages of each word, in order; those whose word can't be edited come with nil.
  private static func byWord(
    _ packages: Zip2Sequence<[SystemInstall.Package], [PackagePlacement?]>
  ) -> [(ByteRange?, [(SystemInstall.Package, PackagePlacement?)])] {
    var groups: [(ByteRange?, [(SystemInstall.Package, PackagePlacement?)])] = []
    for (package, placement) in packages {
      if let last = groups.last, last.0 == package.range {
        groups[groups.count - 1].1.append((package, placement))
      } else {
        groups.append((package.range, [(package, placement)]))
      }
    }
    return groups
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
    !isIdle(unit) && !unit.facts.allSatisfy(\.effect.isSystemHousekeeping)
  }

  private func inOrder(_ words: [WordChange]) -> [WordChange] {
    words.sorted { $0.range.lowerBound < $1.range.lowerBound }
  }

  /// A name that the list already has, or gets twice, stands once.
  private func merged(_ words: [WordChange]) -> [WordChange] {
    var seen: Set<String> = []
    return inOrder(words).map { change in
      WordChange(range: change.range, replacement: change.replacement.filter { seen.insert($0).inserted })
    }
  }
}
