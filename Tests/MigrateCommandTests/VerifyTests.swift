import Glibc
import Testing

/// `migrate verify` with an engine that only says how it was called.
@Suite struct VerifyTests {
  private let sandbox: Sandbox
  private let engine: StubEngine

  init() throws {
    sandbox = try Sandbox()
    engine = try StubEngine(sandbox)
    try SampleProject.write(to: sandbox)
    try sandbox.write("", to: "tmp/.keep")
  }

  /// Runs a verification; the project's files must be the same afterwards, and nothing may be left of it.
  private func verify(
    _ arguments: [String] = [], environment: [String] = [], project: String = "app",
    _ location: SourceLocation = #_sourceLocation
  ) throws -> Sandbox.Outcome {
    let files = sandbox.names(project).map { [$0: sandbox.bytes("\(project)/\($0)")] }
    let outcome = try sandbox.migrate(
      ["verify", project, "--engine", engine.program] + arguments,
      environment: environment + ["TMPDIR=\(sandbox.path("tmp"))"])
    #expect(
      sandbox.names(project).map { [$0: sandbox.bytes("\(project)/\($0)")] } == files, sourceLocation: location)
    #expect(sandbox.names("tmp") == [".keep"], sourceLocation: location)
    return outcome
  }

  @Test func comparesTwoImages() throws {
    let outcome = try verify()
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.output.contains("500.0 MB  200.0 MB"), "\(outcome.output)")
    #expect(outcome.output.contains("proven: the image is 40.0 % of its size"))
    let builds = engine.calls("build")
    #expect(builds.count == 2)
    #expect(builds.allSatisfy { $0.hasSuffix("[\(sandbox.path("app"))] host= buildkit=1") }, "\(builds)")
    // both images are removed, and every container that was made
    #expect(engine.calls("rmi").count == 3)
    let made = engine.calls("create").count + engine.calls("run").filter { $0.contains("[--detach]") }.count
    #expect(engine.calls("rm").count == made)
  }

  /// The page says the same, shows the diff, and asks for nothing from elsewhere.
  @Test func writesAPage() throws {
    try engine.set("history", "printf '100000\\tRUN echo \"<b>\" && make\\n'")
    let outcome = try verify(["--html", sandbox.path("page.html"), "--format", "json"])
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.output.contains("\"ratio\": \"0.400\""), "\(outcome.output)")
    let page = try #require(sandbox.text("page.html"))
    for text in [
      "500.0 MB", "200.0 MB", "60.0 % less", ">proven</span>", "RUN echo &quot;&lt;b&gt;&quot; &amp;&amp; make",
      "<span class=\"added\">+FROM python:3.13-slim-bookworm AS app\n</span>", "<code>build-essential</code>",
      "prefers-color-scheme: dark",
    ] {
      #expect(page.contains(text), "\(text)")
    }
    for text in ["src=", "href=", "url(", "@import", "<script"] { #expect(!page.contains(text), "\(text)") }
    // one that fails says why
    try engine.set("build-after", "echo 'a < b'; exit 1")
    _ = try verify(["--html", sandbox.path("page.html")])
    let failed = try #require(sandbox.text("page.html"))
    #expect(failed.contains(">not proven</span>") && failed.contains("<pre>a &lt; b</pre>"))
  }

  @Test func givesTheEngineWhatTheUserSays() throws {
    let outcome = try verify(
      [
        "--builder", "far", "--build-network", "host", "--build-option=--secret=id=key,src=key.txt", "--no-cache",
        "--memory", "1g", "--run-network", "bridge", "--smoke", "python app.py --help", "--keep-images",
      ], environment: ["DOCKER_HOST=ssh://far.example"])
    #expect(outcome.status == 0, "\(outcome.errors)")
    let build = try #require(engine.calls("buildx").first { $0.contains("[build]") })
    #expect(build.hasPrefix("[buildx][build][--builder][far][--load][--tag]"), "\(build)")
    #expect(
      build.contains(
        "[--network][host][--no-cache][--secret=id=key,src=key.txt][\(sandbox.path("app"))] host=ssh://far.example"),
      "\(build)")
    let smoke = try #require(engine.calls("run").first { $0.contains("[python app.py --help]") })
    #expect(smoke.contains("[--network][bridge][--memory][1g][--pids-limit][512]"), "\(smoke)")
    #expect(smoke.contains("[--entrypoint][/bin/sh]"))
    #expect(engine.calls("rmi").isEmpty)
  }

  @Test func containersHaveNoNetworkAndLimits() throws {
    let outcome = try verify(["--smoke", "true"])
    #expect(outcome.status == 0, "\(outcome.errors)")
    let runs = engine.calls("run")
    #expect(!runs.isEmpty)
    for run in runs {
      #expect(run.contains("[--network][none][--memory][2g][--pids-limit][512]"), "\(run)")
      #expect(run.contains("[--rm]") || run.contains("[--detach]"), "\(run)")
    }
  }

  @Test func classicBuilder() throws {
    #expect(try verify(environment: ["DOCKER_BUILDKIT=0"]).output.contains("docker 24.0.7 (classic builder)"))
    #expect(engine.calls("build").allSatisfy { $0.hasSuffix("buildkit=0") })
    // a client of these versions runs BuildKit by its plugin
    try engine.set("no-buildx", "")
    #expect(try verify().output.contains("(classic builder)"))
    let outcome = try verify(["--builder", "far"])
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains("error[verify/no-buildx]"), "\(outcome.errors)")
  }

  @Test func knowsPodmanUnderAnotherName() throws {
    try engine.set("name", "podman version 4.3.1\n")
    let outcome = try verify()
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.output.contains("podman 24.0.7"), "\(outcome.output)")
    #expect(engine.calls("build").allSatisfy { $0.hasPrefix("[build][--format][docker][--tag]") })
  }

  @Test func saysWhenNoEngineWorks() throws {
    try engine.set("down", "Cannot connect to the Docker daemon at unix:///x.sock. Is the docker daemon running?\n")
    let down = try verify()
    #expect(down.status == 2)
    #expect(down.errors.contains("error[verify/engine-not-running]"), "\(down.errors)")
    #expect(down.errors.contains("Cannot connect to the Docker daemon"))
    for (engine, error) in [
      ("nowhere/docker", "error[verify/no-engine]"), ("containerd", "error[usage/unknown-engine]"),
    ] {
      let outcome = try sandbox.migrate("verify", "app", "--engine", engine)
      #expect(outcome.status == 2)
      #expect(outcome.errors.contains(error), "\(outcome.errors)")
    }
    let none = try sandbox.migrate(["verify", "app"], path: sandbox.path("empty"))
    #expect(none.status == 2)
    #expect(none.errors.contains("looked for docker, podman, buildah on PATH"), "\(none.errors)")
  }

  /// An engine that does not answer is passed over if none is asked for.
  @Test func takesTheFirstEngineThatWorks() throws {
    try engine.set("down", "no daemon\n")
    let other = try StubEngine(Sandbox(), "podman")
    let path = "\(sandbox.path("engine")):\(other.sandbox.path("engine")):/usr/bin:/bin"
    let outcome = try sandbox.migrate(["verify", "app"], path: path)
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.output.contains("podman 24.0.7"))
    #expect(other.calls("build").count == 2)
  }

  @Test(arguments: [
    ("build-before", "echo make: error 2; exit 1", Int32(2), "error[verify/baseline]", "| make: error 2"),
    ("build-after", "echo make: error 2; exit 1", 3, "error[verify/after]", "| make: error 2"),
    (
      "build-before", "echo 'write /x: no space left on device'; exit 1", 2, "error[verify/no-space]",
      "the disk is full"
    ),
    (
      "build-after", "echo 'write /x: no space left on device'; exit 1", 2, "error[verify/no-space]", "the disk is full"
    ),
    ("build-before", "echo 'python:3.13: manifest unknown'; exit 1", 2, "error[verify/base-image]", "can't be had"),
    ("build-before", "sleep 60", 2, "error[verify/timeout]", "took longer than 2.0 s"),
    ("build-after", "sleep 60", 3, "error[verify/timeout]", "took longer than 2.0 s"),
  ])
  func saysWhyABuildFails(_ file: String, _ text: String, _ status: Int32, _ id: String, _ words: String) throws {
    try engine.set(file, text)
    let outcome = try verify(["--timeout", "2"])
    #expect(outcome.status == status, "\(outcome.errors)")
    #expect(outcome.errors.contains(id) && outcome.errors.contains(words), "\(outcome.errors)")
    #expect(engine.calls("rmi").count == 3)
  }

  /// The build is ended, what was made is removed, and the project is what it was.
  @Test(arguments: ["build-before", "build-after", "run"])
  func stopsAtOnce(_ file: String) throws {
    try engine.set(file, "echo $$ >\"$here/process\"; kill -INT $PPID; sleep 60")
    try engine.set("left", "migrate-verify-other\n")
    let start = ContinuousClock.now
    let outcome = try verify(["--smoke", "true"])
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains("error[verify/interrupted]"), "\(outcome.errors)")
    #expect(ContinuousClock.now - start < .seconds(30))
    let process = try #require(sandbox.text("engine/process").flatMap { pid_t($0.dropLast()) })
    #expect(kill(process, 0) == -1)
    #expect(engine.calls("rmi").count == 3)
    // the containers of others are not touched
    #expect(!engine.calls("rm").contains { $0.contains("[migrate-verify-other]") })
  }

  @Test func aHealthCheckHasALimit() throws {
    try sandbox.write(SampleProject.compose, to: "app/compose.yaml")
    try engine.set("exec", "case $all in *curl*) exit 1 ;; esac")
    let start = ContinuousClock.now
    let outcome = try verify(["--start-time", "1"])
    // it fails on both sides, which is no fault of the migration
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.output.contains("as before: runs, its health check fails"), "\(outcome.output)")
    #expect(ContinuousClock.now - start < .seconds(20))
    #expect(engine.calls("exec").contains { $0.contains("curl -f http://localhost:8000/up") })
  }

  @Test func theSmokeTestHasToPass() throws {
    try engine.set("run", "case $all in *:after*) echo boom; exit 7 ;; esac")
    let outcome = try verify(["--smoke", "python app.py --help"])
    #expect(outcome.status == 3)
    #expect(outcome.output.contains("FAILED   smoke test `python app.py --help`"), "\(outcome.output)")
    #expect(outcome.output.contains("exit status 7 after, 0 before"))
    #expect(outcome.output.contains("boom"))
  }

  /// A command that hangs has failed; the engine has not.
  @Test func aSmokeTestHasALimit() throws {
    try engine.set("run", "case $all in *:after*) sleep 60 ;; esac")
    let outcome = try verify(["--smoke", "python app.py --wait", "--smoke-time", "1"])
    #expect(outcome.status == 3, "\(outcome.errors)")
    #expect(outcome.output.contains("exit status 124 after, 0 before"), "\(outcome.output)")
    #expect(outcome.output.contains("it did not end within 1.0 s"))
    #expect(engine.calls("rm").contains { $0.contains("migrate-verify-") })
  }

  /// `migrate --verify` writes only what is proven.
  @Test func writesOnlyWhatIsProven() throws {
    let before = sandbox.text("app/Dockerfile")
    try engine.set("build-after", "exit 1")
    let failed = try sandbox.migrate("--verify", "--engine", engine.program, "app")
    #expect(failed.status == 3, "\(failed.errors)")
    #expect(sandbox.text("app/Dockerfile") == before)
    #expect(sandbox.names("app") == ["Dockerfile", "app.py", "compose.yaml", "requirements.txt"])
    try engine.set("build-after", "")
    let passed = try sandbox.migrate("--verify", "--engine", engine.program, "app")
    #expect(passed.status == 0, "\(passed.errors)")
    #expect(sandbox.text("app/Dockerfile")?.contains("AS app-build") == true)
  }
}
