import Synchronization
import Verification

/// One image that is to be built.
struct BuildInput: Sendable {
  /// The absolute path of a copy of the Dockerfile.
  var dockerfile: String
  /// The absolute path of the build context.
  var context: String
  var target: String?
  /// Build arguments; a value of nil is taken from the environment.
  var arguments: [(name: String, value: String?)] = []
  /// Named contexts.
  var contexts: [(name: String, value: String)] = []
}

/// How builds are run.
struct BuildSettings: Sendable {
  var timeout: Duration = .seconds(3600)
  var network: String?
  var isCached = true
  /// Further options, as they are given to the engine.
  var options: [String] = []
}

/// What came of a build.
struct BuildOutcome: Sendable {
  let isSuccess: Bool
  let log: BuildLog
  /// Seconds.
  let time: Double
}

extension Engine {
  /// Builds an image and gives it a tag.
  ///
  /// - Parameter line: takes each line of the build's output.
  /// - Throws: `TimeLimitReached`, and a `Failure` if the engine can't be run.
  func build(
    _ input: BuildInput, tag: String, settings: BuildSettings, line: @escaping @Sendable (String) -> Void
  ) async throws -> BuildOutcome {
    let log = Log()
    let start = ContinuousClock.now
    let result = try await EngineProcess.run(
      buildCommand(input, tag: tag, settings: settings), environment: buildEnvironment, timeout: settings.timeout,
      line: { text in
        log.append(text)
        line(text)
      })
    let time = ContinuousClock.now - start
    return BuildOutcome(isSuccess: result.isSuccess, log: log.value, time: time.seconds)
  }

  private var buildEnvironment: [String: String] {
    guard kind == .docker else { return [:] }
    return ["DOCKER_BUILDKIT": usesBuildKit ? "1" : "0", "BUILDKIT_PROGRESS": "plain"]
  }

  /// The words of a build.
  func buildCommand(_ input: BuildInput, tag: String, settings: BuildSettings) -> [String] {
    var words = [program]
    switch kind {
    case .docker:
      words += builder.map { ["buildx", "build", "--builder", $0, "--load"] } ?? ["build"]
    case .podman: words += ["build", "--format", "docker"]
    case .buildah: words += ["build", "--format", "docker", "--layers"]
    }
    words += ["--tag", tag, "--file", input.dockerfile]
    if let target = input.target { words += ["--target", target] }
    for (name, value) in input.arguments { words += ["--build-arg", value.map { "\(name)=\($0)" } ?? name] }
    if usesBuildKit || kind != .docker {
      for (name, value) in input.contexts { words += ["--build-context", "\(name)=\(value)"] }
    }
    if let network = settings.network { words += ["--network", network] }
    if !settings.isCached { words.append("--no-cache") }
    return words + settings.options + [input.context]
  }

  private final class Log: Sendable {
    private let log = Mutex(BuildLog())
    func append(_ line: String) { log.withLock { $0.append(line) } }
    var value: BuildLog { log.withLock { $0 } }
  }
}

extension Duration {
  /// As a number of seconds.
  var seconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}
