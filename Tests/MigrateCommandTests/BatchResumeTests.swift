import FoundationEssentials
import Testing

/// Runs that are interrupted or killed: each project is wholly migrated or wholly as it was, and the journal knows.
@Suite struct BatchResumeTests {
  private let sandbox: Sandbox
  private static let names = (10..<34).map { "s\($0)" }

  init() throws { sandbox = try Sandbox() }

  private func makeProjects() throws {
    for name in Self.names { try SampleProject.write(to: sandbox, in: "repo/" + name) }
    try sandbox.commit("repo")
  }

  private enum State { case old, new, torn }

  private func state(_ name: String) -> State {
    let dockerfile = sandbox.text("repo/\(name)/Dockerfile")
    let compose = sandbox.text("repo/\(name)/compose.yaml")
    if dockerfile == SampleProject.dockerfile, compose == SampleProject.compose { return .old }
    let isNew = dockerfile?.contains("AS app-build") == true && dockerfile?.hasSuffix("\"app.py\"]\n") == true
    return isNew && compose?.contains("target: app") == true ? .new : .torn
  }

  /// Starts a run and sends it a signal after a while; gives its exit status as a shell has it.
  private func run(signal: String, after delay: String, _ arguments: String = "") throws -> Sandbox.Outcome {
    let script =
      "\(Sandbox.program) batch \(arguments) & pid=$!; sleep \(delay); kill -\(signal) $pid; wait $pid; echo status $?"
    return try sandbox.run("sh", ["-c", "cd repo && " + script])
  }

  @Test(arguments: ["0.05", "0.3", "0.6", "0.9", "1.2", "1.6", "2"])
  func survivesBeingKilled(delay: String) throws {
    try makeProjects()
    _ = try run(signal: "KILL", after: delay)
    let states = Self.names.map(state)
    // between two renames of one project is a moment in which it is neither; only the journal helps then
    #expect(states.filter { $0 == .torn }.count <= 1)
    let journals = sandbox.names("repo/.migrate/journals").filter { $0.hasSuffix(".jsonl") }
    guard let journal = journals.first else {
      #expect(states.allSatisfy { $0 == .old })
      return
    }
    let entries = sandbox.text("repo/.migrate/journals/\(journal)") ?? ""
    for (name, state) in zip(Self.names, states) where state != .old {
      #expect(entries.contains("{\"event\":\"begin\",\"project\":\"\(name)/Dockerfile\""))
    }
    try sandbox.run("cp", ["-r", "repo", "copy"])
    let isComplete = entries.contains("{\"event\":\"end\"}")
    let resumed = try sandbox.migrate("batch", "--resume", "--report", "jsonl=report", in: "repo")
    if isComplete {
      #expect(resumed.status == 2 && resumed.errors.contains("error[usage/nothing-to-resume]"))
    } else {
      #expect(resumed.status == 0, "\(resumed.errors)")
      #expect(resumed.errors.contains("24 projects: 24 split"), "\(resumed.errors)")
      #expect(sandbox.text("repo/report")?.split(separator: "\n").count == 24)
    }
    #expect(Self.names.allSatisfy { state($0) == .new })
    #expect(!sandbox.names("repo").contains { $0.contains(".migrate-") || $0.hasSuffix(".orig") })
    let undone = try sandbox.migrate("undo", ".migrate/journals/\(journal)", in: "repo")
    #expect(undone.status == 0, "\(undone.errors)")
    #expect(Self.names.allSatisfy { state($0) == .old })
    // the same without the run being continued first
    try sandbox.run("rm", ["-rf", "repo"])
    try sandbox.run("mv", ["copy", "repo"])
    let journalText = entries.replacing("/copy\"", with: "/repo\"")
    #expect(journalText == entries)
    #expect(try sandbox.migrate("undo", ".migrate/journals/\(journal)", in: "repo").status == 0)
    #expect(Self.names.allSatisfy { state($0) == .old })
    #expect(try sandbox.run("git", "status", "--porcelain", in: "repo").output.isEmpty)
  }

