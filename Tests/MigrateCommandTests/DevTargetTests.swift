import Testing

/// `--dev-target`: a service whose source is mounted over the image builds the stage that keeps the compilers.
@Suite struct DevTargetTests {
  private let sandbox: Sandbox
  private let override = "services:\n  web:\n    volumes:\n      - .:/app\n"

  init() throws {
    sandbox = try Sandbox()
    try SampleProject.write(to: sandbox)
    try sandbox.write(override, to: "app/compose.override.yaml")
  }

  /// The stage before the last one.
  private var buildStage: String {
    let text = sandbox.text("app/Dockerfile") ?? ""
    return String(text.split(separator: "\n\nFROM")[0])
  }

  @Test func onlyIfItIsAskedFor() throws {
    let plain = try sandbox.migrate("plan", "app")
    #expect(plain.errors.contains("note[compose/development-service]") == false)
    #expect(plain.output.contains("now runs without compilers"), "\(plain.output)")
    #expect(plain.output.contains("`--dev-target`"), "\(plain.output)")
    let asked = try sandbox.migrate("plan", "app", "--dev-target")
    #expect(asked.output.contains("now builds `app-build`, which keeps the compilers"), "\(asked.output)")
    #expect(try sandbox.migrate("app", "--quiet").status == 0)
    #expect(sandbox.text("app/compose.override.yaml") == override)
    #expect(!buildStage.contains("CMD"))
  }

  @Test func writesTheFileThatMounts() throws {
    let outcome = try sandbox.migrate("app", "--dev-target")
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(sandbox.text("app/compose.override.yaml") == override + "    build:\n      target: app-build\n")
    #expect(sandbox.text("app/compose.yaml") == SampleProject.compose)
    #expect(buildStage.hasSuffix("CMD [\"python\", \"app.py\"]"))
    #expect(try sandbox.migrate("app", "--dev-target", "--check").status == 0)
  }

  @Test func saysWhyNot() throws {
    try sandbox.write(
      SampleProject.dockerfile.replacing("COPY . .\n", with: "COPY . .\nRUN useradd app\n"), to: "app/Dockerfile")
    let outcome = try sandbox.migrate("app", "--dev-target")
    #expect(outcome.status == 0)
    #expect(
      outcome.errors.contains(
        "the service web got no `target: app-build`: that stage has not what the RUN at line 9 of the Dockerfile brings"
      ),
      "\(outcome.errors)")
    #expect(sandbox.text("app/compose.override.yaml") == override)
    #expect(sandbox.text("app/compose.yaml")?.contains("target: app\n") == true)
    #expect(!buildStage.contains("CMD"))
  }

  @Test func allProjectsOfARepository() throws {
    // a second deployment of the same Dockerfile, which mounts nothing
    try sandbox.write("services:\n  web:\n    build: ../app\n", to: "live/compose.yaml")
    let outcome = try sandbox.migrate("batch", "--dev-target", "-q")
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(sandbox.text("app/compose.override.yaml")?.contains("target: app-build") == true)
    #expect(sandbox.text("live/compose.yaml")?.contains("target: app\n") == true)
    #expect(buildStage.hasSuffix("CMD [\"python\", \"app.py\"]"))
  }

  @Test func theStageThatShipsIsVerified() throws {
    let engine = try StubEngine(sandbox)
    let outcome = try sandbox.migrate("verify", "app", "--engine", engine.program, "--dev-target")
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(engine.calls("build").count == 2)
    #expect(!engine.calls("build").contains { $0.contains("[app-build]") })
  }
}
