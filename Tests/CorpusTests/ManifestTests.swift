import BuiltinPlugins
import SourceText
import Strategies
import Testing

/// The shipped manifests, and what the core may know of them.
@Suite struct ManifestTests {
  @Test(arguments: BuiltinManifests.all.map(\.path).filter { $0.hasSuffix("/strategy.yaml") })
  func loadsWithoutDiagnostics(_ path: String) {
    let files = BuiltinManifests.all.map { PluginFile(path: $0.path, text: TableText($0.text)) }
    let folder = path.dropLast("strategy.yaml".count)
    let (strategies, diagnostics) = StrategySet.load([files.filter { $0.path.hasPrefix(folder) }])
    #expect(diagnostics == [])
    #expect(strategies.ecosystems.count + strategies.distributions.count == 1)
    // The folder bears the id's name, as `migrate ecosystems show` promises.
    let ids =
      strategies.ecosystems.map { "ecosystems/\($0.id)/" } + strategies.distributions.map { "distributions/\($0.id)/" }
    #expect(ids == [String(folder)])
  }

  @Test func loadTogetherWithoutDiagnostics() {
    #expect(Plugins.builtin.diagnostics == [])
    #expect(Plugins.reversed.diagnostics == [])
    #expect(Plugins.builtin.strategies.ecosystemNames == Plugins.reversed.strategies.ecosystemNames)
  }
}
