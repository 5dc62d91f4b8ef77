import ArgumentParser
import MigrateKit
import Planning
import DockerfileSyntax
import ShellSyntax
import SourceText
import YAMLSyntax

/// `migrate dump`: what the steps of the engine see, for developers.
struct DumpCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "dump", abstract: "Prints what each step makes of a file, for developers.")

  /// What is printed.
  enum Part: String, EnumerableFlag {
    /// The syntax tree of a Dockerfile.
    case tree
    /// The commands of a shell script.
    case shell
    /// The values of a YAML file.
    case yaml
    /// What each command of a Dockerfile's stage does.
    case facts
    /// The plan for a Dockerfile.
    case plan

    static func help(for value: Part) -> ArgumentHelp? {
      switch value {
      case .tree: "The syntax tree of a Dockerfile."
      case .shell: "The commands of a shell script."
      case .yaml: "The values of a YAML file, as JSON."
      case .facts: "What each command of the stage does, and by which rule."
      case .plan: "The plan for a Dockerfile."
      }
    }
  }

  @ArgumentParser.Flag(exclusivity: .exclusive) var part: Part

  @Option(help: ArgumentHelp("How it is printed; JSON has one value on one line for each file.", valueName: "format"))
  var format: PlanFormat = .text

  @Argument(help: ArgumentHelp("The files; - is standard input.", valueName: "file"))
  var files: [String]

  @OptionGroup(title: "Project") var project: ProjectOptions

  func run() throws {
    var status = ExitStatus.done
    for file in files {
      do throws(Failure) {
        try Output.print(try dump(file, &status))
      } catch {
        let diagnostic = error.diagnostic
        status = max(status, ExitStatus([diagnostic]))
        let finding = Finding(level: .error, id: diagnostic.id, message: diagnostic.message, path: "")
        Output.complain(FindingText.render(finding, Terminal(.auto, descriptor: 2)))
        // the values stay in step with the files
        if format == .json { try Output.print("null\n") }
      }
    }
    try status.leave()
  }

  private func dump(_ file: String, _ status: inout ExitStatus) throws(Failure) -> String {
    switch part {
    case .tree:
      let tree = Dockerfile.parse(try bytes(file))
      return format == .json ? Self.line(tree.json()) : tree.dump()
    case .shell:
      let tree = ShellTree.parse(MappedText(try bytes(file)))
      return format == .json ? Self.line(tree.json()) : tree.json()
    case .yaml:
      let (document, problems) = YAMLDocument.parse(try bytes(file), path: file)
      var reader = FindingReader(sources: [SourceFile(path: file, bytes: document.source)]) { $0 }
      for problem in problems {
        Output.complain(FindingText.render(reader.finding(problem), Terminal(.auto, descriptor: 2)))
      }
      status = max(status, ExitStatus(problems))
      return Self.line(document.json() ?? "null")
    case .facts: return try FactsDump(options: project, format: format).render(file)
    case .plan:
      let report = ProjectRunner(project).run(file)
      status = max(status, report.status)
      if format == .json { return JSONReport.plan(report).line + "\n" }
      return PlanText(report, Terminal(.never, descriptor: 1))?.render() ?? ""
    }
  }

  private func bytes(_ file: String) throws(Failure) -> [UInt8] {
    file == "-" ? try Disk.readInput() : try Disk.read(file)
  }

  /// JSON on one line; its strings hold no line ends.
  private static func line(_ json: String) -> String {
    String(String.UnicodeScalarView(json.unicodeScalars.filter { $0 != "\n" })) + "\n"
  }
}
