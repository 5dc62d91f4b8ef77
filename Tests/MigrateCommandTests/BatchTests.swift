import FoundationEssentials
import Testing

/// Which projects of a repository are found, and which of them are migrated.
@Suite struct BatchTests {
  private let sandbox: Sandbox

  init() throws { sandbox = try Sandbox() }

  /// The Dockerfiles that a diff changes, in its order.
  private func changed(_ outcome: Sandbox.Outcome) -> [String] {
    outcome.output.split(separator: "\n").filter { $0.hasPrefix("+++ b/") && !$0.hasSuffix(".yaml") }
      .map { String($0.dropFirst(6)) }
  }

  @Test func findsDockerfilesOfAllNames() throws {
    for name in ["Dockerfile", "Containerfile", "Dockerfile.web", "api.Dockerfile", "api.dockerfile"] {
      try sandbox.write(SampleProject.dockerfile, to: "a/b/\(name)")
    }
    for name in ["Dockerfile.orig", "Dockerfile.dockerignore", "Dockerfile~", "xDockerfile", "Dockerfile.bak"] {
      try sandbox.write(SampleProject.dockerfile, to: "a/b/\(name)")
    }
    try sandbox.write("psycopg2\n", to: "a/b/requirements.txt")
    let outcome = try sandbox.migrate("batch", "--dry-run")
    #expect(outcome.status == 0, "\(outcome.errors)")
    let names = ["Containerfile", "Dockerfile", "Dockerfile.web", "api.Dockerfile", "api.dockerfile"]
    #expect(changed(outcome) == names.map { "a/b/\($0)" })
    #expect(outcome.errors.contains("5 projects: 5 split"))
  }

  @Test func leavesWhatGitIgnoresAndNamesSubmodules() throws {
    try SampleProject.write(to: sandbox, in: "repo/one")
    try SampleProject.write(to: sandbox, in: "repo/vendor/two")
    try sandbox.write("vendor/\n", to: "repo/.gitignore")
    try SampleProject.write(to: sandbox, in: "inner")
    try sandbox.commit("inner")
    try sandbox.commit("repo")
    try sandbox.run("mv", "inner", "repo/inner")
    try SampleProject.write(to: sandbox, in: "repo/new")
    let outcome = try sandbox.migrate("batch", "--dry-run", in: "repo")
    #expect(changed(outcome) == ["new/Dockerfile", "one/Dockerfile"])
    #expect(outcome.errors.contains("note[batch/submodule]") && outcome.errors.contains("`inner`"))
    try sandbox.run("rm", "-r", "repo/.git")
    let walked = try sandbox.migrate("batch", "--dry-run", in: "repo")
    #expect(changed(walked) == ["inner/Dockerfile", "new/Dockerfile", "one/Dockerfile", "vendor/two/Dockerfile"])
  }

  @Test func takesNewFilesThatGitListsLate() throws {
    let late = "case \" $* \" in *\" --others \"*) sleep 1 ;; esac"
    try sandbox.write("#!/bin/sh\n\(late)\nPATH=/usr/local/bin:/usr/bin:/bin exec git \"$@\"\n", to: "bin/git")
    try sandbox.run("chmod", "+x", "bin/git")
    let path = sandbox.path("bin") + ":/usr/local/bin:/usr/bin:/bin"
    try SampleProject.write(to: sandbox, in: "repo/one")
    try sandbox.commit("repo")
    let before = try sandbox.migrate(["batch", "--dry-run", "repo"], path: path)
    #expect(changed(before) == ["repo/one/Dockerfile"])
    #expect(before.errors.contains("1 project: 1 split"), "\(before.errors)")
    try SampleProject.write(to: sandbox, in: "repo/new")
    let after = try sandbox.migrate(["batch", "--dry-run", "repo"], path: path)
    #expect(changed(after) == ["repo/new/Dockerfile", "repo/one/Dockerfile"])
    #expect(after.errors.contains("2 projects: 2 split"), "\(after.errors)")
  }

  @Test func doesNotMissADeletedFileAndFollowsNoLoop() throws {
    try SampleProject.write(to: sandbox, in: "repo/one")
    try SampleProject.write(to: sandbox, in: "repo/gone")
    try sandbox.commit("repo")
    try sandbox.run("rm", "repo/gone/Dockerfile")
    try sandbox.link("repo/one/loop", to: "../..")
    try sandbox.link("repo/Dockerfile", to: "one/Dockerfile")
    for _ in 0..<2 {
      let outcome = try sandbox.migrate("batch", "--dry-run", in: "repo")
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(changed(outcome) == ["one/Dockerfile"])
      try sandbox.run("rm", "-rf", "repo/.git")
    }
  }

