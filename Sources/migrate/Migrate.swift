#if canImport(Musl)
  import Musl
#else
  import Glibc
#endif
import SourceText
import ArgumentParser

/// The program.
@main
struct Migrate: ParsableCommand {
  static let version = "0.1.0"

  static let configuration = CommandConfiguration(
    commandName: "migrate", abstract: "Rewrites an application's Dockerfile into a multi-stage build.",
    version: version,
    subcommands: [
      ApplyCommand.self, PlanCommand.self, VerifyCommand.self, BatchCommand.self, UndoCommand.self, ReportCommand.self,
      EcosystemsCommand.self, DumpCommand.self, ManualCommand.self, WorkerCommand.self,
    ],
    defaultSubcommand: ApplyCommand.self)

  /// The names of the commands that can be typed.
  static var commandNames: [String] {
    configuration.subcommands.filter { $0.configuration.shouldDisplay }.compactMap { $0.configuration.commandName }
  }

  /// The command that is named, parsed by itself; nil where the whole tree of commands must tell what is wrong.
  ///
  /// The tree takes longer to build than a small project takes to plan. Commands of which many runs are started have a
  /// configuration that is `readAlone`.
  private static func parsedAlone(_ arguments: [String]) -> (any ParsableCommand)? {
    let named = configuration.subcommands.first { $0.configuration.commandName == arguments.first }
    guard let named else { return try? ApplyCommand.parse(arguments) }
    return named.configuration.subcommands.isEmpty ? try? named.parse(Array(arguments.dropFirst())) : nil
  }

  /// Runs one command; `ExitStatus` says how the program ends.
  static func main() {
    do {
      let arguments = Array(CommandLine.arguments.dropFirst())
      switch arguments {
      // without a command, help is that of the default one
      case ["-h"], ["--help"], ["help"]: try Output.print(Migrate.helpMessage(for: ApplyCommand.self))
      case ["--version"]: try Output.print(version + "\n")
      default:
        var command = try parsedAlone(arguments) ?? parseAsRoot()
        try command.run()
      }
    } catch let failure as Failure {
      let diagnostic = failure.diagnostic
      let finding = Finding(
        level: .error, id: diagnostic.id, message: diagnostic.message, path: "", help: diagnostic.help)
      Output.complain(FindingText.render(finding, Terminal(.auto, descriptor: 2)))
      leave(ExitStatus([diagnostic]).rawValue)
    } catch let code as ExitCode {
      leave(code.rawValue)
    } catch {
      let text = fullMessage(for: error)
      if exitCode(for: error) == .success {
        try? Output.print(text + "\n")
        leave(ExitStatus.done.rawValue)
      }
      // the default command has no name that anyone types
      Output.complain(
        text.split(separator: "\n", omittingEmptySubsequences: false).filter { !$0.contains("migrate apply --help") }
          .joined(separator: "\n") + "\n")
      leave(ExitStatus.failed.rawValue)
    }
  }
}

// inside of a command, the name `exit` means its own
private func leave(_ status: Int32) -> Never { exit(status) }

extension CommandConfiguration {
  /// The same for a command that is mostly parsed without the tree of commands.
  ///
  /// The parser looks for a request for completions, which takes it as long as the command itself, only where it knows
  /// of no command above. The tree still answers such a request.
  var readAlone: CommandConfiguration {
    var result = self
    result._superCommandName = "migrate"
    return result
  }
}

extension ExitStatus {
  /// Ends the program, unless all went well.
  func leave() throws {
    if self != .done { throw ExitCode(rawValue) }
  }
}
