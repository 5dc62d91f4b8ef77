import SourceText
import Testing
import YAMLSyntax

@testable import BuildModel

/// Loads `files` (the others can be included or extended), and gives what was found as one line for each service.
private func check(
  _ files: KeyValuePairs<String, String>, others: [String: String] = [:], _ expected: [String],
  diagnostics: [String] = [], sourceLocation: SourceLocation = #_sourceLocation
) {
  let (project, found) = load(files, others: others)
  #expect(project.services.map(line) == expected, sourceLocation: sourceLocation)
  #expect(found.map(\.id) == diagnostics, sourceLocation: sourceLocation)
  for service in project.services {
    let name = text(of: service.place, in: project)
    #expect(name == service.name || name == "\"\(service.name)\"", sourceLocation: sourceLocation)
    for layer in service.build?.layers ?? [] {
      guard let route = layer.route else { continue }
      #expect(project.files[layer.file].document.node(at: route) == layer.node, sourceLocation: sourceLocation)
    }
  }
}

func load(
  _ files: KeyValuePairs<String, String>, others: [String: String] = [:]
) -> (project: ComposeProject, diagnostics: [Diagnostic]) {
  ComposeProject.load(files: files.map { SourceFile(path: $0.key, text: $0.value) }) { path in
    others[path].map { Array($0.utf8) }
  }
}

private func text(of place: ComposePlace, in project: ComposeProject) -> String {
  String(decoding: project.files[place.file].document.source[place.range], as: UTF8.self)
}

/// `name: Dockerfile @context >target args… [definition]`.
private func line(_ service: ComposeService) -> String {
  guard let build = service.build else { return "\(service.name):" }
  var parts = ["\(service.name): \(build.dockerfilePath ?? "-") @\(build.contextDirectory ?? "-")"]
  if let target = build.target { parts.append(">\(target.defaultText)") }
  parts += build.args.map { "\($0.name)=\($0.value?.defaultText ?? "?")" }
  if let definition = build.definition { parts.append("[\(definition.file):\(definition.route?.description ?? "?")]") }
  return parts.joined(separator: " ")
}

@Suite struct ComposeBuilds {
  @Test func shortAndLongForms() {
    check(["compose.yaml": "services:\n  web:\n    build: .\n"], ["web: Dockerfile @ [0:services.web.build]"])
    check(
      ["a/compose.yaml": "services:\n  web:\n    build: {context: ../app, dockerfile: docker/Dockerfile, target: x}\n"],
      ["web: app/docker/Dockerfile @app >x [0:services.web.build]"])
    check(
      ["compose.yaml": "services:\n  web:\n    build:\n      args: [A=1, B]\n  db: {image: postgres}\n"],
      ["web: Dockerfile @ A=1 B=? [0:services.web.build]", "db:"])
    check(
      ["/srv/compose.yaml": "services: {\"web\": {build: {context: ., dockerfile: /else/Dockerfile}}}"],
      ["web: /else/Dockerfile @/srv [0:services.web.build]"])
  }

  @Test func contextsThatAreNoFolder() {
    check(
      [
        "compose.yaml":
          "services:\n  a: {build: 'https://github.com/o/r.git#main'}\n  b: {build: {dockerfile_inline: FROM x}}\n"
      ],
      ["a: - @- [0:services.a.build]", "b: - @ [0:services.b.build]"])
  }

  @Test func anchorsAndMergeKeys() {
    check(
      [
        "compose.yaml":
          "x-app: &app\n  build: &b\n    context: .\n    target: t\nservices:\n  web:\n    <<: *app\n  job: {build: *b}\n  own: {<<: *app, build: other}\n"
      ],
      [
        "web: Dockerfile @ >t [0:x-app.build]", "job: Dockerfile @ >t [0:x-app.build]",
        "own: other/Dockerfile @other [0:services.own.build]",
      ])
    check(
      ["compose.yaml": "x-b: &b {context: app, target: t}\nservices:\n  web: {build: {<<: *b, args: {A: 1}}}\n"],
      ["web: app/Dockerfile @app >t A=1 [0:x-b]"])
  }

  @Test func laterFilesWin() {
    check(
      [
        "compose.yaml": "services:\n  web: {build: {context: ., args: [A=1, B=2]}}\n  db: {image: x}\n",
        "other/override.yaml": "services:\n  new: {build: ./new}\n  web: {build: {target: dev, args: {B: 3, C: 4}}}\n",
      ],
      [
        "web: Dockerfile @ >dev A=1 B=3 C=4 [0:services.web.build]", "db:",
        "new: new/Dockerfile @new [1:services.new.build]",
      ])
  }

