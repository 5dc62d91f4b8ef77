import Testing

/// `migrate PATH`: what is written, and how the program ends.
@Suite struct ApplyTests {
  private let sandbox: Sandbox

  init() throws {
    sandbox = try Sandbox()
    try SampleProject.write(to: sandbox)
  }

  @Test func migratesAFolderOnce() throws {
    let first = try sandbox.migrate("app")
    #expect(first.status == 0, "\(first.errors)")
    #expect(first.output.contains("app/Dockerfile: split the stage `app`"))
    #expect(first.output.contains("build-essential"))
    #expect(first.output.contains("curl (app/compose.yaml:5)"))
    #expect(first.output.contains("docker compose build"))
    let dockerfile = try #require(sandbox.text("app/Dockerfile"))
    #expect(dockerfile.contains("COPY --from=app-build"))
    #expect(sandbox.text("app/compose.yaml")?.contains("target: app") == true)
    let second = try sandbox.migrate("app")
    #expect(second.status == 0)
    #expect(second.output.contains("nothing to gain"))
    #expect(sandbox.text("app/Dockerfile") == dockerfile)
  }

  @Test func migratesTheCurrentFolderByDefault() throws {
    let outcome = try sandbox.migrate(in: "app")
    #expect(outcome.status == 0)
    #expect(outcome.output.hasPrefix("Dockerfile: split"))
  }

  @Test func migratesADockerfileByItsPath() throws {
    let outcome = try sandbox.migrate("app/Dockerfile", "--quiet")
    #expect(outcome.status == 0)
    #expect(outcome.output.isEmpty && outcome.errors.isEmpty)
    #expect(sandbox.text("app/compose.yaml")?.contains("target: app") == true)
  }

  @Test func aFolderWithoutGoodNewsDoesNotStopOthers() throws {
    let outcome = try sandbox.migrate("missing", "app")
    #expect(outcome.status == 2)
    #expect(sandbox.text("app/Dockerfile")?.contains("app-build") == true)
  }

  @Test func standardInputGoesToStandardOutput() throws {
    let quiet = try sandbox.migrate("-", input: Array(SampleProject.dockerfile.utf8), in: "app")
    #expect(quiet.status == 0)
    #expect(quiet.output.contains("COPY --from=app-build"))
    #expect(quiet.output.contains("install -y --no-install-recommends curl libpq5"))
    #expect(sandbox.text("app/Dockerfile") == SampleProject.dockerfile)
    let same = try sandbox.migrate("-", input: Array(quiet.output.utf8), in: "app")
    #expect(same.output == quiet.output)
    let broken = try sandbox.migrate("-", input: Array("FORM a\n".utf8), in: "app")
    #expect(broken.status == 1)
    #expect(broken.output == "FORM a\n")
    #expect(broken.errors.hasPrefix("-:1:1: error["))
  }

  @Test func dryRunAndCheckWriteNothing() throws {
    let before = sandbox.names()
    let check = try sandbox.migrate("app", "--check")
    #expect(check.status == 1)
    #expect(check.output.contains("would change app/Dockerfile, app/compose.yaml"))
    let dry = try sandbox.migrate("app", "--dry-run")
    #expect(dry.status == 0)
    #expect(try sandbox.migrate("app", "--dry-run", "--check").status == 1)
    #expect(sandbox.names() == before)
    #expect(sandbox.text("app/Dockerfile") == SampleProject.dockerfile)
    #expect(try sandbox.migrate("app", "--quiet").status == 0)
    #expect(try sandbox.migrate("app", "--check").status == 0)
  }

  @Test func outputGoesBelowAnotherFolder() throws {
    let outcome = try sandbox.migrate("app", "--output", "out/deep")
    #expect(outcome.status == 0)
    #expect(sandbox.names("out") == ["deep", "deep/app", "deep/app/Dockerfile", "deep/app/compose.yaml"])
    #expect(sandbox.text("app/Dockerfile") == SampleProject.dockerfile)
    #expect(try sandbox.migrate("app", "--quiet").status == 0)
    #expect(sandbox.text("out/deep/app/Dockerfile") == sandbox.text("app/Dockerfile"))
  }

  @Test func twoDockerfilesShareOneComposeFile() throws {
    let compose = "services:\n  a:\n    build: a\n  b:\n    build: b\n"
    for name in ["a", "b"] {
      try sandbox.write(SampleProject.dockerfile, to: "two/\(name)/Dockerfile")
      try sandbox.write("psycopg2==2.9.10\n", to: "two/\(name)/requirements.txt")
    }
    try sandbox.write(compose, to: "two/compose.yaml")
    try sandbox.commit("two")
    let dry = try sandbox.migrate("a", "b", "--dry-run", in: "two")
    #expect(try sandbox.run("git", "apply", "--check", "-", input: Array(dry.output.utf8), in: "two").status == 0)
    #expect(try sandbox.migrate("a", "b", "--output", "out", "--quiet", in: "two").status == 0)
    #expect(try sandbox.migrate("a", "b", "--quiet", in: "two").status == 0)
    let written = try #require(sandbox.text("two/compose.yaml"))
    #expect(written.split(separator: "target:").count == 3)
    #expect(sandbox.text("two/out/compose.yaml") == written)
  }

  @Test func optionsDecideOverPackages() throws {
    let kept = try sandbox.migrate("app", "--keep", "build-essential", "--keep", "libpq-dev", "--dry-run", "--quiet")
    #expect(!kept.output.contains("libpq5"))
    let dropped = try sandbox.migrate("plan", "app", "--drop", "libpq-dev")
    #expect(dropped.output.contains("- libpq-dev "))
    let both = try sandbox.migrate("app", "--keep", "curl", "--drop", "curl")
    #expect(both.status == 2)
  }

  @Test func suggestsWhatSavesMore() throws {
    try sandbox.write([UInt8](repeating: 0, count: 2_400_000), to: "app/.git/objects/pack")
    let plan = try sandbox.migrate("plan", "app")
    #expect(plan.output.contains("\nsuggestions (what each saves; none is proven to be right)\n"), "\(plan.output)")
    #expect(
      plan.output.contains("\n     2 MB  `.git` of the build context comes to the image (there is no `.dockerignore`:"))
    try sandbox.write("/.git\n", to: "app/.dockerignore")
    #expect(try !sandbox.migrate("plan", "app").output.contains("`.git`"))
  }

  @Test func namesOtherFiles() throws {
    try sandbox.run("mv", "app/Dockerfile", "app/Production")
    try sandbox.run("mv", "app/compose.yaml", "app/stack.yaml")
    try sandbox.write(
      SampleProject.compose.replacing("build: .", with: "build: {context: ., dockerfile: Production}"),
      to: "app/stack.yaml")
    let outcome = try sandbox.migrate("app", "--file", "Production", "--compose", "app/stack.yaml")
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.output.contains("curl (app/stack.yaml:5)"))
    #expect(sandbox.text("app/stack.yaml")?.contains("target: app") == true)
  }
}
