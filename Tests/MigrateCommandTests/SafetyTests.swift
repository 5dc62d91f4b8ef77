import Glibc
import Testing

@testable import migrate

/// What can go wrong with files: nothing is lost, and nothing is half done.
@Suite struct SafetyTests {
  private let sandbox: Sandbox

  init() throws { sandbox = try Sandbox() }

  /// Checks that the program says `error`, ends with `status` and writes nothing.
  private func check(
    _ error: String, status: Int32 = 2, path: String = "app", prefix: [String] = [],
    _ location: SourceLocation = #_sourceLocation
  ) throws {
    let before = sandbox.names()
    let outcome = try sandbox.migrate(path, prefix: prefix)
    #expect(outcome.status == status, "\(outcome.errors)", sourceLocation: location)
    #expect(outcome.errors.contains(error), "\(outcome.errors)", sourceLocation: location)
    #expect(sandbox.names() == before, sourceLocation: location)
  }

  @Test func rejectsWhatIsNoDockerfile() throws {
    try sandbox.write([UInt8](repeating: 0, count: 8), to: "binary/Dockerfile")
    try check("error[io/binary]", path: "binary")
    try sandbox.write([0xFF, 0xFE, 0x46, 0], to: "utf16/Dockerfile")
    try check("error[io/utf-16]", path: "utf16")
    try sandbox.run("mkdir", "-p", "folder/Dockerfile", "pipe", "loop")
    try check("error[io/folder]", path: "folder")
    try sandbox.run("mkfifo", "pipe/Dockerfile")
    try check("error[io/special]", path: "pipe")
    try sandbox.link("loop/Dockerfile", to: "Dockerfile")
    try check("error[io/unreadable]", path: "loop")
    try check("error[io/special]", path: "/dev/zero")
    try check("error[io/missing]", path: "nowhere")
    try check("error[usage/empty-path]", path: "")
    try sandbox.write("FORM a\n", to: "typo/Dockerfile")
    try check("typo/Dockerfile:1:1: error[", status: 1, path: "typo")
    try sandbox.write("", to: "empty/Dockerfile")
    #expect(try sandbox.migrate("empty").status != 0)
  }

  @Test func rejectsABrokenComposeFile() throws {
    try SampleProject.write(to: sandbox)
    try sandbox.write("services:\n  web: [\n", to: "app/compose.yaml")
    try check("app/compose.yaml:3:1: error[yaml/", status: 1)
  }

  @Test func namesUnknownThings() throws {
    try SampleProject.write(to: sandbox)
    for (arguments, error) in [
      (["--ecosystem", "flsk"], "did you mean `flask`?"), (["--stage", "nope"], "error[usage/unknown-stage]"),
      (["--plugins", "nowhere"], "error[io/missing]"), (["--compose", "nowhere"], "error[io/missing]"),
      (["--file", "nowhere"], "error[io/missing]"), (["--format", "xml"], "'sarif'"),
      (["--frobnicate"], "Unknown option"),
      (["--quiet", "--verbose"], "exclude each other"), (["--output", "x", "--check"], "excludes"),
    ] {
      let outcome = try Self.migrate(sandbox, ["app"] + arguments)
      #expect(outcome.status == 2)
      #expect(outcome.errors.contains(error), "\(outcome.errors)")
    }
    #expect(sandbox.text("app/Dockerfile") == SampleProject.dockerfile)
  }

  private static func migrate(_ sandbox: Sandbox, _ arguments: [String]) throws -> Sandbox.Outcome {
    switch arguments.count {
    case 2: try sandbox.migrate(arguments[0], arguments[1])
    case 3: try sandbox.migrate(arguments[0], arguments[1], arguments[2])
    default: try sandbox.migrate(arguments[0], arguments[1], arguments[2], arguments[3])
    }
  }

  @Test func doesNotWriteOutsideOfTheProject() throws {
    try SampleProject.write(to: sandbox)
    try sandbox.run("mv", "app/Dockerfile", "outside")
    try sandbox.link("app/Dockerfile", to: "../outside")
    try check("outside of the project", status: 1)
    #expect(sandbox.text("outside") == SampleProject.dockerfile)
  }

