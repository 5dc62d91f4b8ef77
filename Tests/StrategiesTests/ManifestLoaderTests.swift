import SourceText
import Strategies
import Testing

private func file(_ path: String, _ text: String, at display: String? = nil) -> PluginFile {
  PluginFile(path: path, displayPath: display, text: TableText(Array(text.utf8)))
}

/// Loads one manifest, and checks what is said: `line:column id: message` with `(help)` behind it.
private func check(_ text: String, _ expected: String..., sourceLocation: SourceLocation = #_sourceLocation) {
  let (_, diagnostics) = StrategySet.load([[file("ecosystems/x/strategy.yaml", text)]])
  let lines = LineIndex(Array(text.utf8))
  let found = diagnostics.map { diagnostic in
    let place = diagnostic.range.map { lines.position(at: $0.lowerBound) }
    let where_ = place.map { "\($0.line):\($0.column) " } ?? ""
    return where_ + diagnostic.id + ": " + diagnostic.message + (diagnostic.help.map { " (\($0))" } ?? "")
  }
  #expect(found == expected, sourceLocation: sourceLocation)
}

private let head = "schema: 1\nkind: ecosystem\nid: x\ntitle: X\n"

@Suite struct ManifestLoaderTests {
  @Test func goodManifest() { check(head + "files: [a, \"b*\"]\npriority: 3\n") }

  @Test func unknownKeys() {
    check(
      head + "package-manager: []\n",
      "5:1 manifest/unknown-key: the manifest has no key `package-manager` (did you mean `package-managers`?)")
    check(
      head + "package-managers:\n  - id: p\n    programs: [p]\n    commands:\n      - words: a\n        dose: run\n",
      "10:9 manifest/unknown-key: a command has no key `dose` (did you mean `does`?)")
  }

  @Test func wrongTypes() {
    check(
      head + "files: {a: b}\n", "5:8 manifest/wrong-type: `files` of the manifest must be a string or a list of strings"
    )
    check(head + "files: [a, [b]]\n", "5:12 manifest/wrong-type: an entry of `files` of the manifest must be a string")
    check(head + "priority: high\n", "5:11 manifest/wrong-type: `priority` of the manifest must be a whole number")
    check(head + "frameworks: x\n", "5:13 manifest/wrong-type: `frameworks` of the manifest must be a list")
    check("- a\n", "1:1 manifest/wrong-type: the manifest must be a mapping")
  }

  @Test func wrongValues() {
    check(
      head + "package-managers:\n  - id: p\n    programs: p\n    commands: [{words: a, does: instal}]\n",
      "8:33 manifest/unknown-value: `instal` is no value for `does` of a command (did you mean `install`?)")
    check(
      head + "package-managers:\n  - id: p\n    programs: p\n    install-paths: [{path: /x, user: me}]\n",
      "8:38 manifest/unknown-value: `user` of an install path must be `root` or `other`")
  }

  @Test func missingKeys() {
    check("schema: 1\nkind: ecosystem\nid: x\n", "1:1 manifest/missing-key: the manifest lacks the key `title`")
    check(
      head + "package-managers:\n  - id: p\n", "6:5 manifest/missing-key: a package manager names no `programs`")
    check(
      head + "package-managers:\n  - {id: p, programs: p, install-paths: [{images: a}]}\n",
      "6:42 manifest/missing-key: an install path lacks the key `path`")
  }

  @Test func refusalsHaveReasons() {
    check(
      head + "package-managers:\n  - {id: p, programs: p, commands: [{does: refuse}]}\n",
      "6:37 manifest/refusal: `does: refuse` and `refuse` go together")
  }

  @Test func missingTables() {
    check(
      head + "native-packages: gone.tsv\n",
      "5:18 manifest/missing-table: there is no table `gone.tsv` beside the manifest")
  }

  @Test func otherSchemasAndKinds() {
    check(
      "schema: 2\nkind: ecosystem\nid: x\ntitle: X\n",
      "1:9 manifest/schema: the manifest's `schema` must be 1 (write `schema: 1` as its first key)")
    check(
      "schema: 1\nkind: echo\n",
      "2:7 manifest/kind: `echo` is no kind of manifest (write `kind: ecosystem` or `kind: distribution`)")
  }

  @Test func emptyFile() { check("", "manifest/empty: the manifest is empty") }

  @Test func aManifestWithErrorsIsNotUsed() {
    let set = StrategySet.load([[file("ecosystems/x/strategy.yaml", head + "fils: a\n")]]).strategies
    #expect(set.ecosystems.isEmpty)
  }

  @Test func sameNameInOneLayer() {
    let files = [file("ecosystems/a/strategy.yaml", head), file("ecosystems/b/strategy.yaml", head)]
    for files in [files, files.reversed()] {
      let (set, diagnostics) = StrategySet.load([files])
      #expect(diagnostics.map(\.id) == ["manifest/duplicate"])
      #expect(diagnostics.first?.path == "ecosystems/b/strategy.yaml")
      #expect(set.ecosystems.map(\.path) == ["ecosystems/a/strategy.yaml"])
    }
  }

