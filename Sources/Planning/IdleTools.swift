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
  private let remaining: Set<String>

  init(_ input: PlanInput, _ fates: UnitFates, remaining: [(program: String, instruction: Int)]) {
    self.input = input
    self.fates = fates
    self.remaining = Set(remaining.map(\.program))
  }

  /// Why the run stage can do without the package; nil if it can't.
  func reason(for package: SystemInstall.Package, role: PackageRole) -> String? {
    guard package.range != nil, role == .packageManager || role == .setup,
      !input.overrides.keep.contains(package.name)
    else { return nil }
    let commands = Set(input.facts.base.releases.flatMap { $0.commands?.commands(of: package.name) ?? [] })
    guard !commands.isEmpty, commands.isDisjoint(with: remaining), commands.isDisjoint(with: fates.neededTools),
      input.needs.first(of: commands.sorted()) == nil
    else { return nil }
    let used = role == .packageManager ? commands.intersection(installers) : commands.intersection(movedPrograms)
    guard !used.isEmpty else { return nil }
    if input.nativePackages.contains(where: { $0.needs.contains(package.name) }) { return nil }
    let texts = managers.filter { !commands.isDisjoint(with: $0.tools) }.flatMap(\.calls)
    let calls = input.calls(of: commands.sorted(), texts: texts)
    guard calls.isComplete, calls.places.isEmpty, calls.texts.isEmpty else { return nil }
    return "only what is done in the build stage uses it"
  }

  private var managers: [PackageManagerStrategy] { input.strategies.ecosystems.flatMap(\.packageManagers) }

  /// The tools of the managers whose installs all go to folders of their own, or to one of which is known what they find
  /// among the distribution's packages.
  private var installers: Set<String> {
    var tools: Set<String> = []
    for (_, install) in input.facts.languageInstalls {
      let manager = input.strategies.ecosystem(named: install.ecosystem)?.packageManagers.first {
        $0.id == install.manager
      }
      let isApart = install.paths.allSatisfy { !ImagePath.contains("/usr", $0) || ImagePath.contains("/usr/src", $0) }
      let knowsPackages = [.release, .distribution].contains(input.facts.base.knowledge)
      guard isApart && install.silent.isEmpty || knowsPackages && !install.silent.isEmpty else { return [] }
      tools.formUnion(manager?.tools ?? [])
    }
    return tools
  }

  private var movedPrograms: Set<String> {
    let units = fates.moved.flatMap { index, items in
      (input.facts.runs[index]?.units ?? []).filter { items.contains($0.item) }
    }
    // what was cloned may call git itself
    return Set(units.flatMap { $0.facts.filter { !ClonedSources.isClone($0) }.compactMap(\.program) })
  }
}
