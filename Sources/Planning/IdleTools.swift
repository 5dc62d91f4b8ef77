import BuildModel
import Classification
import Strategies

/// Finds system packages that are no build packages, but that only the moved steps use: a package manager of the language,
/// a program that downloads an installer.
///
/// Nothing at run time, no step of the run stage and no file of the project may call them.
struct IdleTools {
  private let input: PlanInput
  private let fates: UnitFates
  private let remainingPrograms: Set<String>

  init(_ input: PlanInput, _ fates: UnitFates, remaining: [(program: String, instruction: Int)]) {
    self.input = input
    self.fates = fates
    remainingPrograms = Set(remaining.map(\.program))
  }

  /// Why the run stage can do without the package; nil if it can't.
  func reason(for package: SystemInstall.Package, role: PackageRole) -> String? {
    guard package.range != nil, role == .packageManager || role == .setup,
      !input.overrides.keep.contains(package.name)
    else { return nil }
    let commands = Set(input.facts.base.releases.flatMap { $0.commands?.commands(of: package.name) ?? [] })
    let managers = managers.filter { manager in
      !commands.isDisjoint(with: manager.tools) || manager.packages.match(package.name)
    }
    // Whoever starts the container may do so by the package manager.
    let starts = managers.contains { $0.commands.contains { $0.does == .run } }
    guard !starts || !input.needs.hasUnknownStart else { return nil }
    let programs = managers.filter { $0.packages.match(package.name) }.flatMap(\.programs)
    guard !commands.isEmpty || !programs.isEmpty, commands.isDisjoint(with: remainingPrograms),
      commands.isDisjoint(with: fates.neededTools), input.needs.first(of: commands.sorted()) == nil
    else { return nil }
    guard role == .packageManager ? isIdleManager(commands, programs) : !commands.isDisjoint(with: movedPrograms) else {
      return nil
    }
    if input.nativePackages.contains(where: { $0.needs.contains(package.name) }) { return nil }
    let calls = input.calls(of: commands.sorted(), texts: managers.flatMap(\.calls))
    guard calls.isComplete, calls.places.isEmpty, calls.texts.isEmpty else { return nil }
    return "only what is done in the build stage uses it"
  }

  /// Whether the commands of a package manager install packages, or are called by steps that moved, and by no others.
  private func isIdleManager(_ commands: Set<String>, _ programs: [ProgramPattern]) -> Bool {
    guard let installers, !commands.isEmpty || knowsPackages else { return false }
    let isCalled = moved.contains { fact in fact.effect.isWork && programs.contains { $0.matches(fact.words) } }
    let isStillCalled = remaining.contains { fact in programs.contains { $0.matches(fact.words) } }
    return !isStillCalled && (isCalled || !commands.isDisjoint(with: installers.union(movedPrograms)))
  }

  private var managers: [PackageManagerStrategy] { input.strategies.ecosystems.flatMap(\.packageManagers) }

  /// The tools of the managers that install; nil unless all their installs go to folders of their own, or to one of which
  /// is known what is found from there among the distribution's packages.
  private var installers: Set<String>? {
    var tools: Set<String> = []
    for (_, install) in input.facts.languageInstalls {
      let manager = input.strategies.ecosystem(named: install.ecosystem)?.packageManagers.first {
        $0.id == install.manager
      }
      let isApart = install.paths.allSatisfy { !ImagePath.contains("/usr", $0) || ImagePath.contains("/usr/src", $0) }
      guard isApart && install.silent.isEmpty || knowsPackages && !install.silent.isEmpty else { return nil }
      tools.formUnion(manager?.tools ?? [])
    }
    return tools
  }

  /// Whether tables tell what packages of the image bring.
  private var knowsPackages: Bool { [.release, .distribution].contains(input.facts.base.knowledge) }

  private var moved: [CommandFact] {
    fates.moved.flatMap { index, items in
      (input.facts.runs[index]?.units ?? []).filter { items.contains($0.item) }.flatMap(\.facts)
    }
  }

  private var remaining: [CommandFact] { input.facts.runs.values.flatMap(fates.remaining).flatMap(\.facts) }

  // what was cloned may call git itself
  private var movedPrograms: Set<String> {
    Set(moved.filter { !ClonedSources.isClone($0) && $0.effect.isWork }.compactMap(\.program))
  }
}

extension Effect {
  /// Whether a package manager does what it is there for, beyond its settings and caches.
  fileprivate var isWork: Bool {
    switch self {
    case .configuresManager, .languageHousekeeping, .neutral: false
    default: true
    }
  }
}
