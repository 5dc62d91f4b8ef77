import Testing

/// A library that the image after lacks: it is found, mapped to its package, and `--fix` adds that.
@Suite struct VerifyFixTests {
  private let sandbox: Sandbox
  private let engine: StubEngine

  init() throws {
    sandbox = try Sandbox()
    engine = try StubEngine(sandbox)
    let dockerfile = SampleProject.dockerfile.replacing(" libpq-dev", with: "")
    try SampleProject.write(to: sandbox, dockerfile: dockerfile)
    try sandbox.write("flask==3.1.1\n", to: "app/requirements.txt")
    for side in ["before", "after"] {
      try sandbox.write(SmallLibrary.bytes(needed: ["libpq.so.5"]), to: "engine/root-\(side)/app/native.so")
    }
    let library = "usr/lib/x86_64-linux-gnu/libpq.so.5"
    try sandbox.write(SmallLibrary.bytes(soname: "libpq.so.5"), to: "engine/root-before/\(library)")
    try engine.set("root-before/etc/ld.so.conf.d/a.conf", "/usr/lib/x86_64-linux-gnu\n")
    // an image that has the package has its library
    try engine.set("build-after", "! grep -q libpq5 \"$file\" || cp -r \"$here/root-before/.\" \"$here/root-after/\"")
  }

  /// The package's records, as the image before has them.
  private func record() throws {
    try engine.set(
      "root-before/var/lib/dpkg/status",
      "Package: libpq5\nStatus: install ok installed\nInstalled-Size: 1026\nVersion: 15.9\n")
    try engine.set("root-before/var/lib/dpkg/info/libpq5:amd64.list", "/usr/lib/x86_64-linux-gnu/libpq.so.5\n")
  }

  private func verify(_ arguments: String...) throws -> Sandbox.Outcome {
    try sandbox.migrate(["verify", "app", "--engine", engine.program] + arguments)
  }

  @Test func proposesThePackageThatHadIt() throws {
    try record()
    let outcome = try verify()
    #expect(outcome.status == 3, "\(outcome.errors)")
    #expect(
      outcome.output.contains(
        "libpq.so.5 for /app/native.so: `libpq5` brings it (it brought /usr/lib/x86_64-linux-gnu/libpq.so.5 before)"),
      "\(outcome.output)")
    #expect(outcome.output.contains("`--fix` adds libpq5, and so does `--add libpq5`"))
    #expect(sandbox.names("app") == ["Dockerfile", "app.py", "compose.yaml", "requirements.txt"])
  }

  /// Where the image has no records, the release's tables know the package.
  @Test func proposesThePackageThatTablesName() throws {
    let outcome = try verify()
    #expect(outcome.status == 3, "\(outcome.errors)")
    #expect(outcome.output.contains("`libpq5` brings it (as the tables of bookworm say)"), "\(outcome.output)")
  }

  @Test func fixAddsIt() throws {
    try record()
    try sandbox.write("# ours\nkeep: [make]\n", to: "app/.migrate/config.yaml")
    let outcome = try verify("--fix")
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.output.contains("added to the plan: libpq5"), "\(outcome.output)")
    #expect(sandbox.text("app/.migrate/config.yaml") == "# ours\nkeep: [make]\nadd: [libpq5]\n")
    // the next plan has it
    let plan = try sandbox.migrate("--dry-run", "app")
    #expect(plan.output.contains("libpq5"), "\(plan.output)")
    #expect(try verify().status == 0)
  }

  @Test func fixExtendsAList() throws {
    try record()
    try sandbox.write("add:\n  - libxml2 # for lxml\n\nkeep: [make]\n", to: "app/.migrate/config.yaml")
    #expect(try verify("--fix").status == 0)
    #expect(sandbox.text("app/.migrate/config.yaml")?.contains("add: [libxml2, libpq5]") == true)
    #expect(sandbox.text("app/.migrate/config.yaml")?.hasSuffix("\nkeep: [make]\n") == true)
  }

  /// Without a package that is known nothing is added, again and again.
  @Test func fixEndsWhereNothingHelps() throws {
    try record()
    try engine.set("build-after", "")
    let outcome = try verify("--fix")
    #expect(outcome.status == 3)
    #expect(engine.calls("build").count == 4)
    #expect(sandbox.names("app") == ["Dockerfile", "app.py", "compose.yaml", "requirements.txt"])
  }

  @Test func addPutsAPackageIntoTheRunStage() throws {
    let outcome = try sandbox.migrate("--add", "libxml2", "--add", "libpq5", "app")
    #expect(outcome.status == 0, "\(outcome.errors)")
    let text = try #require(sandbox.text("app/Dockerfile"))
    let stages = text.split(separator: "FROM ")
    try #require(stages.count == 2)
    #expect(!stages[0].contains("libpq5"))
    #expect(stages[1].contains(" libxml2 libpq5 curl "), "\(text)")
  }
}
