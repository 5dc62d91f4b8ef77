import FoundationEssentials
import Testing

/// The forms in which results are printed.
@Suite struct ReportTests {
  private let sandbox: Sandbox

  init() throws {
    sandbox = try Sandbox()
    try SampleProject.write(to: sandbox)
    try SampleProject.write(to: sandbox, in: "bad", dockerfile: SampleProject.dockerfile + "ONBUILD RUN true\n")
    try sandbox.write("FORM a%,:\n", to: "typo/Dockerfile")
  }

  private struct Report: Decodable {
    struct Project: Decodable {
      struct Change: Decodable {
        let path: String
        let written: Bool
        let diff: String?
      }
      let path: String
      let status: Int
      let changes: [Change]
      let backups: [String]
    }
    let version: Int
    let status: Int
    let projects: [Project]
  }

  private func decode<Value: Decodable>(_ type: Value.Type, _ text: String) throws -> Value {
    try JSONDecoder().decode(type, from: Data(text.utf8))
  }

  @Test func printsJSON() throws {
    let dry = try sandbox.migrate("typo", "app", "--dry-run", "--format", "json")
    #expect(dry.status == 1 && dry.errors.isEmpty)
    let report = try decode(Report.self, dry.output)
    #expect(report.version == 1 && report.status == 1)
    #expect(report.projects.map(\.status) == [1, 0])
    #expect(report.projects[1].changes.map(\.path) == ["app/Dockerfile", "app/compose.yaml"])
    #expect(report.projects[1].changes[0].diff?.hasPrefix("--- a/app/Dockerfile\n") == true)
    #expect(report.projects[1].changes.allSatisfy { !$0.written })
    let real = try decode(Report.self, sandbox.migrate("app", "--format", "json").output)
    #expect(real.projects[0].changes.allSatisfy { $0.written })
    #expect(real.projects[0].backups == ["app/Dockerfile.orig", "app/compose.yaml.orig"])
  }

  private struct SARIF: Decodable {
    struct Run: Decodable {
      struct Result: Decodable {
        struct Message: Decodable { let text: String }
        struct Location: Decodable {
          struct Physical: Decodable {
            struct Artifact: Decodable { let uri: String }
            struct Region: Decodable { let startLine: Int }
            let artifactLocation: Artifact
            let region: Region?
          }
          let physicalLocation: Physical
        }
        let ruleId: String
        let ruleIndex: Int
        let level: String
        let message: Message
        let locations: [Location]
      }
      struct Tool: Decodable {
        struct Driver: Decodable {
          struct Rule: Decodable { let id: String }
          let name: String
          let rules: [Rule]
        }
        let driver: Driver
      }
      let tool: Tool
      let results: [Result]
    }
    let version: String
    let runs: [Run]
  }