  @Test(arguments: ["INT", "TERM"]) func finishesTheProjectInHandWhenInterrupted(signal: String) throws {
    try makeProjects()
    // As soon as the journal has the first project, most of the others are still to come.
    let script = """
      cd repo && \(Sandbox.program) batch --jobs 1 & pid=$!
      until grep -qs begin repo/.migrate/journals/*.jsonl || ! kill -0 $pid; do sleep 0.01; done
      kill -\(signal) $pid; wait $pid; echo status $?
      """
    let outcome = try sandbox.run("sh", ["-c", script])
    #expect(outcome.output.contains("status 130"), "\(outcome.output) \(outcome.errors)")
    #expect(outcome.errors.contains("interrupted"), "\(outcome.errors)")
    let states = Self.names.map(state)
    #expect(!states.contains(.torn))
    let migrated = states.filter { $0 == .new }.count
    #expect(migrated < Self.names.count, "the run was over before the signal came")
    if migrated > 0 {
      let resumed = try sandbox.migrate("batch", "--resume", in: "repo")
      #expect(resumed.status == 0 && resumed.errors.contains("24 projects: 24 split"), "\(resumed.errors)")
      #expect(Self.names.allSatisfy { state($0) == .new })
    }
  }

  /// Ends the workers of a run by a signal that a fault gives.
  @Test func goesOnWhenWorkersEnd() throws {
    try makeProjects()
    let script = """
      import glob, os, signal, subprocess, time
      run = subprocess.Popen(['\(Sandbox.program)', 'batch', '--jobs', '2'], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
      ended = 0
      while run.poll() is None and ended < 2:
        time.sleep(0.05)
        for path in glob.glob('/proc/[0-9]*/stat'):
          try: words = open(path).read().rsplit(')', 1)
          except OSError: continue
          command = path.replace('stat', 'cmdline')
          try: is_worker = b'batch-worker' in open(command, 'rb').read()
          except OSError: continue
          if int(words[1].split()[1]) == run.pid and is_worker and os.listdir('.migrate') if os.path.isdir('.migrate') else False:
            os.kill(int(path.split('/')[2]), signal.SIGSEGV); ended += 1
      print(run.stderr.read().decode(), run.wait(), ended)
      """
    let outcome = try sandbox.run("env", ["-C", sandbox.path("repo"), "python3", "-c", script])
    try #require(outcome.status == 0, "\(outcome.errors)")
    let states = Self.names.map(state)
    #expect(!states.contains(.torn))
    let failed = states.filter { $0 == .old }.count
    #expect(outcome.output.hasSuffix(" \(failed > 0 ? 2 : 0) 2\n") || failed == 0, "\(outcome.output)")
    #expect(failed <= 2, "\(outcome.output)")
    #expect(outcome.output.contains("24 projects: \(24 - failed) split"), "\(outcome.output)")
    if failed > 0 {
      #expect(outcome.output.contains("error[internal/worker]") && outcome.output.contains("ended by signal 11"))
    }
  }

  @Test func takesBackHalfOfAProject() throws {
    try makeProjects()
    #expect(try sandbox.migrate("batch", "--limit", "2", "--journal", "journal", in: "repo").status == 0)
    // as if it had been killed between the two files of the second project
    let lines = try #require(sandbox.text("repo/journal")).split(separator: "\n").map(String.init)
    try sandbox.write(lines.prefix(4).joined(separator: "\n") + "\n{\"event\":\"do", to: "repo/journal")
    try sandbox.write(SampleProject.compose, to: "repo/s11/compose.yaml")
    #expect(state("s11") == .torn)
    try sandbox.run("cp", ["-r", "repo", "copy"])
    let resumed = try sandbox.migrate("batch", "--limit", "2", "--journal", "journal", "--resume", in: "repo")
    #expect(resumed.status == 0, "\(resumed.errors)")
    #expect(state("s10") == .new && state("s11") == .new)
    try sandbox.run("rm", ["-rf", "repo"])
    try sandbox.run("mv", ["copy", "repo"])
    #expect(try sandbox.migrate("undo", "journal", in: "repo").output == "3 files restored\n")
    #expect(state("s10") == .old && state("s11") == .old)
  }

