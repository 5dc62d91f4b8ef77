import FoundationEssentials
import Glibc
import Planning
import Reports
import Testing

@testable import migrate

/// Reports on batch runs, and what is put together of them.
@Suite struct BatchReportTests {
  private let sandbox: Sandbox

  init() throws {
    sandbox = try Sandbox()
    for name in ["a", "b", "c"] { try SampleProject.write(to: sandbox, in: name) }
    try SampleProject.write(to: sandbox, in: "bad", dockerfile: SampleProject.dockerfile + "ONBUILD RUN true\n")
    try sandbox.write("FORM a%,:\n", to: "typo/Dockerfile")
  }

  private func records(_ text: String) throws -> [ProjectRecord] {
    try text.split(separator: "\n").map { line in
      try #require(JSONReader.read(Array(line.utf8)[...]).flatMap(ProjectRecord.init), "\(line)")
    }
  }

  @Test func writesAllForms() throws {
    let forms = ["jsonl", "sarif", "github", "markdown", "html"]
    let outcome = try sandbox.run(
      "env",
      ["-C", sandbox.folder, Sandbox.program, "batch", "-q"] + forms.flatMap { ["--report", "\($0)=out.\($0)"] })
    #expect(outcome.status == 0 && outcome.output.isEmpty && outcome.errors.contains("typo/Dockerfile:1:1: error["))
    let records = try records(sandbox.text("out.jsonl") ?? "")
    #expect(records.map(\.path) == ["a", "b", "bad", "c", "typo"].map { $0 + "/Dockerfile" })
    #expect(records.map(\.outcome) == [.split, .split, .refused, .split, .refused])
    #expect(records.map(\.isWritten) == [true, true, false, true, false])
    #expect(records[0].backups == ["a/Dockerfile.orig", "a/compose.yaml.orig"])
    #expect(records[0].changes[0].before == SHA256.hex(Array(SampleProject.dockerfile.utf8)))
    #expect(records[0].changes[0].after == SHA256.hex(sandbox.bytes("a/Dockerfile") ?? []))
    #expect(records[2].findings.first?.place?.line == 10)
    let sarif = try #require(JSONReader.read((sandbox.bytes("out.sarif") ?? [])[...]))
    let results = sarif["runs"]?.items.first?["results"]?.items ?? []
    #expect(results.contains { $0["ruleId"]?.string == "split/onbuild" })
    // code scanning takes no result without a place
    for result in results {
      let place = result["locations"]?.items.first?["physicalLocation"]
      #expect((place?["region"]?["startLine"]?.number ?? 0) > 0, "\(result.line)")
      #expect(place?["artifactLocation"]?["uri"]?.string?.hasSuffix("e") == true)
    }
    #expect(sandbox.text("out.github")?.contains("::error file=bad/Dockerfile,line=10,") == true)
    #expect(sandbox.text("out.markdown")?.contains("3 Dockerfiles change") == true)
    #expect(sandbox.text("out.html")?.hasSuffix("</html>\n") == true)
  }

  @Test func mergesParts() throws {
    let whole = try sandbox.migrate("batch", "--check", "--report", "jsonl=-")
    #expect(whole.status == 1)
    var files: [String] = []
    for part in 1...3 {
      let outcome = try sandbox.migrate("batch", "--check", "--shard", "\(part)/3", "--report", "jsonl=part-\(part)")
      #expect(outcome.status <= 1)
      files.append("part-\(part)")
    }
    let merged = try sandbox.run(
      "env", ["-C", sandbox.folder, Sandbox.program, "report", "merge"] + files.reversed() + files)
    #expect(merged.status == 0 && merged.output == whole.output)
    #expect(merged.errors.contains("5 projects: 3 split, 0 pruned, 0 with nothing to gain, 2 refused"))
    for (format, part) in [("sarif", "split/onbuild"), ("html", "a/Dockerfile"), ("markdown", "| `a/Dockerfile` |")] {
      let outcome = try sandbox.migrate("report", "merge", "part-1", "part-2", "part-3", "--format", format)
      #expect(outcome.output.contains(part))
    }
    try sandbox.write("{}\n", to: "part-2")
    let wrong = try sandbox.migrate("report", "merge", "part-1", "part-2")
    #expect(wrong.status == 2 && wrong.errors.contains("line 1 of `part-2` is no project of a report"))
  }

  @Test func saysThatAReportCantBeWritten() throws {
    let outcome = try sandbox.migrate("batch", "--check", "--report", "html=nowhere/report")
    #expect(outcome.status == 2 && outcome.errors.contains("`nowhere/report` can't be written"), "\(outcome.errors)")
    let full = try sandbox.run("sh", ["-c", "cd '\(sandbox.folder)' && \(Sandbox.program) batch -n > /dev/full"])
    #expect(full.status == 2 && full.errors.contains("error[io/output]"))
  }

  @Test func showsProgressOnATerminalAlone() throws {
    let plain = try sandbox.migrate("batch", "--check")
    #expect(!plain.errors.contains("\u{1B}"))
    let shown = try sandbox.run(
      "python3",
      [
        "-c",
        "import pty, sys, os\nos.chdir('\(sandbox.folder)')\nsys.exit(os.waitstatus_to_exitcode(pty.spawn(['\(Sandbox.program)', 'batch', '--check'])))",
      ])
    #expect(shown.status == 1)
    #expect(shown.output.contains("] ") && shown.output.contains(" of 5"), "\(shown.output)")
  }

  @Test func tellsRateAndTime() {
    var summary = BatchSummary()
    summary.add(.split, ecosystem: nil, saving: 0, reason: nil, isWritten: false)
    let line = Progress.line(1_000, of: 4_000, summary, milliseconds: 500)
    #expect(line == "[=====               ] 1,000 of 4,000, 1 split, 2,000 per second, 1 s left")
    #expect(Progress.line(0, of: 0, BatchSummary(), milliseconds: 0) == "[====================] 0 of 0")
  }

  @Test func printsTheManualAndCompletions() throws {
    let page = try sandbox.migrate("man").output
    #expect(page.hasPrefix(".TH MIGRATE 1 "))
    for part in [
      "\\fB\\-\\-shard\\fR \\fIpart\\fR", ".SH MIGRATE BATCH", ".SS migrate report merge", "\\fB\\-\\-dry\\-run\\fR",
    ] {
      #expect(page.contains(part), "\(part)")
    }
    #expect(!page.contains("batch\\-worker"))
    let render = try sandbox.run("sh", ["-c", "\(Sandbox.program) man | man -l --warnings -E UTF-8 - 2>&1 >/dev/null"])
    if render.status == 0 {
      #expect(render.output.isEmpty, "\(render.output)")
    } else {
      print("skipped: man can't be run here")
    }
    for shell in ["bash", "zsh", "fish"] {
      #expect(try sandbox.migrate("--generate-completion-script", shell).output.contains("shard"))
    }
    let help = try sandbox.migrate("batch", "--help").output
    for recipe in ["--shard auto/8", "parallel migrate batch", "multi-gitter run", "report merge"] {
      #expect(help.contains(recipe), "\(help)")
    }
  }

  @Test func findsNothingToGainInItsOwnDockerfile() throws {
    let root = #filePath.split(separator: "/").dropLast(3).reduce("") { $0 + "/" + $1 }
    try sandbox.run("cp", [root + "/Dockerfile", "Dockerfile"])
    let outcome = try sandbox.migrate("Dockerfile", "--dry-run")
    #expect(
      outcome.status == 0 && outcome.output.isEmpty && outcome.errors.contains("nothing to gain"), "\(outcome.errors)")
  }
}