  @Test func printsSARIF() throws {
    let outcome = try sandbox.migrate("typo", "app", "--check", "--format", "sarif")
    #expect(outcome.status == 1)
    let sarif = try decode(SARIF.self, outcome.output)
    #expect(sarif.version == "2.1.0" && sarif.runs.count == 1)
    let results = sarif.runs[0].results
    #expect(results.first?.level == "error")
    #expect(results.first?.locations.first?.physicalLocation.artifactLocation.uri == "typo/Dockerfile")
    #expect(results.first?.locations.first?.physicalLocation.region?.startLine == 1)
    #expect(results.contains { $0.ruleId == "migrate/split" })
    for result in results { #expect(sarif.runs[0].tool.driver.rules[result.ruleIndex].id == result.ruleId) }
  }

  @Test func printsAnnotations() throws {
    let outcome = try sandbox.migrate("typo", "app", "--check", "--format", "github")
    let lines = outcome.output.split(separator: "\n")
    #expect(lines.first?.hasPrefix("::error file=typo/Dockerfile,line=1,col=1,") == true, "\(outcome.output)")
    #expect(lines.allSatisfy { $0.hasPrefix("::") })
    #expect(outcome.output.contains("::warning file=app/Dockerfile,line="))
  }

  @Test func printsRefusalsAsErrors() throws {
    let outcome = try sandbox.migrate("bad")
    #expect(outcome.status == 1)
    #expect(outcome.output.isEmpty)
    #expect(outcome.errors.hasPrefix("bad/Dockerfile:10:1: refused["), "\(outcome.errors)")
  }

  @Test func doesNotDrownTheReader() throws {
    try sandbox.write(String(repeating: "FORM a\n", count: 300), to: "many/Dockerfile")
    let outcome = try sandbox.migrate("many")
    #expect(outcome.status == 1)
    #expect(outcome.errors.split(separator: "\n").count < 200)
    #expect(outcome.errors.contains("more; --verbose shows all"))
    #expect(!(try sandbox.migrate("many", "--verbose")).errors.contains("more; --verbose"))
  }

  @Test func makesControlCharactersVisible() throws {
    try sandbox.write("\u{1B}]0;evil\u{7} a\n", to: "evil/Dockerfile")
    let outcome = try sandbox.migrate("evil")
    #expect(outcome.status == 1)
    #expect(!outcome.errors.utf8.contains(0x1B) && !outcome.errors.utf8.contains(0x07))
  }

  @Test func printsThePlan() throws {
    let text = try sandbox.migrate("plan", "app")
    #expect(text.status == 0)
    for part in [
      "   2  B R  WORKDIR /app", "   3  B r  RUN apt-get update", "   7  B -  RUN pip install", "   8  - R  COPY . .",
      "- build-essential", "= curl", "app/compose.yaml:5", "~ libpq-dev -> libpq5", "/usr/local", "MB smaller",
    ] {
      #expect(text.output.contains(part), "\(text.output)")
    }
    let verbose = try sandbox.migrate("app", "--check", "--verbose")
    #expect(verbose.output.contains("   7  B -  RUN pip install"))
  }

  private struct Plan: Decodable {
    struct Package: Decodable {
      struct Evidence: Decodable {
        struct Place: Decodable {
          let path: String
          let line: Int?
        }
        let place: Place
      }
      let name: String
      let decision: String
      let replacement: [String]
      let evidence: Evidence?
    }
    let version: Int
    let outcome: String
    let packages: [Package]
  }

  @Test func printsThePlanAsJSON() throws {
    try sandbox.run("mkdir", "other")
    let plan = try decode(Plan.self, sandbox.migrate("plan", "../app", "--format", "json", in: "other").output)
    #expect(plan.version == 1 && plan.outcome == "split")
    #expect(plan.packages.map(\.name) == ["build-essential", "curl", "libpq-dev"])
    #expect(plan.packages.map(\.decision) == ["removed", "kept", "replaced"])
    #expect(plan.packages[2].replacement == ["libpq5"])
    #expect(plan.packages[1].evidence?.place.path == "../app/compose.yaml")
    #expect(plan.packages[1].evidence?.place.line == 5)
  }

  @Test func dumpsOneValueForEachFile() throws {
    for part in ["--tree", "--shell", "--yaml"] {
      let name = part == "--yaml" ? "app/compose.yaml" : "app/Dockerfile"
      let outcome = try sandbox.migrate("dump", part, "--format", "json", name, "nowhere", name)
      #expect(outcome.status == 2)
      let lines = outcome.output.split(separator: "\n")
      #expect(lines.count == 3)
      #expect(lines[1] == "null" && lines[0] == lines[2] && lines[0].count > 10)
    }
    let facts = try sandbox.migrate("dump", "--facts", "app")
    #expect(facts.output.contains("4: apt-get install"))
    #expect(facts.output.contains("installs system packages: build-essential curl libpq-dev"))
    let plan = try sandbox.migrate("dump", "--plan", "--format", "json", "app/Dockerfile")
    #expect(try decode(Plan.self, plan.output).outcome == "split")
    #expect(try sandbox.migrate("dump", "app/Dockerfile").status == 2)
  }

  @Test func explainsItself() throws {
    for arguments in [["--help"], ["-h"], ["help"]] {
      let outcome = try sandbox.migrate(arguments[0])
      #expect(outcome.status == 0)
      #expect(outcome.output.contains("--dry-run") && outcome.output.contains("migrate plan"))
    }
    #expect(try sandbox.migrate("plan", "--help").output.contains("--format"))
    #expect(try sandbox.migrate("--version").output == "0.1.0\n")
    #expect(try sandbox.migrate("--generate-completion-script", "bash").output.contains("--dry-run"))
    let typo = try sandbox.migrate("plann")
    #expect(typo.status == 2 && typo.errors.contains("did you mean `migrate plan`?"))
  }
}