  @Test func writesThroughALinkInsideOfTheProject() throws {
    try SampleProject.write(to: sandbox)
    try sandbox.run("mv", "app/Dockerfile", "app/real")
    try sandbox.link("app/Dockerfile", to: "real")
    #expect(try sandbox.migrate("app", "--quiet").status == 0)
    #expect(try sandbox.run("readlink", "app/Dockerfile").output == "real\n")
    #expect(sandbox.text("app/real")?.contains("app-build") == true)
    #expect(sandbox.text("app/real.orig") == SampleProject.dockerfile)
  }

  @Test func keepsTheModeOfAFile() throws {
    try SampleProject.write(to: sandbox)
    try sandbox.run("chmod", "0640", "app/Dockerfile")
    #expect(try sandbox.migrate("app", "--quiet").status == 0)
    #expect(try sandbox.run("stat", "-c", "%a", "app/Dockerfile", "app/Dockerfile.orig").output == "640\n640\n")
  }

  @Test func backsUpWhatIsNotCommitted() throws {
    try SampleProject.write(to: sandbox)
    try sandbox.commit("app")
    let clean = try sandbox.migrate("app")
    #expect(!clean.output.contains("backup"))
    #expect(!sandbox.names("app").contains { $0.contains(".orig") })
    try sandbox.write(SampleProject.dockerfile + "# mine\n", to: "app/Dockerfile")
    #expect(try sandbox.migrate("app").output.contains("app/Dockerfile.orig\n"))
    #expect(sandbox.text("app/Dockerfile.orig") == SampleProject.dockerfile + "# mine\n")
    try sandbox.write(SampleProject.dockerfile, to: "app/Dockerfile")
    try sandbox.run("git", "rm", "-q", "--cached", "Dockerfile", in: "app")
    try sandbox.run("git", "commit", "-qm", "out", in: "app")
    #expect(try sandbox.migrate("app").output.contains("app/Dockerfile.orig.1\n"))
    #expect(sandbox.text("app/Dockerfile.orig.1") == SampleProject.dockerfile)
    #expect(sandbox.text("app/Dockerfile.orig") == SampleProject.dockerfile + "# mine\n")
  }

  @Test func runsNothingThatARepositoryNames() throws {
    try SampleProject.write(to: sandbox)
    try sandbox.write("Dockerfile filter=evil\n", to: "app/.gitattributes")
    try sandbox.commit("app")
    let command = "touch \(sandbox.path("ran"))"
    for key in ["filter.evil.clean", "filter.evil.smudge", "core.fsmonitor", "core.sshCommand"] {
      try sandbox.run("git", "config", key, command, in: "app")
    }
    try sandbox.run("touch", "app/Dockerfile")
    #expect(try sandbox.migrate("app", "--quiet").status == 0)
    #expect(sandbox.bytes("ran") == nil)
  }

  /// Root may write everywhere, so the program is run as nobody.
  @Test func saysThatAFileIsReadOnly() throws {
    try SampleProject.write(to: sandbox)
    try sandbox.run("chmod", "0755", ".")
    guard getuid() == 0, try sandbox.run("setpriv", "--version").status == 0 else {
      try sandbox.run("chmod", "0444", "app/Dockerfile")
      return try check("error[io/unwritable]")
    }
    try sandbox.run("cp", Sandbox.program, "program")
    let nobody = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
    try sandbox.run("chmod", "0777", "app")
    let outcome = try sandbox.run(nobody[0], nobody[1], nobody[2], nobody[3], "./program", "app")
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains("`app/Dockerfile` can't be written: permission denied; nothing was changed"))
    try sandbox.run("chmod", "0600", "app/Dockerfile")
    let unreadable = try sandbox.run(nobody[0], nobody[1], nobody[2], nobody[3], "./program", "app")
    #expect(unreadable.status == 2)
    #expect(unreadable.errors.contains("error[io/unreadable]"))
    #expect(sandbox.names("app") == ["Dockerfile", "app.py", "compose.yaml", "requirements.txt"])
    #expect(sandbox.text("app/Dockerfile") == SampleProject.dockerfile)
  }

  @Test func saysThatResultsGoNowhere() throws {
    try SampleProject.write(to: sandbox)
    let outcome = try sandbox.run("sh", "-c", "\(Sandbox.program) app --dry-run > /dev/full")
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains("error[io/output]"))
  }
}
