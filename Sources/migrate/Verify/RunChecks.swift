import Planning
import Strategies
import Verification

/// Runs the images and compares what they do.
struct RunChecks: Sendable {
  typealias Check = VerificationReport.Check

  let engine: Engine
  let request: VerificationRequest
  let before: ImageUnderTest
  let after: ImageUnderTest

  /// The ecosystem's probes: what each prints before has to be printed after.
  func probes() async throws -> [(check: Check, command: ContainerCommand)] {
    var checks: [(check: Check, command: ContainerCommand)] = []
    for probe in request.probes {
      guard let program = before.program(probe.programs),
        probe.files.isEmpty || before.hasFile([], matching: { name in probe.files.contains { $0.matches(name) } })
      else { continue }
      let command = ContainerCommand(words: [program] + probe.arguments)
      async let old = engine.run(before.tag, command, timeout: .seconds(300))
      async let new = engine.run(after.tag, command, timeout: .seconds(300))
      checks.append((Self.compare(probe.title, try await old, try await new), command))
    }
    return checks
  }

  private static func compare(_ title: String, _ old: ProgramResult, _ new: ProgramResult) -> Check {
    func lines(_ result: ProgramResult) -> [String] {
      result.output.split(whereSeparator: \.isNewline).filter { $0.hasPrefix("ok ") }.map { String($0.dropFirst(3)) }
    }
    let there = Set(lines(new))
    let lost = lines(old).filter { !there.contains($0) }
    if !lost.isEmpty {
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
    return LoaderOutput.loaded(try await engine.run(before.tag, command, timeout: .seconds(300)).output)
  }

  /// What the user's own command is.
  var smokeCommand: ContainerCommand? {
    request.smoke.map { ContainerCommand(words: after.configuration.shell + [$0]) }
  }

  /// The user's own command.
  func smoke() async throws -> Check? {
    guard let text = request.smoke, let command = smokeCommand else { return nil }
    async let old = engine.run(before.tag, command, timeout: .seconds(300))
    async let new = engine.run(after.tag, command, timeout: .seconds(300))
    let (was, now) = (try await old, try await new)
    let title = "smoke test `\(text)`"
    if now.isSuccess { return Check("smoke", title, .passed) }
    var details = ["exit status \(now.status) after, \(was.status) before"]
    details += now.output.split(whereSeparator: \.isNewline).suffix(5).map(String.init)
    return Check("smoke", title, .failed, details)
  }

  /// Whether the containers start as before: the image's own command, and those of the services that run it.
  func starts() async throws -> [Check] {
    // without what its service sets, an image seldom runs
    let services = request.services.isEmpty ? [VerificationRequest.Service(name: "")] : request.services
    var checks: [Check] = []
    for service in services {
      let seconds = request.startTime
      async let old = start(before, service, seconds)
      async let new = start(after, service, seconds)
      var (was, now) = (try await old, try await new)
      if !was.isSame(as: now) {
        // Two programs at once can get in each other's way, and one that ends may take its time.
        was = try await start(before, service, seconds * 2)
        now = try await start(after, service, seconds * 2)
      }
      let title = service.name.isEmpty ? "the container starts" : "the service `\(service.name)` starts"
      if was.isSame(as: now) {
        let isWorking = now.isRunning && now.health != false
        let text = isWorking ? "\(title)\(now.health == true ? " and answers its health check" : "")" : title
        var details = isWorking ? [] : ["as before: \(now.description)"]
        if engine.kind == .buildah, (service.healthcheck ?? after.configuration.healthcheckWords) != nil {
          details.append("its health check was not tried: buildah runs no container in the background")
        }
        checks.append(Check("start", text, isWorking ? .passed : .noted, details))
      } else {
        checks.append(Check("start", title, .failed, ["before: \(was.description)", "after: \(now.description)"]))
      }
    }
    return checks
  }

  /// What a container did.
  private struct Start: Sendable {
    var isRunning = false
    var exitStatus = 0
    /// Nil if there is no health check.
    var health: Bool?
    var lastLine = ""

    func isSame(as other: Start) -> Bool {
      isRunning == other.isRunning && (isRunning || exitStatus == other.exitStatus) && health == other.health
    }

    var description: String {
      var text = isRunning ? "runs" : "ends with status \(exitStatus)"
      if isRunning, let health { text += health ? ", healthy" : ", its health check fails" }
      return text + (lastLine.isEmpty || isRunning && health != false ? "" : ": \(lastLine)")
    }
  }

  private func start(
    _ image: ImageUnderTest, _ service: VerificationRequest.Service, _ time: Duration
  ) async throws -> Start {
    var command = ContainerCommand(environment: service.environment)
    if let entrypoint = service.entrypoint {
      command.words = entrypoint + (service.command ?? [])
    } else if let arguments = service.command {
      command.arguments = arguments
    }
    let check = service.healthcheck ?? image.configuration.healthcheckWords
    guard engine.kind != .buildah else { return try await startWithoutDaemon(image, command) }
    let name = engine.containerName()
    do {
      let result = try await observe(image, command, check, name, time)
      await engine.remove(container: name)
      return result
    } catch {
      await engine.remove(container: name)
      throw error
    }
  }

  private func observe(
    _ image: ImageUnderTest, _ command: ContainerCommand, _ check: [String]?, _ name: String, _ time: Duration
  ) async throws -> Start {
    let words = ["run", "--detach"] + engine.containerOptions(command, name: name) + [image.tag]
    let started = try await engine.call(words + engine.tail(command))
    var result = Start()
    guard started.isSuccess else {
      result.exitStatus = Int(started.status)
      result.lastLine = started.lastLine
      return result
    }
    let end = ContinuousClock.now + (check == nil ? time / 4 : time)
    var last = ""
    repeat {
      try await Task.sleep(for: .milliseconds(400))
      let state = try await engine.call(
        ["inspect", "--format", "{{.State.Status}} {{.State.ExitCode}}", name], timeout: .seconds(60))
      let parts = state.lastLine.split(separator: " ")
      result.isRunning = parts.first == "running"
      result.exitStatus = parts.count > 1 ? Int(parts[1]) ?? 0 : 0
      guard result.isRunning, let check else { continue }
      let answer = try await engine.call(["exec", name] + check, timeout: .seconds(30))
      result.health = answer.isSuccess
      last = answer.lastLine
    } while result.isRunning && result.health != true && ContinuousClock.now < end
    let log = try await engine.call(["logs", "--tail", "5", name], timeout: .seconds(60))
    result.lastLine = result.health == false && result.isRunning ? last : log.lastLine
    if result.lastLine.isEmpty { result.lastLine = log.lastLine }
    return result
  }

  /// An engine that can't run containers in the background: one that is still running when the time is over, runs.
  private func startWithoutDaemon(_ image: ImageUnderTest, _ command: ContainerCommand) async throws -> Start {
    var command = command
    let settings = image.configuration.settings
    if command.words == nil {
      let own = command.arguments.isEmpty ? settings["Cmd"]?.texts ?? [] : command.arguments
      command.words = (settings["Entrypoint"]?.texts ?? []) + own
      command.arguments = []
    }
    do {
      let result = try await engine.run(image.tag, command, timeout: .seconds(3))
      return Start(isRunning: false, exitStatus: Int(result.status), lastLine: result.lastLine)
    } catch is TimeLimitReached {
      return Start(isRunning: true)
    }
  }
}
