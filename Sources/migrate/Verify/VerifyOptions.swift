import ArgumentParser

/// How images are built and tried.
struct VerifyOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The container engine, docker, podman or buildah, or the path of its program; default: the first that works.",
      valueName: "engine"))
  var engine: String?

  @Option(help: ArgumentHelp("Build by `docker buildx build --builder`.", valueName: "name"))
  var builder: String?

  @Option(help: ArgumentHelp("The seconds that each build may take.", valueName: "seconds"))
  var timeout = 3600

  @Option(help: ArgumentHelp("The network that builds use.", valueName: "mode"))
  var buildNetwork: String?

  @Option(
    parsing: .singleValue,
    help: ArgumentHelp(
      "A further option for both builds, as --build-option=--secret=id=key,src=key.txt; may stand several times.",
      valueName: "option"))
  var buildOption: [String] = []

  @Flag(help: "Build without the engine's cache, so that the times can be compared.")
  var noCache = false

  @Option(help: ArgumentHelp("A command that has to work in the image after.", valueName: "command"))
  var smoke: String?

  @Option(help: ArgumentHelp("The seconds that the smoke test and each probe may take.", valueName: "seconds"))
  var smokeTime = 300

  @Option(help: ArgumentHelp("The seconds in which a container has to become healthy.", valueName: "seconds"))
  var startTime = 10

  @Option(help: ArgumentHelp("The network of the containers that are run.", valueName: "mode"))
  var runNetwork = "none"

  @Option(help: ArgumentHelp("The memory that a container may use; 0: any.", valueName: "size"))
  var memory = "2g"

  @Flag(help: "Count lost files as failures, wherever they were.")
  var strict = false

  @Flag(help: "Keep the two images.")
  var keepImages = false

  @Flag(help: "Add the packages of missing libraries to the plan, write them down, and build again.")
  var fix = false

  func validate() throws {
    if timeout < 1 { throw ValidationError("--timeout needs a number of seconds above 0") }
    if smokeTime < 1 { throw ValidationError("--smoke-time needs a number of seconds above 0") }
    if startTime < 1 { throw ValidationError("--start-time needs a number of seconds above 0") }
  }

  /// Puts what was said into a request.
  func apply(to request: inout VerificationRequest) {
    request.settings.timeout = .seconds(timeout)
    request.settings.network = buildNetwork
    request.settings.options = buildOption
    request.settings.isCached = !noCache
    request.smoke = smoke
    request.commandTime = .seconds(smokeTime)
    request.startTime = .seconds(startTime)
    request.limits.network = runNetwork
    request.limits.memory = memory
    request.keepsImages = keepImages
    request.isStrict = strict
  }
}
