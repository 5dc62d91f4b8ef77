import BuildModel
import Classification
import MigrateKit
import Testing
import _MigrateTestSupport

@testable import Planning

@Suite struct CommandCallsTests {
  private func calls(_ text: String, named name: String = "app.py", of commands: [String] = ["git", "identify -*"])
    -> [String]
  {
    let files = MemoryFiles([name: text]).projectFiles.context(at: "", for: "Dockerfile").sent
    let calls = CommandCalls(
      of: commands, texts: [], in: files, folder: "", isSkipped: CommandCalls.tellsOfBuilding)
    return calls.places.keys.sorted()
  }

  /// What a slim image would lack: failure modes 16 and 19.
  @Test(arguments: [
    "subprocess.run([\"git\", \"log\"])", "os.system('git pull')", "os.system(\"cd x && git pull\")", "`git log`",
    "%x(git log)", "x = $(git log)", "git log\n", "  git fetch || true", "a\ngit\n", "execSync('git')",
    "#!/bin/sh\ngit log # why", "if git log; then\n", "cd x\nexec git log\n", "for x; do git add; done", "sudo git log",
    "a && if sudo git log", "#!/usr/bin/git x", "#!/usr/bin/env git", "run(['/usr/bin/git', 'log'])", "'/sbin/git x'",
    "git a-b", "git add the",
  ])
  func calls(_ text: String) { #expect(calls(text) == ["git"]) }

  @Test(arguments: [
    "# clone it by git, then build", "https://github.com/x", "gitignore", "\"git+https://x\"", "digit git-lfs",
    "legit x", "Tells if git is there", "see exec git", "ifgit log", "redo git log", "sudo sudo sudo sudo git log",
    "import git", "'git:'", "x.git", "# (git log)", "  // first; git log", "/**\n * (git log)\n */", "-- `git log`",
    "\"\"\"git pulls it.\"\"\"", "'git the sources'", "git it done", "/* see */ 'usr/bin/git x'", "x/usr/bin/git log",
    "'/etc/git log'",
  ])
  func noCalls(_ text: String) { #expect(calls(text).isEmpty) }

  @Test func settingsCallCommands() { #expect(calls("{\"exec\": \"git pull\"}", named: "nodemon.json") == ["git"]) }

  @Test func openEndedCalls() {
    #expect(calls("run('identify -format %w')") == ["identify -*"])
    #expect(calls("user.identify(\"identify\")").isEmpty)
  }

  @Test(arguments: [
    ".gitlab-ci.yml", "Makefile", "readme.rst", "compose.dev.yaml", "Dockerfile.dev", "a.md", "a.css",
    "js/jquery.min.js",
    "locales/de.json", "vendor/x/test.html", "docs/make.bat", "setup.ps1",
  ])
  func filesThatTellOfBuilding(_ name: String) { #expect(calls("git pull", named: name).isEmpty) }

  @Test func placesAreThoseOfTheProject() {
    let files = MemoryFiles(["web/a.py": "x\nos.system('git')\n"]).projectFiles.context(
      at: "web", for: "web/Dockerfile"
    ).sent
    let calls = CommandCalls(of: ["git"], texts: ["x"], in: files, folder: "web", isSkipped: { _ in false })
    #expect(calls.places["git"]?.path == "web/a.py")
    #expect(calls.places["git"]?.range == 13..<16)
    #expect(calls.texts["x"]?.range == 0..<1)
    #expect(calls.isComplete)
  }

  @Test(arguments: [
    ("import cffi", true), ("import _cffi_backend", true), ("(cffi)", true), ("import psycopg2cffi", false),
    ("xcffib", false),
  ])
  func textsStartAWord(_ text: String, _ isFound: Bool) {
    let files = MemoryFiles(["a.py": text]).projectFiles.context(at: "", for: "Dockerfile").sent
    let calls = CommandCalls(of: [], texts: ["cffi"], in: files, folder: "", isSkipped: { _ in false })
    #expect((calls.texts["cffi"] != nil) == isFound)
  }

  @Test(arguments: [
    ("['pip', 'install', x]", true), ("['pip','install']", true), ("[\n  'pip',\r\n\t'install',\n]", true),
    ("('pip', 'list')", false), ("'pip' 'install'", false), ("'pip',", false),
  ])
  func aBlankBehindACommaIsAnyGap(_ text: String, _ isFound: Bool) {
    let files = MemoryFiles(["a.py": text]).projectFiles.context(at: "", for: "Dockerfile").sent
    let calls = CommandCalls(of: [], texts: ["'pip', 'install'"], in: files, folder: "", isSkipped: { _ in false })
    #expect((calls.texts["'pip', 'install'"] != nil) == isFound)
  }
}
