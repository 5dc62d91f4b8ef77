import Testing

/// How the Dockerfile and the compose files of a path are found.
@Suite struct LocatorTests {
  private let sandbox: Sandbox

  init() throws { sandbox = try Sandbox() }

  @Test(arguments: ["Containerfile", "Dockerfile.prod", "web.Dockerfile", "web.dockerfile"])
  func findsOneDockerfile(name: String) throws {
    try SampleProject.write(to: sandbox)
    try sandbox.run("mv", "app/Dockerfile", "app/\(name)")
    try sandbox.write("x\n", to: "app/\(name).dockerignore")
    let outcome = try sandbox.migrate("plan", "app")
    #expect(outcome.output.hasPrefix("app/\(name): split"), "\(outcome.errors)")
  }

  @Test func asksWhichOfSeveral() throws {
    try sandbox.write("FROM a\n", to: "Dockerfile.b")
    try sandbox.write("FROM a\n", to: "Dockerfile.a")
    let outcome = try sandbox.migrate(".")
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains("several Dockerfiles: Dockerfile.a, Dockerfile.b"))
    #expect(outcome.errors.contains("--file"))
  }

  @Test func saysWhereItLooked() throws {
    try sandbox.write("services:\n  db:\n    image: db\n", to: "docker-compose.yml")
    let outcome = try sandbox.migrate(".")
    #expect(outcome.status == 2)
    for name in ["Dockerfile", "Containerfile", "docker-compose.yml"] { #expect(outcome.errors.contains(name)) }
  }

  @Test func followsWhatComposeBuilds() throws {
    try SampleProject.write(to: sandbox)
    try sandbox.run("mkdir", "app/docker")
    try sandbox.run("mv", "app/Dockerfile", "app/docker/web")
    try sandbox.write(
      SampleProject.compose.replacing("build: .", with: "build: {context: ., dockerfile: docker/web}"),
      to: "app/compose.yaml")
    let outcome = try sandbox.migrate("plan", "app")
    #expect(outcome.output.hasPrefix("app/docker/web: split"), "\(outcome.errors)")
  }

  @Test func looksForComposeUpToTheRepository() throws {
    try SampleProject.write(to: sandbox, in: "repo/app")
    try sandbox.run("rm", "repo/app/compose.yaml")
    try sandbox.write(SampleProject.compose.replacing("build: .", with: "build: ./app"), to: "repo/compose.yaml")
    let without = try sandbox.migrate("plan", in: "repo/app")
    #expect(!without.output.contains("compose.yaml"))
    try sandbox.commit("repo")
    let with = try sandbox.migrate("plan", in: "repo/app")
    #expect(with.output.contains("../compose.yaml:5"), "\(with.output)")
    #expect(try sandbox.migrate(in: "repo/app").status == 0)
    #expect(sandbox.text("repo/compose.yaml")?.contains("target: app") == true)
  }

  @Test func mergesTheOverrideFile() throws {
    try SampleProject.write(to: sandbox)
    try sandbox.write("services:\n  web:\n    build: .\n", to: "app/compose.yaml")
    try sandbox.write(
      "services:\n  web:\n    healthcheck:\n      test: curl -f http://localhost\n", to: "app/compose.override.yaml")
    let outcome = try sandbox.migrate("plan", "app")
    #expect(outcome.output.contains("app/compose.override.yaml:4"))
  }

  @Test func readsTheConfiguration() throws {
    try SampleProject.write(to: sandbox)
    try sandbox.run("mv", "app/Dockerfile", "app/Production")
    try sandbox.write("file: Production\nkeep: [libpq-dev]\n", to: "app/.migrate/config.yaml")
    let outcome = try sandbox.migrate("plan", "app")
    #expect(outcome.output.hasPrefix("app/Production: split"), "\(outcome.errors)")
    #expect(outcome.output.contains("= libpq-dev"))
    let stronger = try sandbox.migrate("plan", "app", "--drop", "libpq-dev")
    #expect(stronger.output.contains("- libpq-dev"))
  }

  @Test(arguments: [
    ("keeep: [curl]\n", ":1:1: error[config/unknown-key]"),
    ("keep: {a: b}\n", ":1:7: error[config/wrong-type]"),
    ("stage: app\nstage: app\n", ":2:1: error["),
    ("keep: [\n", "error[yaml/"),
    ("keep: [a]\ndrop: [a]\n", ":2:7: error[config/contradiction]"),
  ])
  func rejectsABadConfiguration(text: String, error: String) throws {
    try SampleProject.write(to: sandbox)
    try sandbox.write(text, to: "app/.migrate/config.yaml")
    let outcome = try sandbox.migrate("app")
    #expect(outcome.status != 0)
    #expect(outcome.errors.contains("app/.migrate/config.yaml"))
    #expect(outcome.errors.contains(error), "\(outcome.errors)")
    #expect(sandbox.text("app/Dockerfile") == SampleProject.dockerfile)
  }
}
