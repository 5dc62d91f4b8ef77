import Planning
import Strategies
import Verification

/// A probe of an ecosystem that the image before can run.
struct ProbeCommand: Sendable {
  let title: String
  let command: ContainerCommand

  /// The probes whose program and files the image before has; the other image is asked the same.
  static func of(_ probes: [ProofRules.Probe], _ before: ImageUnderTest) -> [ProbeCommand] {
    probes.compactMap { probe in
      guard let program = before.program(probe.programs),
        probe.files.isEmpty || before.hasFile(matching: { name in probe.files.contains { $0.matches(name) } })
      else { return nil }
      return ProbeCommand(title: probe.title, command: ContainerCommand(words: [program] + probe.arguments))
    }
  }
}

/// Runs one of the two images.
struct ImageRuns: Sendable {
  /// What it did.
  struct Results: Sendable {
    /// In the order of the probes.
    var probes: [ProgramResult] = []
    /// Nil if the user has no command.
    var smoke: ProgramResult?
    /// In the order of `services`.
    var starts: [ContainerStart] = []
  }

  /// The status of a command that does not end in time, as the program `timeout` has it.
  static let timedOut: Int32 = 124

  let engine: Engine
  let request: VerificationRequest
  let tag: String
  let configuration: ImageConfiguration

  /// The services that are started; without what its service sets, an image seldom runs.
  static func services(_ request: VerificationRequest) -> [VerificationRequest.Service] {
    request.services.isEmpty ? [VerificationRequest.Service(name: "")] : request.services
  }

  /// Runs all there is at the same time, but one service after the other.
  func results(_ probes: [ProbeCommand], starting: Bool) async throws -> Results {
    async let smoke = smoke()
    async let starts = starting ? startAll() : []
    var results = Results()
    results.probes = try await withThrowingTaskGroup(of: (Int, ProgramResult).self) { group in
      for (index, probe) in probes.enumerated() {
        group.addTask { (index, try await run(probe.command)) }
      }
      return try await group.reduce(into: []) { $0.append($1) }.sorted { $0.0 < $1.0 }.map(\.1)
    }
    results.smoke = try await smoke
    results.starts = try await starts
    return results
  }

  /// What the user's own command is.
  var smokeCommand: ContainerCommand? {
    request.smoke.map { ContainerCommand(words: configuration.shell + [$0]) }
  }

  private func smoke() async throws -> ProgramResult? {
    guard let command = smokeCommand else { return nil }
    return try await run(command)
  }

  /// Runs a command for as long as it may take.
  func run(_ command: ContainerCommand) async throws -> ProgramResult {
    do {
      return try await engine.run(tag, command, timeout: request.commandTime)
    } catch let limit as TimeLimitReached {
      return ProgramResult(status: Self.timedOut, output: "it did not end within \(SizeText.time(limit.limit.seconds))")
    }
  }

  private func startAll() async throws -> [ContainerStart] {
    var starts: [ContainerStart] = []
    for service in Self.services(request) { starts.append(try await start(service, request.startTime)) }
    return starts
  }

  /// Starts a service and watches it.
  ///
  /// - Parameter time: how long it may take to become healthy.
  func start(_ service: VerificationRequest.Service, _ time: Duration) async throws -> ContainerStart {
    var command = ContainerCommand(environment: service.environment)
    if let entrypoint = service.entrypoint {
      command.words = entrypoint + (service.command ?? [])
    } else if let arguments = service.command {
      command.arguments = arguments
    }
    let check = service.healthcheck ?? configuration.healthcheckWords
    guard engine.kind != .buildah else { return try await startWithoutDaemon(command) }
    let name = engine.containerName()
    do {
      let result = try await observe(command, check, name, time)
      await engine.remove(container: name)
      return result
    } catch {
      await engine.remove(container: name)
      throw error
    }
  }

  private func observe(
    _ command: ContainerCommand, _ check: [String]?, _ name: String, _ time: Duration
  ) async throws -> ContainerStart {
    let words = ["run", "--detach"] + engine.containerOptions(command, name: name) + [tag]
    let started = try await engine.call(words + engine.tail(command))
    var result = ContainerStart()
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
  private func startWithoutDaemon(_ command: ContainerCommand) async throws -> ContainerStart {
    var command = command
    let settings = configuration.settings
    if command.words == nil {
      let own = command.arguments.isEmpty ? settings["Cmd"]?.texts ?? [] : command.arguments
      command.words = (settings["Entrypoint"]?.texts ?? []) + own
      command.arguments = []
    }
    do {
      let result = try await engine.run(tag, command, timeout: .seconds(3))
      return ContainerStart(isRunning: false, exitStatus: Int(result.status), lastLine: result.lastLine)
    } catch is TimeLimitReached {
      return ContainerStart(isRunning: true)
    }
  }
}
