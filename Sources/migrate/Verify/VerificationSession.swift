import SourceText
import Strategies
import Verification

#if canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Runs verifications one after the other with one engine, and mends what can be mended.
struct VerificationSession {
  /// What came of one.
  struct Outcome {
    var source: VerificationSource
    /// Nil if the images could not be built; beside a failure it says what was found out about that.
    var report: VerificationReport?
    /// Why there is no report.
    var failure: Failure?
    /// The end of the log of the build that failed.
    var log: [String] = []
    var status = ExitStatus.done
  }

  /// So many times packages are added.
  private static let rounds = 3

  let options: VerifyOptions
  let project: ProjectOptions
  let progress: VerifyProgress

  /// Builds and compares; with `--fix` packages are added to the source's plan as long as that helps.
  func run(_ source: VerificationSource, finder: VerificationSourceFinder, path: String) throws -> Outcome {
    var outcome = try prove(source)
    var fixes: [String] = []
    for _ in 0..<Self.rounds where options.fix && outcome.status == .notProven {
      let more = (outcome.report?.proposals ?? []).filter { !fixes.contains($0) }
      guard !more.isEmpty else { break }
      fixes += more
      progress.begin("adding \(more.joined(separator: ", "))")
      progress.end()
      guard let mended = try finder.adding(fixes, to: source, path: path) else {
        outcome.failure = Failure(
          "verify/no-fix", "the packages \(fixes.joined(separator: ", ")) can't be added by a plan",
          help: source.isMigrated
            ? "the Dockerfile is not what `migrate` made; add them to its run stage by hand"
            : "no list of packages of the run stage changes; add them to it by hand")
        return outcome
      }
      outcome = try prove(mended)
      outcome.report?.fixes = fixes
    }
    return outcome
  }

  private func prove(_ source: VerificationSource) throws -> Outcome {
    let folder = source.report.project?.folder ?? "."
    let (strategies, _) = try StrategyFolders.load(
      plugins: project.plugins, folder: folder.isEmpty ? "." : folder)
    var request = VerificationRequest(source, strategies: strategies)
    options.apply(to: &request)
    let finished = request
    let finder = EngineFinder(
      wanted: options.engine, builder: options.builder, mark: String(UInt32.random(in: 0...UInt32.max), radix: 36))
    var outcome = Outcome(source: source)
    Interruption.watch()
    let progress = progress
    do {
      outcome.report = try Waiting.run {
        let ticker = Task { await progress.tick() }
        defer { ticker.cancel() }
        var engine = try await Interruption.cancelling { try await finder.find() }
        engine.limits = finished.limits
        let verifier = try Verifier(engine, finished, progress)
        do {
          let report = try await Interruption.cancelling { try await verifier.run() }
          await verifier.cleanUp()
          return report
        } catch {
          progress.stop()
          await verifier.cleanUp()
          throw error
        }
      }
      outcome.status = outcome.report?.isPassed == true ? .done : .notProven
    } catch Unproven.baseline(let failure, let log) {
      (outcome.failure, outcome.log, outcome.status) = (failure, log, .failed)
    } catch Unproven.after(let failure, let log, let report) {
      (outcome.failure, outcome.log, outcome.status) = (failure, log, .notProven)
      outcome.report = report
    } catch is CancellationError {
      throw Failure("verify/interrupted", "stopped; what was started is removed, and no file was changed")
    } catch let limit as TimeLimitReached {
      throw Failure("verify/engine", "the engine did not answer within \(SizeText.time(limit.limit.seconds))")
    }
    return outcome
  }
}
