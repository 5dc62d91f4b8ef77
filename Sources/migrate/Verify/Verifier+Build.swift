import Verification

extension Verifier {
  /// Builds one of the images.
  ///
  /// - Parameter text: the Dockerfile; nil: the request's own for that side.
  /// - Throws: `Unproven` if the build fails or takes too long.
  func build(_ side: Side, text: [UInt8]? = nil) async throws -> BuildOutcome {
    var input = request.input
    input.target = side == .before ? request.beforeTarget : request.afterTarget
    input.dockerfile = "\(folder)/\(side.rawValue).Dockerfile"
    try TemporaryFolder.write(text ?? (side == .before ? request.before : request.after), to: input.dockerfile)
    if let rules = request.dockerignore {
      try TemporaryFolder.write(rules, to: input.dockerfile + ".dockerignore")
    }
    let title =
      switch side {
      case .before: "building the image before"
      case .after: "building the image after"
      case .reduced: "building the image after without its last steps"
      }
    progress.begin(title)
    let outcome: BuildOutcome
    do {
      outcome = try await engine.build(input, tag: engine.tag(side.rawValue), settings: request.settings) {
        [progress] in progress.detail($0)
      }
    } catch let limit as TimeLimitReached {
      progress.end("stopped")
      throw unproven(
        Failure(
          "verify/timeout", "the build of \(name(side)) took longer than \(SizeText.time(limit.limit.seconds))",
          help: "--timeout gives it more time"), side, log: [])
    }
    guard outcome.isSuccess else {
      progress.end("failed")
      let failure = failure(of: outcome.log, side)
      // a full disk says nothing about the image after
      guard outcome.log.cause != .diskSpace else { throw Unproven.baseline(failure, log: outcome.log.end()) }
      throw unproven(failure, side, log: outcome.log.end())
    }
    progress.end(outcome.log.cachedSteps > 0 ? "done, partly from the cache" : "")
    return outcome
  }

  private func unproven(_ failure: Failure, _ side: Side, log: [String]) -> Unproven {
    side == .before ? .baseline(failure, log: log) : .after(failure, log: log, nil)
  }

  private func name(_ side: Side) -> String { side == .before ? request.beforeName : request.afterName }

  private func failure(of log: BuildLog, _ side: Side) -> Failure {
    let name = name(side)
    switch log.cause {
    case .baseImage:
      return Failure(
        "verify/base-image", "an image that \(name) starts from can't be had",
        help: "pull it by hand to see why: is the registry reached, does the tag exist, is a login needed?")
    case .diskSpace:
      return Failure(
        "verify/no-space", "the disk is full, so \(name) can't be built",
        help: "`\(engine.kind.rawValue) system prune` removes what is no longer used")
    case .syntax:
      return Failure(
        "verify/syntax", "\(engine.title) does not take \(name)", help: "its message stands above")
    case .command:
      return side == .before
        ? Failure(
          "verify/baseline", "\(name) does not build, so there is nothing to compare with",
          help: "this says nothing about the migration; mend the build, then verify again")
        : Failure("verify/after", "\(name) does not build, though it did before the migration")
    }
  }
}
