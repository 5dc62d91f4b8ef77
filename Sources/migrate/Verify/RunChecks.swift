import Strategies
import Verification

/// Compares what the images did when they were run.
struct RunChecks: Sendable {
  typealias Check = VerificationReport.Check

  let probes: [ProbeCommand]
  let before: ImageRuns
  let after: ImageRuns
  let old: ImageRuns.Results
  let new: ImageRuns.Results

  /// The ecosystem's probes: what each prints before has to be printed after.
  func probed() -> [(check: Check, command: ContainerCommand)] {
    probes.indices.map { index in
      (Self.compare(probes[index].title, old.probes[index], new.probes[index]), probes[index].command)
    }
  }

  private static func compare(_ title: String, _ old: ProgramResult, _ new: ProgramResult) -> Check {
    func lines(_ result: ProgramResult) -> [String] {
      result.output.split(whereSeparator: \.isNewline).filter { $0.hasPrefix("ok ") }.map { String($0.dropFirst(3)) }
    }
    let there = Set(lines(new))
    let lost = lines(old).filter { !there.contains($0) }
    // what was cut off says nothing of the rest
    if !lost.isEmpty, new.status != ImageRuns.timedOut {
      let reasons = new.output.split(whereSeparator: \.isNewline).filter { $0.hasPrefix("failed ") }
      return Check(
        "probe", title, .failed,
        lost.prefix(20).map { item in
          reasons.first { $0.dropFirst(7).hasPrefix(item) }.map { String($0.dropFirst(7)) } ?? "\(item) no longer works"
        })
    }
    if old.isSuccess, !new.isSuccess { return Check("probe", title, .failed, [new.lastLine]) }
    let failing = old.output.split(whereSeparator: \.isNewline).filter { $0.hasPrefix("failed ") }
      .map { "failed before too: " + $0.dropFirst(7) }
    if there.isEmpty, failing.isEmpty, new.isSuccess { return Check("probe", title, .passed) }
    if there.isEmpty { return Check("probe", title, .noted, ["it says nothing: \(old.lastLine)"] + failing) }
    return Check("probe", "\(title): \(there.count) work", .passed, failing.map { String($0.prefix(200)) })
  }

  /// The libraries that a command loads in the image before, as its loader tells them; none where it can't.
  func loadedBefore(_ command: ContainerCommand) async throws -> [String] {
    var command = command
    command.environment.append(("LD_DEBUG", "files"))
    return LoaderOutput.loaded(try await before.run(command).output)
  }

  /// The user's own command.
  func smoke() -> Check? {
    guard let text = after.request.smoke, let was = old.smoke, let now = new.smoke else { return nil }
    let title = "smoke test `\(text)`"
    if now.isSuccess { return Check("smoke", title, .passed) }
    var details = ["exit status \(now.status) after, \(was.status) before"]
    details += now.output.split(whereSeparator: \.isNewline).suffix(5).map(String.init)
    return Check("smoke", title, .failed, details)
  }

  /// Whether the containers start as before: the image's own command, and those of the services that run it.
  func starts() async throws -> [Check] {
    var checks: [Check] = []
    for (index, service) in ImageRuns.services(after.request).enumerated() {
      var (was, now) = (old.starts[index], new.starts[index])
      if !was.isSame(as: now) {
        // Much runs at the same time, and one that ends may take its time.
        let time = after.request.startTime * 2
        was = try await before.start(service, time)
        now = try await after.start(service, time)
      }
      checks.append(check(service, was, now))
    }
    return checks
  }

  private func check(
    _ service: VerificationRequest.Service, _ was: ContainerStart, _ now: ContainerStart
  ) -> Check {
    let subject = service.name.isEmpty ? "the container" : "the service `\(service.name)`"
    guard was.isSame(as: now) else {
      return Check(
        "start", "\(subject) does not start as before", .failed,
        ["before: \(was.description)", "after: \(now.description)"])
    }
    let title = "\(subject) starts"
    let text = now.isWorking && now.health == true ? "\(title) and answers its health check" : title
    var details = now.isWorking ? [] : ["as before: \(now.description)"]
    if after.engine.kind == .buildah, (service.healthcheck ?? after.configuration.healthcheckWords) != nil {
      details.append("its health check was not tried: buildah runs no container in the background")
    }
    return Check("start", text, now.isWorking ? .passed : .noted, details)
  }
}
