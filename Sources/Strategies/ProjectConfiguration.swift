package import SourceText
import YAMLSyntax

/// What a project says about its own migration, in `.migrate/config.yaml`.
package struct ProjectConfiguration: Sendable, Equatable {
  /// An ecosystem or a framework.
  package var ecosystem: String?
  /// The name or number of the stage.
  package var stage: String?
  /// `keep`: the run stage keeps its base image; `auto`: a smaller one of the same tag may take its place.
  package var base: String?
  /// The Dockerfile, as seen from the project's folder.
  package var file: String?
  /// Compose files, as seen from the project's folder, merged in this order.
  package var compose: [String] = []
  /// System packages that stay in the run stage.
  package var keep: [String] = []
  /// System packages that leave the run stage.
  package var drop: [String] = []
  /// System packages that the run stage installs besides.
  package var add: [String] = []

  package init() {}

  /// Reads a configuration; an empty file says nothing.
  ///
  /// - Returns: the configuration as far as it could be read, and what is wrong: `yaml/…`, `config/unknown-key`,
  ///   `config/wrong-type`, `config/duplicate-key`, `config/contradiction`.
  package static func read(_ file: SourceFile) -> (configuration: ProjectConfiguration, diagnostics: [Diagnostic]) {
    var configuration = ProjectConfiguration()
    let (document, diagnostics) = YAMLDocument.parse(file.bytes, path: file.path)
    let problems = ManifestProblems(path: file.path, domain: "config")
    problems.append(diagnostics)
    guard let root = FlatYAML(document).root, !diagnostics.contains(where: { $0.severity == .error }),
      var reader = ManifestReader(root, what: "the configuration", problems: problems)
    else { return (configuration, problems.diagnostics) }
    configuration.ecosystem = reader.string("ecosystem")
    configuration.stage = reader.string("stage")
    configuration.base = reader.string("base")
    if let base = configuration.base, base != "auto", base != "keep" {
      problems.report("unknown-value", "`base` must be `auto` or `keep`", at: root["base"]?.range)
    }
    configuration.file = reader.string("file")
    configuration.compose = reader.strings("compose")
    configuration.keep = reader.strings("keep")
    configuration.drop = reader.strings("drop")
    configuration.add = reader.strings("add")
    reader.finish()
    if let both = configuration.keep.first(where: configuration.drop.contains) {
      problems.report(
        "contradiction", "`\(both)` stands in both `keep` and `drop`", at: root["drop"]?.range,
        help: "take it out of one of the lists")
    }
    return (configuration, problems.diagnostics)
  }
}
