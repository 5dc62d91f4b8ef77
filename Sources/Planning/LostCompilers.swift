import BuildModel
import Classification
import DockerfileSyntax
import Strategies

/// Compilers that may be there for the running application: files of the project call them, and the stage installs no
/// packages of its language, or the files are code that starts programs.
struct LostCompilers {
  private let input: PlanInput
  private let packages: PackagePlanner

  init(_ input: PlanInput, _ packages: PackagePlanner) {
    self.input = input
    self.packages = packages
  }

  /// Why a stage without installs keeps its compilers.
  func refusal() -> Refusal? {
    refusal(nil) { "`\($1.path)` calls `\($0)`, which the stage has although it installs nothing of its language" }
  }

  /// Why compilers stay that the application's own code starts.
  func refusalOfCode() -> Refusal? {
    guard input.baseChange == nil else { return nil }
    return input.ecosystem.code.lazy.compactMap { code in
      refusal(code) { "`\($1.path)` starts `\($0)`: the running application may compile" }
    }.first
  }

  private func refusal(_ code: CodeRules?, _ reason: (String, Evidence) -> String) -> Refusal? {
    let commands = commands
    guard !commands.isEmpty else { return nil }
    let calls = input.calls(of: commands, in: code)
    guard let (name, place) = commands.lazy.compactMap({ name in calls.places[name].map { (name, $0) } }).first else {
      return nil
    }
    return Refusal(
      id: "split/calls-compiler", reason: reason(name, place),
      help: "if the running image does not compile, name the packages that can go by `--drop`",
      range: input.facts.file.dockerfile.instructions[input.facts.stage.from].range)
  }

  /// How the compilers are called that go.
  private var commands: [String] {
    guard input.overrides.drop.isEmpty, let release = input.facts.base.releases.last else { return [] }
    let tools = (input.facts.base.distribution?.fullImageTools ?? []).filter(\.compiles)
    let lost = tools.isEmpty ? [] : Set(packages.loss(release).names)
    return tools.filter { lost.contains($0.package) }.flatMap(\.calls)
  }
}