  @Test func givesTheSameForAnyNumberOfJobs() throws {
    for number in 0..<12 { try SampleProject.write(to: sandbox, in: "services/s\(number)") }
    try SampleProject.write(to: sandbox, in: "bad", dockerfile: SampleProject.dockerfile + "ONBUILD RUN true\n")
    try sandbox.commit()
    let one = try sandbox.migrate("batch", "-n", "-j", "1")
    let four = try sandbox.migrate("batch", "-n", "-j", "4")
    #expect(one.output == four.output && one.errors == four.errors)
    #expect(one.errors.contains("bad/Dockerfile:10:1: refused[split/onbuild]"))
    #expect(one.errors.contains("13 projects: 12 split, 0 pruned, 0 with nothing to gain, 1 refused"))
    #expect(try sandbox.run("git", "apply", "--check", input: Array(one.output.utf8)).status == 0)
    #expect(try sandbox.run("git", "status", "--porcelain").output.isEmpty)
  }

  @Test func writesWhatTheSingleCommandWrites() throws {
    try SampleProject.write(to: sandbox, in: "repo/a")
    try SampleProject.write(to: sandbox, in: "single/a")
    try sandbox.commit("repo")
    #expect(try sandbox.migrate("single/a", "--quiet").status == 0)
    let outcome = try sandbox.migrate("batch", "repo")
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.output.hasPrefix("repo/a/Dockerfile: split, about "))
    for file in ["Dockerfile", "compose.yaml"] {
      #expect(sandbox.bytes("repo/a/\(file)") == sandbox.bytes("single/a/\(file)"))
    }
    // the files are committed, and the journal is no file of the repository
    #expect(
      try sandbox.run("git", "status", "--porcelain", in: "repo").output == " M a/Dockerfile\n M a/compose.yaml\n")
    let again = try sandbox.migrate("batch", "repo")
    #expect(again.status == 0 && again.errors.contains("1 project: 0 split, 0 pruned, 1 with nothing to gain"))
  }

  @Test func selects() throws {
    for name in ["a/one", "a/two", "b/three"] { try SampleProject.write(to: sandbox, in: name) }
    func found(_ arguments: String...) throws -> [String] {
      changed(try sandbox.run("env", ["-C", sandbox.folder, Sandbox.program, "batch", "-n"] + arguments)).map {
        String($0.dropLast(11))
      }
    }
    #expect(try found("--include", "a") == ["a/one", "a/two"])
    #expect(try found("--exclude", "two") == ["a/one", "b/three"])
    #expect(try found("--include", "a/**", "--include", "b", "--exclude", "**/one/*") == ["a/two", "b/three"])
    #expect(try found("--limit", "2") == ["a/one", "a/two"])
    #expect(try found("--only", "prune") == [])
    #expect(try found("--ecosystem", "flask") == ["a/one", "a/two", "b/three"])
    #expect(try found("--ecosystem", "ruby,node") == [])
    #expect(try found("a/one", "b") == ["a/one", "b/three"])
    let parts = try (1...3).map { try found("--shard", "\($0)/3") }
    #expect(parts.flatMap { $0 }.sorted() == ["a/one", "a/two", "b/three"])
    let pod = try sandbox.migrate("batch", "-n", "--shard", "auto/3", environment: ["JOB_COMPLETION_INDEX=1"])
    #expect(changed(pod).map { String($0.dropLast(11)) } == parts[1])
  }

  @Test func tellsByItsExitStatus() throws {
    try SampleProject.write(to: sandbox, in: "a")
    try SampleProject.write(to: sandbox, in: "b", dockerfile: SampleProject.dockerfile + "ONBUILD RUN true\n")
    #expect(try sandbox.migrate("batch", "-n").status == 0)
    #expect(try sandbox.migrate("batch", "--check").status == 1)
    #expect(try sandbox.migrate("batch", "-n", "--strict").status == 1)
    #expect(try sandbox.migrate("batch", "--check", "--exclude", "a").status == 0)
    try sandbox.write([UInt8](repeating: 0, count: 8), to: "a/binary.Dockerfile")
    let failed = try sandbox.migrate("batch", "-n")
    #expect(failed.status == 2 && failed.errors.contains("error[io/binary]"))
    #expect(changed(failed) == ["a/Dockerfile"])
    let fast = try sandbox.migrate("batch", "-n", "--fail-fast")
    #expect(fast.status == 2 && fast.errors.contains("stopped at the first failure"))
    #expect(!fast.errors.contains("split/onbuild"))
    for (arguments, message) in [
      (["--shard", "4/3"], "--shard needs"), (["--shard", "auto/3"], "JOB_COMPLETION_INDEX"),
      (["--jobs", "0"], "--jobs"),
      (["--only", "refused"], "--only"), (["--report", "pdf=x"], "--report"), (["nowhere"], "no folder `nowhere`"),
      (["--ecosystem", "flsk"], "did you mean `flask`?"), (["--dry-run", "--check"], "exclude each other"),
    ] {
      let wrong = try sandbox.run("env", ["-C", sandbox.folder, Sandbox.program, "batch"] + arguments)
      #expect(wrong.status == 2 && wrong.errors.contains(message), "\(wrong.errors)")
    }
    #expect(sandbox.text("a/Dockerfile") == SampleProject.dockerfile)
  }

  @Test func namesPathsAsTheRootWasTyped() throws {
    for name in ["repo/a", "repo/b"] { try SampleProject.write(to: sandbox, in: name) }
    try sandbox.run("mkdir", "elsewhere")
    let here = changed(try sandbox.migrate("batch", "-n", in: "repo"))
    #expect(here == ["a/Dockerfile", "b/Dockerfile"])
    for (root, prefix, folder) in [
      ("repo", "repo/", ""), ("./repo/", "repo/", ""), ("../repo", "../repo/", "elsewhere"), ("..", "../", "repo/a"),
      (sandbox.path("repo"), String(sandbox.path("repo/").dropFirst()), "elsewhere"),
    ] {
      let outcome = try sandbox.migrate("batch", "-n", root, in: folder)
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(changed(outcome) == here.map { prefix + $0 }, "\(root)")
    }
    let outcome = try sandbox.migrate("batch", "../repo", in: "elsewhere")
    #expect(outcome.status == 0 && sandbox.text("repo/b/Dockerfile")?.contains("app-build") == true)
    let undone = try sandbox.run(
      "sh", ["-c", "cd '\(sandbox.folder)/elsewhere' && \(Sandbox.program) undo ../repo/.migrate/journals/*.jsonl"])
    #expect(undone.status == 0 && sandbox.text("repo/b/Dockerfile") == SampleProject.dockerfile, "\(undone.errors)")
  }

  @Test func saysOnceWhatIsWrongWithPlugins() throws {
    for name in ["a", "b"] { try SampleProject.write(to: sandbox, in: name) }
    let missing = try sandbox.migrate("batch", "-n", "--plugins", "nowhere")
    #expect(missing.status == 2 && missing.errors.ranges(of: "error[io/missing]").count == 1, "\(missing.errors)")
    try sandbox.write("schema: 1\nkind: nonsense\n", to: "plugins/ecosystems/x/strategy.yaml")
    let wrong = try sandbox.migrate("batch", "-n", "--plugins", "plugins")
    #expect(wrong.status == 2 && wrong.errors.ranges(of: "error[manifest/kind]").count == 1, "\(wrong.errors)")
    // those of one project are its own affair
    try sandbox.run("mkdir", "-p", "a/.migrate")
    try sandbox.run("mv", "plugins", "a/.migrate/plugins")
    let own = try sandbox.migrate("batch", "-n")
    #expect(own.status == 2 && own.errors.contains("error[manifest/kind]"))
    #expect(changed(own) == ["b/Dockerfile"])
  }

  @Test func whatAProjectSaysOfItself() throws {
    try SampleProject.write(to: sandbox, in: "said")
    try sandbox.write("add: [tzdata]\n", to: "said/.migrate/config.yaml")
    #expect(try sandbox.migrate("batch", "said", "-q").status == 0)
    #expect(sandbox.text("said/Dockerfile")?.contains("tzdata") == true, "\(sandbox.text("said/Dockerfile") ?? "")")
  }

  @Test func readsTheConfigurationOfAProject() throws {
    try SampleProject.write(to: sandbox, in: "a")
    try sandbox.write("keep: [libpq-dev]\n", to: "a/.migrate/config.yaml")
    try SampleProject.write(to: sandbox, in: "b")
    try sandbox.run("mv", "b/Dockerfile", "b/Production")
    try sandbox.write("file: Production\n", to: "b/.migrate/config.yaml")
    try SampleProject.write(to: sandbox, in: "c")
    try sandbox.write("keeep: [curl]\n", to: "c/.migrate/config.yaml")
    let outcome = try sandbox.migrate("batch", "-n")
    #expect(outcome.status == 2)
    #expect(changed(outcome) == ["a/Dockerfile", "b/Production"])
    #expect(outcome.errors.contains("c/.migrate/config.yaml:1:1: error[config/unknown-key]"))
    #expect(outcome.output.contains("+  && apt-get install -y --no-install-recommends curl libpq-dev "))
  }
}