  @Test func laterLayersWinAndOrderDoesNotMatter() {
    let builtin = file("ecosystems/x/strategy.yaml", head)
    let own = file("ecosystems/y/strategy.yaml", head + "files: mine\n", at: ".migrate/plugins/y.yaml")
    let other = file("ecosystems/z/strategy.yaml", "schema: 1\nkind: ecosystem\nid: a\ntitle: A\npriority: 9\n")
    let (set, diagnostics) = StrategySet.load([[builtin, other], [own]])
    #expect(diagnostics.isEmpty)
    #expect(set.ecosystems.map(\.id) == ["a", "x"])
    #expect(set.ecosystem(named: "x")?.path == ".migrate/plugins/y.yaml")
    #expect(StrategySet.load([[other, builtin], [own]]).strategies.ecosystems == set.ecosystems)
  }

  @Test func frameworksAreNames() {
    let text = head + "frameworks: [{id: f, title: F}]\n"
    let set = StrategySet.load([[file("ecosystems/x/strategy.yaml", text)]]).strategies
    #expect(set.ecosystem(named: "f")?.id == "x")
    #expect(set.ecosystemNames == ["f", "x"])
  }
}

@Suite struct ReleaseTests {
  private let table = file("distributions/x/t.tsv", "# format\t1\n# distribution\tx\n# release\t1\n")

  private func load(_ keys: String) -> (releases: [DistributionStrategy.Release], problems: [String]) {
    let text = "schema: 1\nkind: distribution\nid: x\ntitle: X\npackage-manager: {id: p, programs: p}\nreleases:\n"
    let entry = "  - {id: \"1\", words: [one], table: t.tsv\(keys)}\n"
    let (set, problems) = StrategySet.load([[file("distributions/x/strategy.yaml", text + entry), table]])
    return (set.distribution("x")?.releases ?? [], problems.map(\.message))
  }

  @Test func supportEnds() {
    #expect(load("").releases.map(\.hasEnded) == [false])
    #expect(load(", ended: true").releases.map(\.hasEnded) == [true])
    #expect(load(", ended: false").releases.map(\.hasEnded) == [false])
    #expect(load(", ended: soon").problems == ["`ended` of a release must be true or false"])
  }
}

@Suite struct LikeTests {
  private static let model =
    "schema: 1\nkind: distribution\nid: m\ntitle: M\nsilent: [a, b]\neveryday: [c]\npackage-names: {family: f}\n"
    + "other-releases: [old]\nimages: [{repository: m}]\npackage-manager: {id: p, programs: p}\n"
  private static let head = "schema: 1\nkind: distribution\nid: x\ntitle: X\n"

  private func load(_ text: String, model: String = Self.model) -> (DistributionStrategy?, [String]) {
    let files = [file("distributions/m/strategy.yaml", model), file("distributions/x/strategy.yaml", text)]
    let (set, diagnostics) = StrategySet.load([files])
    return (set.distribution("x"), diagnostics.filter { $0.path.contains("/x/") }.map { $0.id + ": " + $0.message })
  }

  @Test func takesWhatItLacks() {
    let (strategy, problems) = load(Self.head + "like: m\nsilent: [z]\n")
    #expect(problems == [])
    #expect(strategy?.silent == [Glob("z")])
    #expect(strategy?.everyday == [Glob("c")])
    #expect(strategy?.packageNames.family == "f")
    #expect(strategy?.packageManager.id == "p")
  }

  @Test func keepsItsOwnIdentity() {
    let (strategy, _) = load(Self.head + "like: m\npackage-names: {family: g}\npackage-manager: {id: q, programs: q}\n")
    #expect(strategy?.title == "X")
    #expect(strategy?.packageNames.family == "g")
    #expect(strategy?.packageManager.id == "q")
    #expect(strategy?.images.isEmpty == true)
    #expect(strategy?.otherReleases.isEmpty == true)
    #expect(strategy?.releases.isEmpty == true)
  }

  @Test func theLastLayerDecides() {
    let later = Self.model.replacing("everyday: [c]", with: "everyday: [d]")
    let layers = [
      [
        file("distributions/m/strategy.yaml", Self.model),
        file("distributions/x/strategy.yaml", Self.head + "like: m\n"),
      ],
      [file("distributions/m/strategy.yaml", later)],
    ]
    #expect(StrategySet.load(layers).strategies.distribution("x")?.everyday == [Glob("d")])
  }

  @Test func problems() {
    #expect(load(Self.head + "like: gone\n").1 == ["manifest/like: there is no distribution `gone`"])
    #expect(load(Self.head + "like: x\n").1 == ["manifest/like: the distribution `x` is itself like another one"])
    #expect(
      load(Self.head + "like: m\n", model: Self.model + "like: x\n").1
        == ["manifest/like: the distribution `m` is itself like another one"])
    #expect(
      load(Self.head + "like: m\n", model: Self.model + "what: x\n").1
        == ["manifest/like: the manifest `distributions/m/strategy.yaml` has errors"])
    #expect(load(Self.head + "like: m\n", model: Self.model + "what: x\n").0 == nil)
    #expect(load(Self.head + "like: [a]\n").1 == ["manifest/wrong-type: `like` of the manifest must be a string"])
  }
}

@Suite struct SuggestionTests {
  @Test func closest() {
    #expect(Suggestion.closest(to: "pyhton", among: ["ruby", "python"]) == "python")
    #expect(Suggestion.closest(to: "Python", among: ["python"]) == "python")
    #expect(Suggestion.closest(to: "java", among: ["ruby", "python"]) == nil)
    #expect(Suggestion.closest(to: "x", among: []) == nil)
  }
}
