import BuildModel
import Classification
import SourceText
import Strategies

/// Whether all packages that an application is made of are known by their names: from lock files, or from lists of exact
/// versions.
struct KnownPackages {
  private let input: PlanInput

  init(_ input: PlanInput) { self.input = input }

  /// Why not all packages of an install are known by their names; nil if they are.
  func gap(_ install: LanguageInstall) -> String? {
    guard let manager = manager(of: install) else {
      return "what `\(install.manager)` installs is not known"
    }
    if install.isOfOtherProject {
      return "`\(manager.id)` is told of another project's file, whose lock file is not read"
    }
    if manager.pin == nil || install.lists.isEmpty && install.named.isEmpty {
      let text = "no lock file of `\(manager.id)` in the build context names all packages that are installed"
      if let gap = gap(manager.locks, text) { return gap }
    }
    for name in install.named where !isKnown(name, install) {
      return "`\(name)` is installed without a list of all that it brings"
    }
    for list in install.lists {
      guard let list else { return "a list of packages that `\(manager.id)` installs can't be read" }
      if let line = PackageList(list).requirements.first(where: { !isKnown($0, install) }) {
        return "`\(line.prefix(60))` names no exact version, so that the list need not name all that is installed"
      }
    }
    return nil
  }

  /// The packages that an install names and all that these bring, as far as a table tells.
  func brought(by install: LanguageInstall) -> Set<String> {
    let lists = install.lists.compactMap { $0 }.flatMap { PackageList($0).requirements }
    return (install.named + lists).reduce(into: []) { names, requirement in
      names.formUnion(PackageRequirement(requirement).flatMap { closure(of: $0, install) } ?? [])
    }
  }

  /// Whether the requirement fixes a version, or what its package brings is known in whichever version.
  private func isKnown(_ text: String, _ install: LanguageInstall) -> Bool {
    guard let manager = manager(of: install) else { return false }
    if let pin = manager.pin, text.contains(pin), !text.contains("*") { return true }
    guard let requirement = PackageRequirement(text) else { return false }
    return manager.plainPackages.match(requirement.text)
      || !isTooOld(install) && closure(of: requirement, install) != nil
  }

  private func closure(of requirement: PackageRequirement, _ install: LanguageInstall) -> Set<String>? {
    input.strategies.ecosystem(named: install.ecosystem)?.requirements?
      .closure(of: requirement.name, extras: requirement.extras)
  }

  /// Whether the image has the language in a version before those that the table of requirements was made for.
  private func isTooOld(_ install: LanguageInstall) -> Bool {
    let base = input.facts.base
    guard let ecosystem = input.strategies.ecosystem(named: install.ecosystem), let since = ecosystem.requirementsSince,
      ecosystem.images.contains(where: { $0.repository.matches(base.repository) })
    else { return false }
    return base.isBefore(since)
  }

  private func manager(of install: LanguageInstall) -> PackageManagerStrategy? {
    input.strategies.ecosystem(named: install.ecosystem)?.packageManagers.first { $0.id == install.manager }
  }

  private func hasFile(_ names: [Glob]) -> Bool {
    guard !names.isEmpty else { return false }
    if (input.files.entries("") ?? []).contains(where: names.match) { return true }
    return input.facts.copies.values.contains { copy in
      copy.sources.contains { source in
        names.match(ImagePath.basename(source)) && input.files.read(source) != nil
          || (input.files.entries(source) ?? []).contains(where: names.match)
      }
    }
  }

  /// What to say where the build has none of the lock files: one may lie in the folder all the same.
  func gap(_ locks: [Glob], _ text: String) -> String? {
    if hasFile(locks) { return nil }
    let excluded = (input.context.files.entries("") ?? []).first(where: locks.match)
    return excluded.map { "`.dockerignore` excludes `\($0)`, which would name all packages that are installed" } ?? text
  }
}
