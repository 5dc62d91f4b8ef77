import Strategies
import Verification

/// All that a verification needs to know, read before it starts.
struct VerificationRequest: Sendable {
  /// A service of a compose file that runs the image, with what it sets.
  struct Service: Sendable {
    let name: String
    var command: [String]?
    var entrypoint: [String]?
    var environment: [(key: String, value: String)] = []
    /// The words of its own health check.
    var healthcheck: [String]?
  }

  /// What the plan lets differ.
  struct Allowance: Sendable {
    /// Environment keys that only the build stage has.
    var environment: Set<String> = []
    /// Paths that the run stage need not have.
    var paths: [Glob] = []
    /// Paths that are copied from the build stage, so that nothing in them may be lost.
    var copies: [String] = []
  }

  /// Texts of the two Dockerfiles.
  var before: [UInt8] = []
  var after: [UInt8] = []
  /// What the files are called, as the user reads it.
  var beforeName = ""
  var afterName = ""
  var dockerignore: [UInt8]?
  var input = BuildInput(dockerfile: "", context: "")
  var beforeTarget: String?
  var afterTarget: String?
  var services: [Service] = []
  var allowance = Allowance()
  var records: [ImageRecords.Record] = []
  var probes: [ProofRules.Probe] = []
  /// The base image's distribution and release, as far as they are known.
  var distribution: DistributionStrategy?
  var release: DistributionStrategy.Release?
  /// Bytes.
  var estimatedSaving: Int?
  var settings = BuildSettings()
  var limits = Engine.Limits()
  /// A command of the user's that has to work after.
  var smoke: String?
  /// How long the user's command, and each probe, may take.
  var commandTime: Duration = .seconds(300)
  /// How long a container may take to become healthy.
  var startTime: Duration = .seconds(10)
  var keepsImages = false
  var isStrict = false
}