  @Test func resetAndOverride() {
    let base = "services:\n  web: {build: {context: ., target: t, args: [A=1]}}\n"
    check(["a.yaml": base, "b.yaml": "services: {web: {build: !reset null}}"], ["web:"])
    check(
      ["a.yaml": base, "b.yaml": "services: {web: {build: {target: !reset null}}}"],
      ["web: Dockerfile @ A=1 [0:services.web.build]"])
    check(
      ["a.yaml": base, "b.yaml": "services: {web: {build: !override {context: x}}}"],
      ["web: x/Dockerfile @x [1:services.web.build]"])
    check(
      ["a.yaml": base, "b.yaml": "services: {web: {build: {args: !override [B=2]}}}"],
      ["web: Dockerfile @ >t B=2 [0:services.web.build]"])
    check(
      ["a.yaml": base, "b.yaml": "services: {web: !reset null, x: {build: .}}"],
      ["x: Dockerfile @ [1:services.x.build]"])
    check(["a.yaml": base, "b.yaml": "services: {web: !override {image: x}}"], ["web:"])
  }

  @Test func extendedServices() {
    check(
      [
        "compose.yaml":
          "services:\n  base: {build: {context: ., target: t}}\n  web: {extends: base}\n  job: {extends: {service: web}, build: {target: u}}\n"
      ],
      [
        "base: Dockerfile @ >t [0:services.base.build]", "web: Dockerfile @ >t [0:services.base.build]",
        "job: Dockerfile @ >u [0:services.base.build]",
      ])
    check(
      ["compose.yaml": "services:\n  web: {extends: {file: common/base.yaml, service: app}}\n"],
      others: [
        "common/base.yaml": "services:\n  app: {build: ., extends: {file: more.yaml, service: x}}\n",
        "common/more.yaml": "services: {x: {build: {args: {A: 1}}}}",
      ],
      ["web: common/Dockerfile @common A=1 [1:services.app.build]"])
  }

  @Test func extendingWhatIsNotThere() {
    check(
      ["compose.yaml": "services:\n  a: {extends: b, build: .}\n  b: {extends: {service: a}}\n"],
      ["a: Dockerfile @ [0:services.a.build]", "b: Dockerfile @ [0:services.a.build]"],
      diagnostics: ["compose/extends-cycle", "compose/extends-cycle"])
    check(
      ["compose.yaml": "services:\n  a: {extends: none}\n  b: {extends: {file: none.yaml, service: x}}\n"],
      ["a:", "b:"],
      diagnostics: ["compose/extends-missing", "compose/extends-missing"])
  }

  @Test func includedFiles() {
    check(
      [
        "compose.yaml":
          "include:\n  - db/compose.yaml\n  - path: [job/a.yaml, job/b.yaml]\n    project_directory: .\nservices: {web: {build: .}}\n"
      ],
      others: [
        "db/compose.yaml": "services: {db: {build: .}}", "job/a.yaml": "services: {job: {build: x}}",
        "job/b.yaml": "services: {job: {build: {target: t}}}",
      ],
      [
        "web: Dockerfile @ [0:services.web.build]", "db: db/Dockerfile @db [1:services.db.build]",
        "job: x/Dockerfile @x >t [2:services.job.build]",
      ])
  }

  @Test func includingWhatIsNotThere() {
    check(
      ["compose.yaml": "include: [a.yaml, none.yaml, oci://x/y]\nservices: {web: {build: .}}\n"],
      others: ["a.yaml": "include: [compose.yaml, a.yaml]\nservices: {a: {image: x}}"],
      ["web: Dockerfile @ [0:services.web.build]", "a:"],
      diagnostics: [
        "compose/include-cycle", "compose/include-cycle", "compose/include-missing", "compose/include-remote",
      ])
  }

  @Test func filesWithoutServices() {
    check(["compose.yaml": "volumes: {}\n"], [], diagnostics: ["compose/no-services"])
    check(["compose.yaml": ""], [], diagnostics: ["compose/no-services"])
    check(["compose.yaml": "a: [\n"], [], diagnostics: ["yaml/syntax"])
    check(["compose.yaml": "services: text\n"], [], diagnostics: ["compose/no-services"])
    check([:], [])
  }

  @Test func servicesThatBuildADockerfile() throws {
    let (project, _) = load([
      "a/compose.yaml":
        "services:\n  x: {build: ., image: app}\n  y: {build: {context: .., dockerfile: a/Dockerfile}}\n  z: {build: ..}\n  r: {image: app}\n"
    ])
    #expect(project.services(building: "a/Dockerfile").map(\.name) == ["x", "y"])
    #expect(project.services(building: "./Dockerfile", from: "a").map(\.name) == ["x", "y"])
    #expect(project.services(building: "Dockerfile").map(\.name) == ["z"])
    #expect(project.services(runningImageOf: try #require(project.service(named: "x"))).map(\.name) == ["r"])
  }

  @Test func manyServicesThatExtendEachOther() {
    var text = "services:\n  s0: {build: .}\n"
    for number in 1...300 { text += "  s\(number): {extends: s\(number - 1)}\n" }
    let (project, diagnostics) = load(["compose.yaml": text])
    #expect(project.services.count == 301)
    #expect(project.services[30].build?.dockerfilePath == "Dockerfile")
    #expect(Set(diagnostics.map(\.id)) == ["compose/extends-cycle"])
  }
}
