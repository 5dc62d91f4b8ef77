import FoundationEssentials
import Discovery
import Glibc
import Reports
import SourceText
import Testing

@testable import migrate

/// Repositories that no one would wish for: nothing is lost, nothing hangs, and every project is told of.
@Suite struct BatchSafetyTests {
  private let sandbox: Sandbox

  init() throws { sandbox = try Sandbox() }

  private func batch(_ arguments: String...) throws -> Sandbox.Outcome {
    try sandbox.run("env", ["-C", sandbox.folder, Sandbox.program, "batch"] + arguments)
  }

  /// Root may read everything, so the program is run as nobody.
  @Test(arguments: [true, false]) func namesUnreadableFolders(hasGit: Bool) throws {
    guard getuid() == 0, try sandbox.run("setpriv", "--version").status == 0 else {
      print("skipped: only root can take away its own rights")
      return
    }
    try SampleProject.write(to: sandbox, in: "repo/a")
    try SampleProject.write(to: sandbox, in: "repo/b/closed")
    if hasGit { try sandbox.run("git", "init", "-q", in: "repo") }
    try sandbox.run("cp", Sandbox.program, "program")
    try sandbox.run("chown", "-R", "65534:65534", "repo")
    try sandbox.run("chmod", "0755", ".")
    try sandbox.run("chmod", "0000", "repo/b/closed")
    let outcome = try sandbox.run(
      "setpriv", ["--reuid=65534", "--regid=65534", "--clear-groups", "./program", "batch", "repo"])
    #expect(outcome.status == 2)
    #expect(
      outcome.errors.contains("error[io/unreadable]: `repo/b/closed` can't be searched: permission denied"),
      "\(outcome.errors)")
    #expect(outcome.output.contains("repo/a/Dockerfile: split"), "\(outcome.errors)")
    try sandbox.run("chmod", "0755", "repo/b/closed")
    #expect(sandbox.text("repo/b/closed/Dockerfile") == SampleProject.dockerfile)
  }

  @Test func takesNoHugeFile() throws {
    try SampleProject.write(to: sandbox, in: "a")
    try sandbox.run("mkdir", "huge")
    try sandbox.run("truncate", "-s", "100M", "huge/Dockerfile")
    let outcome = try batch()
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains("error[io/too-large]: `huge/Dockerfile` is larger than"), "\(outcome.errors)")
    #expect(outcome.output.contains("a/Dockerfile: split"))
  }

  @Test func searchesDeepFoldersAsFarAsPathsGo() throws {
    try SampleProject.write(to: sandbox, in: "a")
    // a path of 20,000 bytes can only be made step by step
    let made = try sandbox.run(
      "python3",
      ["-c", "import os\nfor _ in range(10000):\n os.mkdir('d'); os.chdir('d')\nopen('Dockerfile', 'w').close()"])
    try #require(made.status == 0, "\(made.errors)")
    defer { _ = try? sandbox.run("python3", ["-c", Self.removeDeep]) }
    let outcome = try batch("-n")
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains("its path is longer than the system takes"))
    #expect(outcome.output.contains("+++ b/a/Dockerfile"))
    try sandbox.run("git", "init", "-q")
    let listed = try batch("-n")
    #expect(listed.output == outcome.output)
  }

  private static let removeDeep = """
    import os
    for _ in range(10000): os.chdir('d')
    os.unlink('Dockerfile')
    for _ in range(10000):
     os.chdir('..'); os.rmdir('d')
    """

  @Test(arguments: [true, false]) func bearsAllNames(hasGit: Bool) throws {
    let names = ["new\nline", "tab\tand space", "quote\"'", "-dash", "ünïcode", "$(touch ran)", "<b>&|`"]
    for name in names { try SampleProject.write(to: sandbox, in: name) }
    try SampleProject.write(to: sandbox, in: "plain")
    let moved = try sandbox.run(
      "sh", ["-c", "mkdir \"$(printf 'bad\\377')\" && mv plain/Dockerfile \"$(printf 'bad\\377')\"/"])
    try #require(moved.status == 0)
    if hasGit { try sandbox.commit() }
    let outcome = try batch(
      "--report", "jsonl=report.jsonl", "--report", "html=report.html", "--report", "sarif=r.sarif",
      "--report", "markdown=r.md", "--report", "github=r.gh")
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains("`bad\\xFF/Dockerfile` has a name that is no UTF-8"), "\(outcome.errors)")
    #expect(outcome.errors.contains("\(names.count + 1) projects: \(names.count) split"), "\(outcome.errors)")
    for name in names { #expect(sandbox.text("\(name)/Dockerfile")?.contains("app-build") == true, "\(name)") }
    #expect(sandbox.bytes("ran") == nil)
    #expect(sandbox.text("report.jsonl")?.split(separator: "\n").count == names.count + 1)
    #expect(sandbox.text("report.html")?.contains("<b>&") == false)
    let undone = try sandbox.run("sh", ["-c", "\(Sandbox.program) undo .migrate/journals/*.jsonl"])
    #expect(undone.status == 0, "\(undone.errors)")
    for name in names { #expect(sandbox.text("\(name)/Dockerfile") == SampleProject.dockerfile) }
  }

  @Test func saysThatAFileHasVanished() throws {
    try SampleProject.write(to: sandbox, in: "a")
    var setup = WorkerSetup()
    setup.root = sandbox.folder
    setup.rootName = sandbox.folder
    let worker = BatchWorker(setup)
    let task = WorkerTask.plan(.init(dockerfile: "gone/Dockerfile", contexts: ["gone"]), overlay: [])
    let planned = PlannedProject(worker.answer(task).bytes)
    #expect(planned.outcome == .failed && planned.status == .failed && planned.reason == "io/missing")
    let other = WorkerTask.plan(.init(dockerfile: "a/Dockerfile", contexts: ["a"]), overlay: [])
    #expect(PlannedProject(worker.answer(other).bytes).outcome == .split)
  }

  @Test func leavesAFileThatChangesWhileItIsPlanned() throws {
    // the file changes between its plan and its turn: a pipe as the terminal holds the run up after the first project
    for number in 0..<3 { try SampleProject.write(to: sandbox, in: "s\(number)") }
    let planned = PlannedProject(
      BatchWorker(setup()).answer(.plan(.init(dockerfile: "s1/Dockerfile", contexts: ["s1"]), overlay: [])).bytes)
    try sandbox.write("FROM scratch\n", to: "s1/Dockerfile")
    let writer = BatchWriter(root: try BatchRoot([sandbox.folder], currentFolder: "/"), journal: nil)
    let failure = #expect(throws: Failure.self) { try writer.write(planned, project: "s1/Dockerfile") }
    #expect(failure?.diagnostic.id == "io/changed")
    #expect(
      sandbox.text("s1/Dockerfile") == "FROM scratch\n" && sandbox.text("s1/compose.yaml") == SampleProject.compose)
    try writer.close(isComplete: true)
    let outcome = try sandbox.run("sh", ["-c", "\(Sandbox.program) undo .migrate/journals/*.jsonl"])
    #expect(outcome.status == 0 && outcome.output == "0 files restored\n", "\(outcome.errors)")
  }

  private func setup() -> WorkerSetup {
    var setup = WorkerSetup()
    setup.root = sandbox.folder
    setup.rootName = sandbox.folder
    setup.wantsRecord = true
    return setup
  }

  /// Only root can make a small file system.
  @Test func stopsWhenTheDiskIsFull() throws {
    guard getuid() == 0 else {
      print("skipped: only root can make a small file system")
      return
    }
    try sandbox.run("mkdir", "small")
    guard try sandbox.run("mount", "-t", "tmpfs", "-o", "size=100k", "tmpfs", "small").status == 0 else {
      print("skipped: no file system can be mounted here")
      return
    }
    defer { _ = try? sandbox.run("umount", "small") }
    let names = (10..<17).map { "small/s\($0)" }
    for name in names {
      try sandbox.write(SampleProject.dockerfile, to: "\(name)/Dockerfile")
      try sandbox.write("psycopg2\n", to: "\(name)/requirements.txt")
    }
    let outcome = try batch("small")
    #expect(outcome.status == 2, "\(outcome.errors)")
    #expect(outcome.errors.contains("no space left on device"), "\(outcome.errors)")
    var migrated = 0
    for name in names {
      let text = sandbox.text("\(name)/Dockerfile")
      if text != SampleProject.dockerfile {
        #expect(text?.contains("AS app-build") == true && text?.hasSuffix("CMD [\"python\", \"app.py\"]\n") == true)
        migrated += 1
      }
    }
    #expect(outcome.errors.contains("\(migrated) split"), "\(outcome.errors)")
    #expect(!sandbox.names("small").contains { $0.contains(".migrate-") })
    #expect(migrated > 0 && migrated < names.count, "the disk should get full half-way: \(migrated)")
  }

  @Test func saysThatAJournalCantBeWritten() throws {
    try SampleProject.write(to: sandbox, in: "a")
    let outcome = try batch("--journal", "nowhere/journal")
    #expect(outcome.status == 2 && outcome.errors.contains("error[io/journal]"), "\(outcome.errors)")
    #expect(sandbox.text("a/Dockerfile") == SampleProject.dockerfile)
  }

  /// A file of a project, or a folder above it, that leads out of the repository is not written there.
  @Test(arguments: ["repo/a/Dockerfile", "repo/a/compose.yaml", "repo/a"])
  func writesNothingOutsideOfTheRepository(_ link: String) throws {
    try SampleProject.write(to: sandbox, in: "repo/a")
    try SampleProject.write(to: sandbox, in: "repo/b")
    try sandbox.run("mv", link, "outside")
    try sandbox.link(link, to: link == "repo/a" ? "../outside" : "../../outside")
    let file = link == "repo/a" ? "outside/Dockerfile" : "outside"
    let before = sandbox.bytes(file)
    let outcome = try sandbox.migrate("batch", "repo")
    #expect(sandbox.bytes(file) == before && before != nil)
    #expect(sandbox.text("repo/b/Dockerfile")?.contains("AS app-build") == true, "\(outcome.errors)")
    if link != "repo/a" {
      #expect(outcome.status == 2 && outcome.errors.contains("error[write/outside-project]"), "\(outcome.errors)")
      #expect(sandbox.text("repo/a/requirements.txt") == "psycopg2==2.9.10\n")
    }
  }
}
