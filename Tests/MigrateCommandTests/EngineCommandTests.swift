import Testing

@testable import migrate

/// The words that engines are called with.
@Suite struct EngineCommandTests {
  private func engine(_ kind: Engine.Kind, buildKit: Bool = false, builder: String? = nil) -> Engine {
    Engine(kind: kind, program: kind.rawValue, version: "1", usesBuildKit: buildKit, builder: builder, mark: "m")
  }

  private let input = BuildInput(
    dockerfile: "/tmp/x/before.Dockerfile", context: "/srv/app", target: "web",
    arguments: [("UID", "1000"), ("TOKEN", nil)], contexts: [("assets", "../assets")])

  private func build(_ engine: Engine, _ settings: BuildSettings = BuildSettings()) -> String {
    engine.buildCommand(input, tag: engine.tag("before"), settings: settings).joined(separator: " ")
  }

  @Test func builds() {
    let file = "--tag localhost/migrate-verify-m:before --file /tmp/x/before.Dockerfile --target web"
    let arguments = "--build-arg UID=1000 --build-arg TOKEN"
    let contexts = "--build-context assets=../assets"
    #expect(build(engine(.docker)) == "docker build \(file) \(arguments) /srv/app")
    #expect(build(engine(.docker, buildKit: true)) == "docker build \(file) \(arguments) \(contexts) /srv/app")
    #expect(
      build(engine(.docker, buildKit: true, builder: "far"))
        == "docker buildx build --builder far --load \(file) \(arguments) \(contexts) /srv/app")
    #expect(build(engine(.podman)) == "podman build --format docker \(file) \(arguments) \(contexts) /srv/app")
    let settings = BuildSettings(network: "host", isCached: false, options: ["--isolation=chroot"])
    #expect(
      build(engine(.buildah), settings)
        == "buildah build --format docker --layers \(file) \(arguments) \(contexts) --network host --no-cache "
        + "--isolation=chroot /srv/app")
  }

  @Test func limitsContainers() {
    let command = ContainerCommand(
      words: ["/bin/sh", "-c", "true"], arguments: ["x"], user: "0", environment: [("A", "b c")])
    let docker = engine(.docker)
    #expect(
      docker.containerOptions(command, name: "n") == [
        "--name", "n", "--network", "none", "--memory", "2g", "--pids-limit", "512", "--user", "0", "--env", "A=b c",
        "--entrypoint", "/bin/sh",
      ])
    #expect(docker.tail(command) == ["-c", "true", "x"])
    var unlimited = engine(.podman)
    unlimited.limits = Engine.Limits(network: "host", memory: "0", processes: 0)
    #expect(
      unlimited.containerOptions(ContainerCommand(), name: "n") == ["--name", "n", "--network", "host"])
    // it has no limit of processes for a container
    #expect(
      engine(.buildah).containerOptions(ContainerCommand(), name: "n") == [
        "--name", "n", "--network", "none", "--memory", "2g",
      ])
  }

  @Test func tellsWhatItIs() {
    #expect(engine(.docker).title == "docker 1 (classic builder)")
    #expect(engine(.docker, buildKit: true, builder: "far").title == "docker 1 (BuildKit), builder far")
    #expect(engine(.buildah).title == "buildah 1")
  }
}
