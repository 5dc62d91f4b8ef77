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
    let managers = input.strategies.ecosystem(named: install.ecosystem)?.packageManagers
    guard let manager = managers?.first(where: { $0.id == install.manager }) else {
      return "what `\(install.manager)` installs is not known"
    }
    if manager.pin == nil || install.lists.isEmpty && install.named.isEmpty {
      let text = "no lock file of `\(manager.id)` in the build context names all packages that are installed"
      if let gap = gap(manager.locks, text) { return gap }
    }
    for name in install.named where !isKnown(name, manager) {
      return "`\(name)` is installed without a list of all that it brings"
    }
    for list in install.lists {
      guard let list else { return "a list of packages that `\(manager.id)` installs can't be read" }
      if let line = PackageList(list).first(where: { !isKnown($0, manager) }) {
        return "`\(line)` names no exact version, so that the list need not name all that is installed"
      }
    }
    return nil
  }

  /// Whether the requirement fixes a version, or what its package brings is known in whichever version.
  private func isKnown(_ requirement: String, _ manager: PackageManagerStrategy) -> Bool {
    if let pin = manager.pin, requirement.contains(pin) { return true }
    let end = requirement.firstIndex { !$0.isLetter && !$0.isNumber && !"._-[],".contains($0) }
    let rest = requirement[(end ?? requirement.endIndex)...]
    guard end != requirement.startIndex, !rest.contains("/"), !rest.contains("@") else { return false }
    let name = requirement[..<(end ?? requirement.endIndex)].lowercased().replacing("_", with: "-")
    return name.first != "."
      && (manager.plainPackages.match(name) || input.nativePackages.contains { $0.name == name })
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
