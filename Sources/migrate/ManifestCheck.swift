import SourceText
import Strategies
import YAMLSyntax

/// Everything that can be wrong with one manifest and the tables beside it.
struct ManifestCheck {
  private let path: String
  private let folder: String
  private let document: YAMLDocument
  private let files: [PluginFile]
  private let strategies: StrategySet
  private let diagnostics: [Diagnostic]

  /// Reads the manifest at `path`.
  init(_ path: String) throws(Failure) {
    self.path = path
    folder = Paths.folder(of: path)
    let bytes = try Disk.read(path)
    document = YAMLDocument.parse(bytes, path: path).document
    let kind = document.root?["kind"]?.string == "distribution" ? "distributions" : "ecosystems"
    let place = Paths.absolute(path, from: Disk.currentFolder())
    let plugin = "\(kind)/\(Paths.name(of: Paths.folder(of: place)))"
    var files = [PluginFile(path: plugin + "/strategy.yaml", displayPath: path, text: TableText(bytes))]
    files += try StrategyFolders.files(ofPlugin: folder.isEmpty ? "." : folder, as: plugin)
      .filter { !$0.path.hasSuffix("/strategy.yaml") }
    self.files = files
    let (strategies, diagnostics) = StrategySet.load([StrategyFolders.builtin, files])
    self.strategies = strategies
    self.diagnostics = diagnostics.filter { !$0.path.hasPrefix("built-in/") }
  }

  /// What is wrong, each with its place.
  func problems() -> [Diagnostic] {
    guard diagnostics.isEmpty else { return diagnostics }
    var problems: [Diagnostic] = []
    if let table = ecosystem?.nativePackages {
      problems += check(document.root?["native-packages"]?.string) { table.validate() }
    }
    if let table = ecosystem?.requirements {
      problems += check(document.root?["requirements"]?.string) { table.validate() }
    }
    let releases = document.root?["releases"]?.items ?? []
    for (release, node) in zip(distribution?.releases ?? [], releases) {
      problems += check(document.resolve(node)["table"]?.string) { release.table.validate() }
    }
    return problems
  }

  /// What the manifest declares, in a few words.
  var summary: String {
    if let ecosystem {
      let managers = ecosystem.packageManagers.map(\.id).joined(separator: ", ")
      return "ecosystem `\(ecosystem.id)` with \(managers.isEmpty ? "no package managers" : managers)"
    }
    let releases = (distribution?.releases ?? []).map(\.id).joined(separator: ", ")
    return "distribution `\(distribution?.id ?? "")` with \(releases.isEmpty ? "no releases" : releases)"
  }

  private var ecosystem: EcosystemStrategy? { strategies.ecosystems.first { $0.path == path } }
  private var distribution: DistributionStrategy? { strategies.distributions.first { $0.path == path } }

  /// The problems of a table that stands beside this manifest.
  private func check(_ table: String?, _ validate: () -> [Diagnostic]) -> [Diagnostic] {
    guard let file = files.first(where: { table.map($0.path.hasSuffix) ?? false }) else { return [] }
    return validate().map { problem in
      Diagnostic(
        id: problem.id, severity: problem.severity, message: problem.message, path: file.displayPath,
        range: problem.range, notes: problem.notes, help: problem.help)
    }
  }
}
