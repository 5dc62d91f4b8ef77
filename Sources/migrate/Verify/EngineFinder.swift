import Verification

#if canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Finds the container engine that builds are run with.
struct EngineFinder {
  /// What the user asks for: a kind, or the path of a program; nil: the first that works.
  let wanted: String?
  let builder: String?
  let mark: String

  /// - Throws: a `Failure` that says which engines were looked for, or why the one that is there can't be used.
  func find() async throws -> Engine {
    if let wanted {
      guard let kind = Engine.Kind(rawValue: Paths.name(of: wanted)) else {
        throw Failure(
          "usage/unknown-engine", "`\(wanted)` is no container engine that is known",
          help: "the engines are: \(Engine.Kind.allCases.map(\.rawValue).joined(separator: ", "))")
      }
      guard let program = wanted.contains("/") ? wanted : EngineProcess.find(wanted),
        Disk.kind(of: program) == .file
      else { throw Failure("verify/no-engine", "there is no `\(wanted)` on this machine", help: kind.help) }
      return try await engine(kind, program)
    }
    var refused: [Failure] = []
    for kind in Engine.Kind.allCases {
      guard builder == nil || kind == .docker, let program = EngineProcess.find(kind.rawValue) else { continue }
      do { return try await engine(kind, program) } catch let failure as Failure { refused.append(failure) }
    }
    if let first = refused.first { throw first }
    let names = builder == nil ? Engine.Kind.allCases.map(\.rawValue) : [Engine.Kind.docker.rawValue]
    throw Failure(
      "verify/no-engine", "no container engine was found; looked for \(names.joined(separator: ", ")) on PATH",
      help: "install one of them (\(Engine.Kind.docker.help)), or name its program by --engine")
  }

  /// The engine if it answers.
  private func engine(_ kind: Engine.Kind, _ program: String) async throws -> Engine {
    switch kind {
    case .docker: return try await docker(program)
    case .podman:
      let text = try await answer([program, "version", "--format", "{{.Client.Version}}"], kind)
      _ = try await answer([program, "info"], kind)
      return Engine(kind: kind, program: program, version: text, mark: mark)
    case .buildah:
      let text = try await answer([program, "--version"], kind)
      let version = text.split(separator: " ").dropFirst(2).first.map(String.init) ?? ""
      return Engine(kind: kind, program: program, version: version, mark: mark)
    }
  }

  private func docker(_ program: String) async throws -> Engine {
    // distributions install Podman under Docker's name too; what it answers elsewhere is shaped differently
    let name = try await EngineProcess.run([program, "--version"], timeout: .seconds(60))
    if name.isSuccess, name.lastLine.hasPrefix("podman ") {
      guard builder == nil else {
        throw Failure(
          "verify/no-buildx", "`\(program)` is Podman, which has no `buildx`; --builder needs Docker",
          help: "https://docs.docker.com/go/buildx")
      }
      return try await engine(.podman, program)
    }
    let text = try await answer(
      [program, "version", "--format", "{{.Client.Version}} {{.Server.Version}}"], .docker)
    let versions = text.split(separator: " ").map(String.init)
    let client = Self.major(versions.first ?? "")
    let server = versions.count > 1 ? versions[1] : ""
    let hasBuildx = try await EngineProcess.run([program, "buildx", "version"], timeout: .seconds(60)).isSuccess
    if let builder {
      guard hasBuildx else {
        throw Failure(
          "verify/no-buildx", "`\(program)` has no `buildx`, which --builder needs",
          help: "https://docs.docker.com/go/buildx")
      }
      return Engine(
        kind: .docker, program: program, version: server, usesBuildKit: true, builder: builder, mark: mark)
    }
    let isOff = ProgramEnvironment.value("DOCKER_BUILDKIT") == "0"
    // clients from 23 on run BuildKit by way of buildx
    let usesBuildKit = !isOff && Self.major(server) >= 19 && (client < 23 || hasBuildx)
    let engine = Engine(
      kind: .docker, program: program, version: server, usesBuildKit: usesBuildKit, mark: mark)
    try await checkSpace(engine)
    return engine
  }

  /// Builds need room; a full disk breaks them with stranger words.
  private func checkSpace(_ engine: Engine) async throws {
    let root = try await engine.call(["info", "--format", "{{.DockerRootDir}}"], timeout: .seconds(60)).output
    var status = statvfs()
    guard statvfs(String(root.prefix { !$0.isNewline }), &status) == 0 else { return }
    let free = Int(status.f_bavail) * Int(status.f_frsize)
    guard free < 1 << 30 else { return }
    throw Failure(
      "verify/no-space", "only \(SizeText.megabytes(free)) are free where \(engine.kind.rawValue) keeps images",
      help: "two builds need about 1 GB; `docker system prune` removes what is no longer used")
  }

  /// The first line that the engine answers.
  private func answer(_ words: [String], _ kind: Engine.Kind) async throws -> String {
    let result: ProgramResult
    do {
      result = try await EngineProcess.run(words, timeout: .seconds(60))
    } catch is TimeLimitReached {
      throw Failure(
        "verify/engine-not-running", "\(kind.rawValue) (`\(words[0])`) does not answer",
        help: "is its daemon running? DOCKER_HOST and the current context say where it is looked for")
    }
    guard result.isSuccess else {
      throw Failure(
        "verify/engine-not-running", "\(kind.rawValue) (`\(words[0])`) is here, but not running: \(result.lastLine)",
        help: kind == .docker
          ? "start its daemon (`systemctl start docker`, or Docker Desktop); DOCKER_HOST names another"
          : "run `\(kind.rawValue) info` to see what it lacks")
    }
    return result.output.split(whereSeparator: \.isNewline).last.map(String.init) ?? ""
  }

  private static func major(_ version: String) -> Int { Int(version.prefix { $0.isNumber }) ?? 0 }
}
