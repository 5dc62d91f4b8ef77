import BuildModel
import Classification

/// Folders that come into being when another one is made inside of them.
enum MadeFolders {
  /// The folders above `folder` that neither each image has, nor the state's user or WORKDIR.
  static func parents(of folder: String, _ state: StageState) -> [String] {
    var result: [String] = []
    var parent = ImagePath.folder(of: folder)
    while !parent.isEmpty, !ImagePath.isStandardFolder(parent), !ImagePath.contains(parent, state.workdir),
      !([state.home] + state.homes.values).contains(where: { $0.map { ImagePath.contains(parent, $0) } ?? false })
    {
      result.append(parent)
      parent = ImagePath.folder(of: parent)
    }
    return result
  }

  /// The paths that a command names or writes to, as far as they are known.
  static func paths(of fact: CommandFact, _ state: StageState) -> [String] {
    fact.words.map { ImagePath.normalise($0, in: state.workdir) } + fact.writes
  }
}

extension RunFact.Unit {
  /// The folders that the element makes for packages.
  var environments: [String] {
    facts.compactMap { if case .createsEnvironment(let folder) = $0.effect { folder } else { nil } }
  }
}

extension UnitFates {
  /// The elements that leave the run stage, in order.
  func movedUnits(of facts: StageFacts) -> [(instruction: Int, unit: RunFact.Unit)] {
    moved.keys.sorted().flatMap { index in
      (facts.runs[index]?.units ?? []).filter { moved[index]?.contains($0.item) == true }.map { (index, $0) }
    }
  }
}
