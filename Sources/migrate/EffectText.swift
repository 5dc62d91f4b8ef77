import Classification

extension Effect {
  /// The effect in a few words, for developers.
  var text: String {
    switch self {
    case .installsSystemPackages(let install):
      "installs system packages: \(install.packages.map(\.name).joined(separator: " "))"
        + (install.hasUnknownWords ? " and unknown ones" : "") + (install.recommends ? " with what they recommend" : "")
        + (install.virtualGroup.map { " as \($0)" } ?? "") + (install.isEditable ? "" : " (can't be edited)")
    case .removesSystemPackages(let packages):
      "removes system packages: \(packages.map(\.name).joined(separator: " "))"
    case .refreshesPackageLists: "fetches the lists of system packages"
    case .upgradesSystemPackages: "brings system packages up to date"
    case .systemHousekeeping: "keeps house for the distribution's package manager"
    case .installsLanguagePackages(let install):
      "installs \(install.isFromSource ? "a build from source" : install.ecosystem + " packages") by \(install.manager)"
        + " into \(install.paths.joined(separator: " "))"
        + " as \(install.user.isEmpty ? "root" : install.user)"
    case .createsEnvironment(let path): "makes the environment \(path)"
    case .addsPackageSource: "adds a source of system packages"
    case .replacesTools(let tools): "replaces the image's own \(tools.names.joined(separator: " "))"
    case .bringsTools(let tools): "brings the tools \(tools.names.joined(separator: " "))"
    case .languageHousekeeping: "keeps house for a package manager"
    case .removesLanguagePackages: "removes language packages"
    case .configuresManager: "configures a package manager"
    case .setsUp(let paths): "sets up \(paths.joined(separator: " "))"
    case .buildsFromSource: "is a step towards a build from source"
    case .neutral: "changes nothing that lasts"
    case .runsTool(let run):
      "runs \(run.program)" + (run.produces.isEmpty ? "" : ", which makes \(run.produces.joined(separator: " "))")
    case .runsProgram(let name): "runs \(name)"
    case .refused(let refusal): "is refused: \(refusal.id): \(refusal.reason)"
    }
  }
}
