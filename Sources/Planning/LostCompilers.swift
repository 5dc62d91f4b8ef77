import BuildModel
import Classification
import DockerfileSyntax
import Strategies

/// Compilers in a stage that installs no packages of its language: where files of the project call them, they may be
/// there for the running application.
struct LostCompilers {
  private let input: PlanInput
  private let packages: PackagePlanner

  init(_ input: PlanInput, _ packages: PackagePlanner) {
    self.input = input
    self.packages = packages
  }

  func refusal() -> Refusal? {
    guard input.overrides.drop.isEmpty, let release = input.facts.base.releases.last else { return nil }
    let lost = Set(packages.loss(release).names)
    let tools = (input.facts.base.distribution?.fullImageTools ?? []).filter {
      $0.compiles && lost.contains($0.package)
    }
    guard !tools.isEmpty else { return nil }
    let calls = input.calls(of: tools.flatMap(\.calls))
    guard let call = tools.lazy.flatMap(\.calls).compactMap({ name in calls.places[name].map { (name, $0) } }).first
    else { return nil }
    return Refusal(
      id: "split/calls-compiler",
      reason: "`\(call.1.path)` calls `\(call.0)`, which the stage has although it installs nothing of its language",
      help: "if the running image does not compile, name the packages that can go by `--drop`",
      range: input.facts.file.dockerfile.instructions[input.facts.stage.from].range)
  }
}
