import Strategies
import Verification

/// Why a verification came to no result.
enum Unproven: Error {
  /// The image before can't be built, or the disk is full, which says nothing about the migration.
  case baseline(Failure, log: [String])
  /// The image after can't be built; the report says what was found out about it.
  case after(Failure, log: [String], VerificationReport?)
}

/// Builds the images before and after and compares them.
final class Verifier: Sendable {
  /// The images that are built.
  enum Side: String {
    case before, after
    /// The one after without its last steps, which takes its place where these fail.
    case reduced
  }

  let engine: Engine
  let request: VerificationRequest
  let progress: VerifyProgress
  /// Where copies of the Dockerfiles stand.
  let folder: String

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
    let old = try await build(.before)
    // the image before is read and tried while the other one is built, which mostly waits for downloads
    async let first = examineBefore(old)
    let new: BuildOutcome
    do {
      new = try await build(.after)
    } catch Unproven.after(let failure, let log, _) {
      throw Unproven.after(failure, log: log, try await diagnosis(try await first))
    }
    let start = ContinuousClock.now
    progress.begin("comparing the images")
    let before = try await first
    let after = try await examine(.after, new, before.probes, starting: true)
    (report.before, report.after) = (before.side, after.side)
    try await check(&report, before, after)
    report.overhead = (ContinuousClock.now - start).seconds
    progress.end()
    return report
  }

  /// What the image after lacks, by way of one without the steps that fail; nil if that can't be built either.
  private func diagnosis(_ before: Examined) async throws -> VerificationReport? {
    guard let text = ReducedDockerfile.text(request.after, target: request.afterTarget),
      let new = try? await build(.reduced, text: text)
    else { return nil }
    var report = VerificationReport()
    report.engine = engine.title
    progress.begin("looking for what the image after lacks")
    let after = try await examine(.reduced, new, before.probes, starting: false)
    report.before = before.side
    try await checkLibraries(&report, before, after)
    report.checks.removeAll { $0.result != .failed }
    progress.end()
    return report
  }

  private func check(_ report: inout VerificationReport, _ before: Examined, _ after: Examined) async throws {
    let files = FileChecks(request: request, before: before.image, after: after.image)
    report.checks.append(files.configuration())
    report.checks.append(files.references())
    let (check, groups) = files.losses()
    report.checks.append(check)
    report.losses = groups
    async let starts = runs(before, after).starts()
    try await checkLibraries(&report, before, after)
    report.checks += try await starts
  }

  /// Whether all libraries are there, and whether the probes and the smoke test work.
  private func checkLibraries(
    _ report: inout VerificationReport, _ before: Examined, _ after: Examined
  ) async throws {
    let files = FileChecks(request: request, before: before.image, after: after.image)
    let runs = runs(before, after)
    let search = LibraryCheck(engine: engine, before: before.image, after: after.image)
    let (missing, count, byLoader) = try await search.run()
    report.missing = files.missing(missing)
    report.checks.append(Self.libraries(report.missing, count: count, byLoader: byLoader))
    let probed = runs.probed()
    report.checks += probed.map(\.check)
    var failed = probed.filter { $0.check.result == .failed }
    if let smoke = runs.smoke(), let command = runs.before.smokeCommand {
      report.checks.append(smoke)
      if smoke.result == .failed { failed.append((smoke, command)) }
    }
    for (check, command) in failed {
      // What was opened by its name as the program ran shows only when it runs.
      let found = files.missing(loaded: try await runs.loadedBefore(command), user: check.title)
        .filter { new in !report.missing.contains { $0.soname == new.soname } }
      guard !found.isEmpty else { continue }
      report.missing += found
      report.checks.append(Self.loaded(found))
    }
  }

  private static func loaded(_ missing: [VerificationReport.Missing]) -> VerificationReport.Check {
    .init(
      "loaded-libraries", "libraries that were opened before are missing", .failed,
      missing.map { missing in
        let proposal = missing.packages.first.map { "`\($0)` brings it (\(missing.source))" } ?? missing.source
        return "\(missing.soname): \(proposal)"
      })
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

  /// What was read of an image, and what it did.
  private struct Examined: Sendable {
    let image: ImageUnderTest
    let side: VerificationReport.Side
    let runs: ImageRuns
    let results: ImageRuns.Results
    let probes: [ProbeCommand]
  }

  private func runs(_ before: Examined, _ after: Examined) -> RunChecks {
    RunChecks(
      probes: before.probes, before: before.runs, after: after.runs, old: before.results, new: after.results)
  }

  /// The image before, whose files tell which probes there are.
  private func examineBefore(_ outcome: BuildOutcome) async throws -> Examined {
    let tag = engine.tag(Side.before.rawValue)
    let (size, configuration) = try await engine.inspect(tag)
    let tree = try await engine.tree(of: tag, records: request.records)
    let image = ImageUnderTest(tag: tag, configuration: configuration, tree: tree)
    let probes = ProbeCommand.of(request.probes, image)
    let runs = ImageRuns(engine: engine, request: request, tag: tag, configuration: configuration)
    let results = try await runs.results(probes, starting: true)
    return Examined(
      image: image, side: try await side(outcome, image, size), runs: runs, results: results, probes: probes)
  }

  private func examine(
    _ side: Side, _ outcome: BuildOutcome, _ probes: [ProbeCommand], starting: Bool
  ) async throws -> Examined {
    let tag = engine.tag(side.rawValue)
    let (size, configuration) = try await engine.inspect(tag)
    let runs = ImageRuns(engine: engine, request: request, tag: tag, configuration: configuration)
    async let results = runs.results(probes, starting: starting)
    let tree = try await engine.tree(of: tag, records: request.records)
    let image = ImageUnderTest(tag: tag, configuration: configuration, tree: tree)
    return Examined(
      image: image, side: try await self.side(outcome, image, size), runs: runs, results: try await results,
      probes: probes)
  }

  private func side(
    _ outcome: BuildOutcome, _ image: ImageUnderTest, _ size: Int
  ) async throws -> VerificationReport.Side {
    var result = VerificationReport.Side()
    result.size = size
    result.content = image.tree.size
    result.layers = try await engine.layers(image.tag)
    result.buildTime = outcome.time
    result.cachedSteps = outcome.log.cachedSteps
    result.packages = image.tree.packages.packages
    return result
  }

  /// Removes images, containers and files that this run made.
  func cleanUp() async {
    await engine.removeAll(keepingImages: request.keepsImages)
    TemporaryFolder.remove(folder)
  }
}
