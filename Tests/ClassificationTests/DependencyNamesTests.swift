import BuildModel
import Classification
import Strategies
import Testing

/// Which packages files name: at least those that an install brings.
@Suite struct DependencyNamesTests {
  /// Lock files by their lines, everything else by its words.
  private static let ecosystem: EcosystemStrategy = {
    let manifest = """
      schema: 1
      kind: ecosystem
      id: quill
      title: Quill
      manifests: [ink.toml, ink.lock, "list*.txt"]
      name-lines:
        - files: [ink.lock]
          start: 'name = "'
      """
    let file = PluginFile(
      path: "ecosystems/quill/strategy.yaml", displayPath: "strategy.yaml", text: TableText(Array(manifest.utf8)))
    let (strategies, diagnostics) = StrategySet.load([[file]])
    precondition(diagnostics.isEmpty)
    return strategies.ecosystems[0]
  }()

  private func names(_ files: [String: String]) -> DependencyNames {
    let context = ContextFiles(
      read: { files[$0].map { Array($0.utf8) } }, entries: { $0.isEmpty ? files.keys.sorted() : nil })
    return DependencyNames(Self.ecosystem, files: context)
  }

  @Test(arguments: [
    // a name of a lock file stands in a line of its own
    ("[[package]]\nname = \"Lib_Ink.core\"\n", "lib-ink-core", true),
    ("[[package]]\r\nname = \"ink\"\r\nversion = \"1\"\r\n", "ink", true),
    ("[[package]]\n  name='ink'\n", "ink", true), ("[[package]]\nname\t=\t\"ink\"", "ink", true),
    // what other lines name is not installed for that
    ("name = \"a\"\n# name = \"ink\"\n", "ink", false), ("name = \"a\"\ndescription = \"binds ink\"\n", "ink", false),
    ("name = \"a\"\nextras = { all = [\"ink\"] }\n", "ink", false),
    ("name = \"a\"\ndependencies = [\n    { name = \"ink\", marker = \"extra == 'all'\" },\n]\n", "ink", false),
    // which groups are installed is not asked: their packages count
    ("[[package]]\nname = \"ink\"\ngroups = [\"dev\"]\n", "ink", true),
    ("[[package]]\nname = \"ink\"\noptional = true\nmarkers = \"sys_platform == 'win32'\"\n", "ink", true),
    // a file of another form is read by its words
    ("package = [{ name = \"ink\" }]\n", "ink", true), ("{\"package\": {\"ink\": \"1\"}}", "ink", true),
  ])
  func readsLockFiles(_ text: String, _ name: String, _ expected: Bool) {
    #expect(names(["ink.lock": text]).contains(name) == expected)
  }

  @Test(arguments: [
    ("ink==1.0", true), ("Ink[all]>=1 ; python_version < '3'", true), ("# ink is not needed", true), ("a-ink", false),
    ("git+https://code.example.org/paper/ink.git@v1", true), ("./wheels/ink-1.0-cp312-cp312-linux_x86_64.whl", true),
    ("https://files.example.org/ink-1.0.tar.gz#sha256=0", true), ("ink-well-1.0.tar.gz", false), ("inkwell.git", false),
    ("https://code.example.org/archive/ink.zip", true),
  ])
  func readsLists(_ line: String, _ expected: Bool) {
    #expect(names(["list.txt": line + "\n"]).contains("ink") == expected)
  }

  @Test func aLockDoesNotHideTheManifest() {
    let files = ["ink.lock": "name = \"a\"\n", "ink.toml": "dependencies = [\"a\", \"added-since\"]\n"]
    #expect(names(files).contains("added-since") && names(files).contains("a"))
    #expect(names(files).isKnown && !names([:]).isKnown)
  }
}
