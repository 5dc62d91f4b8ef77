import Strategies
import Verification

#if canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Why a verification came to no result.
enum Unproven: Error {
  /// The image before can't be built, which says nothing about the migration.
  case baseline(Failure, log: [String])
  /// The image after can't be built.
  case after(Failure, log: [String])
}

/// Builds the images before and after and compares them.
final class Verifier: Sendable {
  let engine: Engine
  let request: VerificationRequest
  private let progress: VerifyProgress
  private let folder: String

  init(_ engine: Engine, _ request: VerificationRequest, _ progress: VerifyProgress) throws {
    self.engine = engine
    self.request = request
    self.progress = progress
    folder = try TemporaryFolder.make()
  }

  /// The whole verification; what it made is removed by `cleanUp`.
  func run() async throws -> VerificationReport {
    var report = VerificationReport()
    report.engine = engine.title
    report.estimatedSaving = request.estimatedSaving
    let old = try await build("before")
    let new = try await build("after")
    let start = ContinuousClock.now
    progress.begin("comparing the images")
    async let first = examine("before", old)
    async let second = examine("after", new)
    let (before, after) = try await (first, second)
    (report.before, report.after) = (before.side, after.side)
    try await check(&report, before.image, after.image)
    report.overhead = (ContinuousClock.now - start).seconds
    progress.end()
    return report
  }

  private func check(
    _ report: inout VerificationReport, _ before: ImageUnderTest, _ after: ImageUnderTest
  ) async throws {
    let files = FileChecks(request: request, before: before, after: after)
    let runs = RunChecks(engine: engine, request: request, before: before, after: after)
    let search = LibraryCheck(engine: engine, before: before, after: after)
    async let libraries = search.run()
    async let probes = runs.probes()
    async let starts = runs.starts()
    report.checks.append(files.configuration())
    let (missing, count, byLoader) = try await libraries
    report.missing = files.missing(missing)
    report.checks.append(Self.libraries(report.missing, count: count, byLoader: byLoader))
    report.checks.append(files.references())
    let (check, groups) = files.losses()
    report.checks.append(check)
    report.losses = groups
    report.checks += try await probes
    report.checks += try await starts
    if let smoke = try await runs.smoke() { report.checks.append(smoke) }
  }

  private static func libraries(
    _ missing: [VerificationReport.Missing], count: Int, byLoader: Bool
  ) -> VerificationReport.Check {
    let how = byLoader ? "by the image's own loader" : "by their names, since the image's loader can't be asked"
    if missing.isEmpty {
      return .init("libraries", "all libraries of \(count) binaries are found, \(how)", .passed)
    }
    return .init(
      "libraries", "libraries are missing", .failed,
      missing.map { missing in
        let others = missing.users.count > 1 ? " and \(missing.users.count - 1) more" : ""
        let proposal =
          missing.packages.first.map { ": `\($0)` brings it (\(missing.source))" } ?? ", and \(missing.source)"
        return "\(missing.soname) for \(missing.users.first ?? "")\(others)\(proposal)"
      })
  }

  private func build(_ side: String) async throws -> BuildOutcome {
    let isBefore = side == "before"
    var input = request.input
    input.target = isBefore ? request.beforeTarget : request.afterTarget
    input.dockerfile = "\(folder)/\(side).Dockerfile"
    try TemporaryFolder.write(isBefore ? request.before : request.after, to: input.dockerfile)
    if let rules = request.dockerignore {
      try TemporaryFolder.write(rules, to: input.dockerfile + ".dockerignore")
    }
    progress.begin("building \(isBefore ? "the image before" : "the image after")")
    let outcome: BuildOutcome
    do {
      outcome = try await engine.build(input, tag: engine.tag(side), settings: request.settings) { [progress] in
        progress.detail($0)
      }
    } catch let limit as TimeLimitReached {
      progress.end("stopped")
      let failure = Failure(
        "verify/timeout", "the build of \(name(isBefore)) took longer than \(SizeText.time(limit.limit.seconds))",
        help: "--timeout gives it more time")
      throw isBefore ? Unproven.baseline(failure, log: []) : Unproven.after(failure, log: [])
    }
    guard outcome.isSuccess else {
      progress.end("failed")
      let failure = failure(of: outcome.log, isBefore: isBefore)
      throw isBefore
        ? Unproven.baseline(failure, log: outcome.log.end())
        : Unproven.after(failure, log: outcome.log.end())
    }
    progress.end(outcome.log.cachedSteps > 0 ? "done, partly from the cache" : "")
    return outcome
  }

  private func name(_ isBefore: Bool) -> String { isBefore ? request.beforeName : request.afterName }

  private func failure(of log: BuildLog, isBefore: Bool) -> Failure {
    let name = name(isBefore)
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
      return Failure("verify/syntax", "\(engine.title) does not take \(name)", help: "its message stands above")
    case .command:
      return isBefore
        ? Failure(
          "verify/baseline", "\(name) does not build, so there is nothing to compare with",
          help: "this says nothing about the migration; mend the build, then verify again")
        : Failure("verify/after", "\(name) does not build, though it did before the migration")
    }
  }

  private func examine(
    _ side: String, _ outcome: BuildOutcome
  ) async throws -> (image: ImageUnderTest, side: VerificationReport.Side) {
    let tag = engine.tag(side)
    let (size, configuration) = try await engine.inspect(tag)
    let tree = try await engine.tree(of: tag, records: request.records)
    var result = VerificationReport.Side()
    result.size = size
    result.content = tree.size
    result.layers = try await engine.layers(tag)
    result.buildTime = outcome.time
    result.cachedSteps = outcome.log.cachedSteps
    result.packages = tree.packages.packages
    return (ImageUnderTest(tag: tag, configuration: configuration, tree: tree), result)
  }

  /// Removes images, containers and files that this run made.
  func cleanUp() async {
    await engine.removeAll(keepingImages: request.keepsImages)
    TemporaryFolder.remove(folder)
  }
}

/// A folder of the run's own, with files in it and no folders.
enum TemporaryFolder {
  static func make() throws(Failure) -> String {
    let parent = ProgramEnvironment.value("TMPDIR") ?? "/tmp"
    var template = Array("\(parent)/migrate-verify-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else {
      throw Failure("io/unwritable", "no folder can be made in `\(parent)`: \(Disk.reason(errno))")
    }
    return String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  static func write(_ bytes: [UInt8], to path: String) throws(Failure) {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      throw Failure("io/unwritable", "`\(path)` can't be written: \(Disk.reason(errno))")
    }
    defer { close(descriptor) }
    guard Output.write(bytes, to: descriptor) else {
      throw Failure("io/unwritable", "`\(path)` can't be written: \(Disk.reason(errno))")
    }
  }

  static func remove(_ folder: String) {
    for name in Disk.entries(of: folder) ?? [] { unlink("\(folder)/\(name)") }
    rmdir(folder)
  }
}
