import Testing

@testable import BuildModel

@Suite struct ComposeEvidence {
  private func service(_ text: String) throws -> ComposeService {
    let (project, diagnostics) = load(["compose.yaml": "services:\n  web:\n    " + text.replacing("\n", with: "\n    ")]
    )
    #expect(diagnostics.isEmpty)
    return try #require(project.services.first)
  }

  private func describe(_ command: ComposeCommand?) -> String {
    switch command?.form {
    case nil: "none"
    case .exec(let texts): "exec " + texts.map(\.defaultText).joined(separator: "|")
    case .words(let text): "words " + text.defaultText
    case .shell(let text): "shell " + text.defaultText
    }
  }

  @Test func commands() throws {
    let web = try service(
      "command: bin/run --x\nentrypoint: [\"a\", \"b c\"]\npost_start:\n  - command: [x]\npre_stop:\n  - command: y z\n"
    )
    #expect(describe(web.command) == "words bin/run --x")
    #expect(describe(web.entrypoint) == "exec a|b c")
    #expect(web.hooks.map(describe) == ["exec x", "words y z"])
  }

  @Test func healthChecks() throws {
    for (test, expected) in [
      ("[\"CMD\", \"curl\", \"-f\"]", "exec curl|-f"), ("[CMD-SHELL, curl x || exit 1]", "shell curl x || exit 1"),
      ("curl x", "shell curl x"), ("[NONE]", "none"),
      ("\"${PROBE:-curl localhost:8000/up}\"", "shell curl localhost:8000/up"),
    ] {
      #expect(describe(try service("healthcheck:\n  test: \(test)\n").healthcheckTest) == expected)
    }
    #expect(try service("healthcheck: {test: curl, disable: true}\n").healthcheckTest == nil)
  }

  @Test func placesOfEvidence() throws {
    let text = "x: &c [curl, -f]\nservices:\n  web:\n    command: *c\n"
    let (project, _) = load(["compose.yaml": text])
    let command = try #require(project.services.first?.command)
    let found = command.texts.map { String(decoding: Array(text.utf8)[$0.place.range], as: UTF8.self) }
    #expect(found == ["curl", "-f"])
  }

  @Test func settings() throws {
    let web = try service(
      "environment: [A=1=2, B]\nprofiles: [x, \"${P:-y}\"]\nuser: \"1000\"\nworking_dir: /srv\nimage: a:1\n")
    #expect(web.environment.map { "\($0.name) \($0.value?.raw ?? "?")" } == ["A 1=2", "B ?"])
    #expect(web.profiles.map(\.defaultText) == ["x", "y"])
    #expect([web.user, web.workingDirectory, web.image].map { $0?.raw } == ["1000", "/srv", "a:1"])
  }

  @Test func volumes() throws {
    let web = try service(
      "volumes:\n  - .:/app\n  - ~/k:/k\n  - ./a:/b:ro,z\n  - /app/node_modules/\n  - deps:/deps\n  - ${V:-./public:/app/public}\n  - {type: bind, source: ../x, target: /x, read_only: true}\n  - {type: tmpfs, target: /tmp}\n  - other:/deps\n"
    )
    #expect(
      web.volumes.map { "\($0.kind) \($0.source ?? "-") \($0.target)\($0.isReadOnly ? " ro" : "")" } == [
        "bind  /app", "bind ~/k /k", "bind a /b ro", "volume - /app/node_modules", "volume other /deps",
        "bind public /app/public",
        "bind ../x /x ro", "tmpfs - /tmp",
      ])
  }

  @Test func overriddenVolumesKeepTheirPlace() {
    let (project, _) = load([
      "a.yaml": "services: {web: {volumes: [a:/x, b:/y], command: one, healthcheck: {test: t, interval: 1s}}}",
      "b.yaml": "services: {web: {volumes: [c:/x], command: [two], healthcheck: {interval: 2s}}}",
    ])
    #expect(project.services.first?.volumes.map(\.source) == ["c", "b"])
    #expect(describe(project.services.first?.command) == "exec two")
    #expect(describe(project.services.first?.healthcheckTest) == "shell t")
  }
}
