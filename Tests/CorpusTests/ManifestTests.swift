import BuiltinPlugins
import SourceText
import Strategies
import Testing
import YAMLSyntax

/// The shipped manifests, and what the core may know of them.
@Suite struct ManifestTests {
  @Test(arguments: BuiltinManifests.all.map(\.path).filter { $0.hasSuffix("/strategy.yaml") })
  func loadsWithoutDiagnostics(_ path: String) {
    let files = BuiltinManifests.all.map { PluginFile(path: $0.path, text: TableText($0.text)) }
    let folder = path.dropLast("strategy.yaml".count)
    // A manifest stands on its own, but for the one that it is like.
    let (alone, complaints) = StrategySet.load([files.filter { $0.path.hasPrefix(folder) }])
    let isLike = complaints.map(\.id) == ["manifest/like"]
    let (all, diagnostics) = isLike ? Plugins.builtin : (alone, complaints)
    #expect(diagnostics == [])
    let strategies = (
      ecosystems: all.ecosystems.filter { $0.path == path }, distributions: all.distributions.filter { $0.path == path }
    )
    #expect(strategies.ecosystems.count + strategies.distributions.count == 1)
    // The folder bears the id's name, as `migrate ecosystems show` promises.
    let ids =
      strategies.ecosystems.map { "ecosystems/\($0.id)/" } + strategies.distributions.map { "distributions/\($0.id)/" }
    #expect(ids == [String(folder)])
  }

  /// What is compiled in for a manifest is what stands in it.
  @Test(arguments: BuiltinManifests.all.map(\.path).filter { $0.hasSuffix("/strategy.yaml") })
  func isLaidOutAsItIsWritten(_ path: String) throws {
    let file = try #require(BuiltinManifests.all.first { $0.path == path })
    let document = YAMLDocument.parse(TableText(file.text).bytes, path: path).document
    #expect(file.flat.withUTF8Buffer { Array($0) } == FlatYAML.text(of: document))
    #expect(document.root != nil)
  }

  /// What is read later of a manifest that is laid out is what is read at once from the text.
  @Test func whatIsReadLaterIsTheSame() {
    func managers(areLaidOut: Bool) -> [PackageManagerStrategy] {
      let files = BuiltinManifests.all.map {
        PluginFile(path: $0.path, text: TableText($0.text), flat: areLaidOut ? $0.flat : nil)
      }
      let strategies = StrategySet.load([files]).strategies
      return strategies.ecosystems.flatMap(\.packageManagers) + strategies.distributions.map(\.packageManager)
    }
    let texts = managers(areLaidOut: false)
    let flats = managers(areLaidOut: true)
    #expect(texts.map(\.id) == flats.map(\.id))
    for (text, flat) in zip(texts, flats) {
      #expect(!text.commands.isEmpty && text.commands.map(\.words) == flat.commands.map(\.words))
      #expect(text.installPaths.map(\.paths) == flat.installPaths.map(\.paths))
      #expect(text.extraPaths.map(\.paths) == flat.extraPaths.map(\.paths))
    }
    let tools = Plugins.builtin.strategies.ecosystems.flatMap(\.packageManagers).flatMap {
      $0.tools + $0.commands.flatMap(\.tools)
    }
    #expect(Plugins.builtin.strategies.tools == Set(tools))
  }

  @Test func loadTogetherWithoutDiagnostics() {
    #expect(Plugins.builtin.diagnostics == [])
    #expect(Plugins.reversed.diagnostics == [])
    #expect(Plugins.builtin.strategies.ecosystemNames == Plugins.reversed.strategies.ecosystemNames)
  }

  /// An ecosystem or a distribution is a manifest, so that no name which a manifest declares is written in the core.
  @Test func noManifestsNameInTheCore() throws {
    let strategies = Plugins.builtin.strategies
    var names = Set(strategies.ecosystemNames + strategies.distributions.map(\.id))
    for manager in strategies.ecosystems.flatMap(\.packageManagers) + strategies.distributions.map(\.packageManager) {
      names.insert(manager.id)
      names.formUnion(manager.tools)
    }
    #expect(names.contains("flask") && names.contains("debian"), "there are names to look for")
    let sources = Disk.files(below: "Sources").filter { $0.key.hasSuffix(".swift") }
    #expect(sources.count > 100)
    for (path, bytes) in sources.sorted(by: { $0.key < $1.key }) where !path.hasPrefix("_") {
      for (number, line) in String(decoding: bytes, as: UTF8.self).split(separator: "\n").enumerated() {
        let literals = line.split(separator: "\"", omittingEmptySubsequences: false).enumerated()
        for (place, literal) in literals where place % 2 == 1 && names.contains(String(literal)) {
          Issue.record("\(path):\(number + 1) knows `\(literal)`")
        }
      }
    }
  }
}
