import Planning
import Verification

/// A container engine and how it is called.
struct Engine: Sendable {
  enum Kind: String, CaseIterable, Sendable {
    case docker, podman, buildah

    /// How it is installed, where that is not plain.
    var help: String {
      switch self {
      case .docker: "https://docs.docker.com/engine/install"
      case .podman: "https://podman.io/docs/installation"
      case .buildah: "https://buildah.io"
      }
    }
  }

  /// What a container may use.
  struct Limits: Sendable {
    var network = "none"
    var memory = "2g"
    var processes = 512
  }

  let kind: Kind
  /// The path of its program.
  let program: String
  let version: String
  /// Whether builds are run by BuildKit.
  var usesBuildKit = false
  /// The builder that builds are given to.
  var builder: String?
  var limits = Limits()
  /// Marks what this run makes: images and containers.
  let mark: String

  /// As the user reads it.
  var title: String {
    var text = "\(kind.rawValue) \(version)"
    if kind == .docker { text += usesBuildKit ? " (BuildKit)" : " (classic builder)" }
    if let builder { text += ", builder \(builder)" }
    return text
  }

  /// The name of an image of this run.
  func tag(_ side: String) -> String { "localhost/migrate-verify-\(mark):\(side)" }

  func call(
    _ words: [String], input: [UInt8] = [], timeout: Duration? = .seconds(600)
  ) async throws -> ProgramResult {
    try await EngineProcess.run([program] + words, input: input, timeout: timeout)
  }

  /// The result of a call that has to succeed.
  func demand(_ words: [String], what: String, timeout: Duration? = .seconds(600)) async throws -> String {
    let result = try await call(words, timeout: timeout)
    guard result.isSuccess else {
      throw Failure("verify/engine", "\(kind.rawValue) can't \(what): \(result.lastLine)")
    }
    return result.output
  }

  /// The size in bytes and the configuration of an image.
  func inspect(_ image: String) async throws -> (size: Int, configuration: ImageConfiguration) {
    if kind == .buildah {
      let text = try await demand(["inspect", "--type", "image", image], what: "inspect the image")
      guard let json = JSONReader.read(text), let config = json["Docker"]?["config"] ?? json["OCIv1"]?["config"]
      else { throw Failure("verify/engine", "what buildah says of the image can't be read") }
      let manifest = json["Manifest"]?.string.flatMap { JSONReader.read($0) }
      let sizes = manifest?["layers"]?.items.compactMap { $0["size"]?.number } ?? []
      return (sizes.reduce(0, +), ImageConfiguration(config))
    }
    let text = try await demand(["image", "inspect", image], what: "inspect the image")
    guard let json = JSONReader.read(text)?.items.first, let config = json["Config"],
      let size = json["Size"]?.number
    else { throw Failure("verify/engine", "what \(kind.rawValue) says of the image can't be read") }
    var configuration = ImageConfiguration(config)
    // podman keeps the health check beside the configuration
    if configuration.healthcheck == nil, let check = json["HealthCheck"] ?? json["Healthcheck"] {
      configuration = ImageConfiguration(.object(config.members + [.init("Healthcheck", check)]))
    }
    return (size, configuration)
  }

  /// The layers of an image, the first one first.
  func layers(_ image: String) async throws -> [VerificationReport.Layer] {
    if kind == .buildah {
      let text = try await demand(["inspect", "--type", "image", image], what: "inspect the image")
      let json = JSONReader.read(text)
      let manifest = json?["Manifest"]?.string.flatMap { JSONReader.read($0) }
      var sizes = (manifest?["layers"]?.items.compactMap { $0["size"]?.number } ?? [])[...]
      let history = json?["OCIv1"]?["history"]?.items ?? []
      return history.map { entry in
        let isEmpty = entry["empty_layer"] == .bool(true)
        return VerificationReport.Layer(
          size: isEmpty ? 0 : sizes.popFirst() ?? 0, instruction: entry["created_by"]?.string ?? "")
      }
    }
    let text = try await demand(
      ["history", "--no-trunc", "--human=false", "--format", "{{.Size}}\t{{.CreatedBy}}", image],
      what: "tell the layers of the image")
    return text.split(whereSeparator: \.isNewline).reversed().map { line in
      let parts = line.split(separator: "\t", maxSplits: 1, omittingEmptySubsequences: false)
      let digits = parts.first?.prefix { $0.isNumber } ?? ""
      return VerificationReport.Layer(
        size: Int(digits) ?? 0, instruction: parts.count > 1 ? String(parts[1]) : "")
    }
  }
}
