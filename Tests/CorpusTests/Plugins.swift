import BuiltinPlugins
import SourceText
import Strategies
import _MigrateTestSupport

/// Manifests as they are in force: the shipped ones, and those that an application brings in `.migrate/plugins`.
enum Plugins {
  typealias Loaded = (strategies: StrategySet, diagnostics: [Diagnostic])

  private static let files = BuiltinManifests.all.map { PluginFile(path: $0.path, text: TableText($0.text)) }
  static let builtin: Loaded = StrategySet.load([files])
  /// The same, read in another order.
  static let reversed: Loaded = StrategySet.load([files.reversed()])

  static func inForce(for corpusCase: CorpusCase, reversed: Bool = false) -> Loaded {
    let own = corpusCase.plugins
    guard !own.isEmpty else { return reversed ? Self.reversed : builtin }
    return StrategySet.load(reversed ? [files.reversed(), own.reversed()] : [files, own])
  }
}
