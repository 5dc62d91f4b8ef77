package import SourceText
import YAMLSyntax

/// A file that a manifest can come from: compiled in, or read from a folder of plugins.
package struct PluginFile: Sendable {
  /// `ecosystems/<id>/strategy.yaml`, `distributions/<id>/strategy.yaml`, or a table beside it.
  package let path: String
  /// The path as the user would write it, for messages.
  package let displayPath: String
  package let text: TableText
  /// The manifest as `FlatYAML` lays it out, if that was done when the program was built.
  let flat: StaticString?

  package init(path: String, displayPath: String? = nil, text: TableText, flat: StaticString? = nil) {
    self.path = path
    self.displayPath = displayPath ?? path
    self.text = text
    self.flat = flat.flatMap { $0.utf8CodeUnitCount == 0 ? nil : $0 }
  }

  /// The file as YAML, and what is wrong with it.
  func document() -> (document: FlatYAML, diagnostics: [Diagnostic]) {
    if let flat { return (FlatYAML(flat), []) }
    let (document, diagnostics) = YAMLDocument.parse(text.bytes, path: displayPath)
    return (FlatYAML(document), diagnostics)
  }
}

/// All ecosystems and distributions that are in force.
package struct StrategySet: Sendable {
  /// Sorted by priority (highest first), then by name.
  package private(set) var ecosystems: [EcosystemStrategy] = []
  /// Sorted by name.
  package private(set) var distributions: [DistributionStrategy] = []
  /// Of the ecosystems as they are once all are loaded.
  let index = ProgramIndex()

  package init() {}

  /// Loads manifests; a later layer replaces an earlier one's manifest of the same kind and name.
  ///
  /// - Parameter layers: the built-in plugins, then `--plugins`, then the project's own.
  /// - Returns: the strategies of all manifests without errors, and what is wrong with the others.
  package static func load(_ layers: [[PluginFile]]) -> (strategies: StrategySet, diagnostics: [Diagnostic]) {
    var set = StrategySet()
    var diagnostics: [Diagnostic] = []
    let library = ManifestLibrary(layers)
    for (number, layer) in layers.enumerated() {
      var seen: [String: String] = [:]
      for file in layer.sorted(by: { $0.path < $1.path }) where file.path.hasSuffix("/strategy.yaml") {
        let loaded = library.load(file, layer: number)
        let problems = loaded.diagnostics
        diagnostics += problems
        guard let manifest = loaded.manifest, !problems.contains(where: { $0.severity == .error }) else { continue }
        if let other = seen.updateValue(file.displayPath, forKey: manifest.key) {
          diagnostics.append(
            Diagnostic(
              id: "manifest/duplicate", severity: .error,
              message: "the \(manifest.key) is declared by \(other) too", path: file.displayPath,
              help: "give one of them another `id`"))
          continue
        }
        set.replace(manifest)
      }
    }
    set.ecosystems.sort { ($1.priority, $0.id) < ($0.priority, $1.id) }
    set.distributions.sort { $0.id < $1.id }
    return (set, diagnostics)
  }

  private mutating func replace(_ manifest: Manifest) {
    switch manifest {
    case .ecosystem(let ecosystem):
      ecosystems.removeAll { $0.id == ecosystem.id }
      ecosystems.append(ecosystem)
    case .distribution(let distribution):
      distributions.removeAll { $0.id == distribution.id }
      distributions.append(distribution)
    }
  }

  package func distribution(_ id: String) -> DistributionStrategy? { distributions.first { $0.id == id } }

  /// The ecosystem that has this name or this framework.
  package func ecosystem(named name: String) -> EcosystemStrategy? {
    ecosystems.first { $0.id == name } ?? ecosystems.first { $0.frameworks.contains { $0.id == name } }
  }

  /// Everything that `--ecosystem` takes, sorted.
  package var ecosystemNames: [String] {
    ecosystems.flatMap { [$0.id] + $0.frameworks.map(\.id) }.sorted()
  }
}

/// One loaded manifest.
enum Manifest {
  case ecosystem(EcosystemStrategy)
  case distribution(DistributionStrategy)

  var key: String {
    switch self {
    case .ecosystem(let ecosystem): "ecosystem `\(ecosystem.id)`"
    case .distribution(let distribution): "distribution `\(distribution.id)`"
    }
  }
}
