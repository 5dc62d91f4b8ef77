import BuildModel
import Classification
import DockerfileSyntax
import ShellSyntax
import SourceText
import Strategies

/// Functions of the shell that a RUN defines, and that leave the run stage with the installs in them.
struct MovedFunctions {
  private let run: RunFact
  private let remaining: [RunFact.Unit]
  private let names: Set<String>

  /// - Parameter moved: the elements of the RUN that leave the run stage.
  init(_ run: RunFact, moved: Set<Int>) {
    self.run = run
    remaining = run.units.filter { !moved.contains($0.item) }
    let gone = run.units.filter { moved.contains($0.item) }
    names = Set(
      (run.script?.tree.simpleCommands() ?? []).compactMap { visit in
        gone.contains { $0.range.contains(visit.command.range.lowerBound) } ? visit.functionName : nil
      })
  }

  private func isCall(_ fact: CommandFact) -> Bool { fact.program.map(names.contains) ?? false }

  /// The elements that only call such a function, which go with it.
  var calls: [Int] { remaining.filter { $0.isSimple && $0.facts.allSatisfy(isCall) && !$0.facts.isEmpty }.map(\.item) }

  /// What forbids to divide the RUN: a command that stays calls such a function besides.
  func refusal(in file: BuildFile) -> Refusal? {
    guard let call = remaining.filter({ !calls.contains($0.item) }).flatMap(\.facts).first(where: isCall) else {
      return nil
    }
    let range = call.range.flatMap { range in run.script.map { $0.tree.text.sourceRange(of: range) } }
    return Refusal(
      id: "split/mixed-command",
      reason: "the function `\(call.program ?? "")` installs packages, and a command that stays calls it",
      help: "write the install as a command of its own",
      range: range ?? file.dockerfile.instructions[run.instruction].range)
  }
}
