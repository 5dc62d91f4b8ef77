import Testing

/// `migrate ecosystems`, and plugins of projects.
@Suite struct EcosystemTests {
  private let sandbox: Sandbox

  init() throws { sandbox = try Sandbox() }

  private let manifest = ".migrate/plugins/ecosystems/my-lang/strategy.yaml"

  @Test func listsAndShows() throws {
    let list = try sandbox.migrate("ecosystems", "list")
    #expect(list.status == 0 && list.output.contains("python") && list.output.contains("  flask"))
    #expect(try sandbox.migrate("ecosystems").output == list.output)
    let show = try sandbox.migrate("ecosystems", "show", "flask")
    #expect(show.output.hasPrefix("python: "))
    let source = try sandbox.migrate("ecosystems", "show", "python", "--manifest")
    #expect(source.output.hasPrefix("schema: 1\n"))
    let unknown = try sandbox.migrate("ecosystems", "show", "flsk")
    #expect(unknown.status == 2 && unknown.errors.contains("did you mean `flask`?"))
  }

  @Test func startsAManifest() throws {
    #expect(try sandbox.migrate("ecosystems", "new", "my-lang").status == 0)
    let text = try #require(sandbox.text(manifest))
    #expect(try sandbox.migrate("ecosystems", "new", "my-lang", "--stdout").output == text)
    let check = try sandbox.migrate("ecosystems", "check", manifest)
    #expect(check.status == 0, "\(check.errors)")
    #expect(check.output.contains("ecosystem `my-lang`"))
    #expect(try sandbox.migrate("ecosystems", "list").output.contains("my-lang"))
    let again = try sandbox.migrate("ecosystems", "new", "my-lang")
    #expect(again.status == 2 && again.errors.contains("exists already"))
    #expect(sandbox.text(manifest) == text)
    for id in ["", "../x", "A", "a b"] { #expect(try sandbox.migrate("ecosystems", "new", id).status == 2) }
  }

  @Test func checksAManifest() throws {
    #expect(try sandbox.migrate("ecosystems", "new", "my-lang").status == 0)
    let text = try #require(sandbox.text(manifest))
    try sandbox.write(text.replacing("\nmanifests:", with: "\nmanifest:"), to: manifest)
    let outcome = try sandbox.migrate("ecosystems", "check", ".migrate/plugins/ecosystems/my-lang")
    #expect(outcome.status == 2)
    #expect(outcome.errors.hasPrefix("\(manifest):17:1: error[manifest/unknown-key]"), "\(outcome.errors)")
    #expect(outcome.errors.contains("did you mean `manifests`?"))
    try SampleProject.write(to: sandbox, in: ".")
    let run = try sandbox.migrate(".")
    #expect(run.status == 2 && run.errors.contains("error[manifest/unknown-key]"))
    #expect(sandbox.text("Dockerfile") == SampleProject.dockerfile)
  }

  @Test(arguments: [
    ("native-packages", "# nothing\n", "1:1: error[tables/header]"),
    ("requirements", "# columns\tpackage requires\na\tb\n", "2:1: error[tables/word]"),
  ])
  func checksTheTablesBesideAManifest(_ key: String, _ table: String, _ error: String) throws {
    #expect(try sandbox.migrate("ecosystems", "new", "my-lang").status == 0)
    let text = try #require(sandbox.text(manifest))
    try sandbox.write(text + "\(key): table.tsv\n", to: manifest)
    let missing = try sandbox.migrate("ecosystems", "check", manifest)
    #expect(missing.status == 2 && missing.errors.contains("error[manifest/missing-table]"))
    try sandbox.write(table, to: ".migrate/plugins/ecosystems/my-lang/table.tsv")
    let broken = try sandbox.migrate("ecosystems", "check", manifest)
    #expect(broken.status == 2)
    #expect(broken.errors.hasPrefix(".migrate/plugins/ecosystems/my-lang/table.tsv:\(error)"), "\(broken.errors)")
  }

  /// A project's own manifest replaces the one of `--plugins`, which replaces the built-in one.
  @Test func laterPluginsWin() throws {
    let source = try sandbox.migrate("ecosystems", "show", "python", "--manifest").output
    let title = "title: Python"
    try sandbox.write(source.replacing(title, with: "title: Other"), to: "extra/ecosystems/python/strategy.yaml")
    #expect(try sandbox.migrate("ecosystems", "list", "--plugins", "extra").output.contains("python  Other"))
    try sandbox.write(
      source.replacing(title, with: "title: Mine"), to: ".migrate/plugins/ecosystems/python/strategy.yaml")
    #expect(try sandbox.migrate("ecosystems", "list", "--plugins", "extra").output.contains("python  Mine"))
  }
}