  @Test func countsWhatWasWrittenWhenItWasKilled() throws {
    try makeProjects()
    #expect(try sandbox.migrate("batch", "--limit", "1", "--journal", "journal", in: "repo").status == 0)
    // as if it had been killed after the last file and before the journal said so
    let lines = try #require(sandbox.text("repo/journal")).split(separator: "\n").map(String.init)
    try sandbox.write(lines.prefix(2).joined(separator: "\n") + "\n", to: "repo/journal")
    let resumed = try sandbox.migrate(
      "batch", "--limit", "1", "--journal", "journal", "--resume", "--report", "jsonl=report", in: "repo")
    #expect(resumed.status == 0 && resumed.errors.contains("2 split"), "\(resumed.errors)")
    #expect(resumed.errors.contains("`s10/Dockerfile` was written when the run was killed"))
    #expect(sandbox.text("repo/report")?.contains("\"outcome\":\"split\"") == true)
  }

  @Test func refusesANewRunOverAKilledOne() throws {
    try makeProjects()
    #expect(try sandbox.migrate("batch", "--limit", "1", in: "repo").status == 0)
    let journal = try #require(sandbox.names("repo/.migrate/journals").first { $0.hasSuffix(".jsonl") })
    let path = "repo/.migrate/journals/\(journal)"
    let lines = try #require(sandbox.text(path)).split(separator: "\n").map(String.init)
    try sandbox.write(lines.prefix(2).joined(separator: "\n") + "\n", to: path)
    let outcome = try sandbox.migrate("batch", in: "repo")
    #expect(outcome.status == 2 && outcome.errors.contains("error[usage/killed-run]"), "\(outcome.errors)")
    #expect(state("s11") == .old)
    #expect(try sandbox.migrate("batch", "--resume", in: "repo").status == 0)
    #expect(Self.names.allSatisfy { state($0) == .new })
  }

  @Test func undoLeavesWhatSomebodyChanged() throws {
    try SampleProject.write(to: sandbox, in: "a")
    try SampleProject.write(to: sandbox, in: "b")
    #expect(try sandbox.migrate("batch", "--journal", "journal").status == 0)
    #expect(sandbox.names().contains("a/Dockerfile.orig"))
    let changed = (sandbox.text("a/Dockerfile") ?? "") + "# mine\n"
    try sandbox.write(changed, to: "a/Dockerfile")
    try sandbox.run("rm", "b/compose.yaml")
    let outcome = try sandbox.migrate("undo", "journal")
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains("warning[undo/changed]: `a/Dockerfile` was changed since, and is left as it is"))
    #expect(outcome.errors.contains("`b/compose.yaml` is gone"))
    #expect(outcome.output == "2 files restored, 2 left as they are\n", "\(outcome.output)")
    #expect(sandbox.text("a/Dockerfile") == changed && sandbox.text("a/compose.yaml") == SampleProject.compose)
    #expect(sandbox.text("b/Dockerfile") == SampleProject.dockerfile)
    // backups of what was restored go, that of the changed file stays
    #expect(sandbox.text("a/Dockerfile.orig") == SampleProject.dockerfile)
    #expect(!sandbox.names().contains("b/Dockerfile.orig"))
    let again = try sandbox.migrate("undo", "journal")
    #expect(again.status == 1 && again.output == "0 files restored, 2 left as they are\n")
  }

  @Test(arguments: [
    ("", "has no start"), ("x\n{}\n", "line 1 is no entry"), ("{\"event\":\"start\",\"version\":9}\n", "version"),
    ("{\"event\":\"start\",\"version\":1,\"root\":\"/nowhere\"}\n", "is gone"),
  ])
  func rejectsWhatIsNoJournal(text: String, message: String) throws {
    try sandbox.write(text, to: "journal")
    let outcome = try sandbox.migrate("undo", "journal")
    #expect(outcome.status == 2 && outcome.errors.contains(message), "\(outcome.errors)")
  }
}
