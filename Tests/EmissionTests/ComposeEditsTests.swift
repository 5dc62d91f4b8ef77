import BuildModel
import SourceText
import Testing
import YAMLSyntax

@testable import Emission

/// Adds `target: app` to the services that build `./Dockerfile`, and checks the files that come out; those that are not
/// named must not change. A second run must find nothing to do.
private func check(
  _ before: [(String, String)], _ after: [String: String] = [:], only names: [String]? = nil,
  others: [String: String] = [:], refused: [String] = [], sourceLocation: SourceLocation = #_sourceLocation
) {
  func load(_ changed: [String: String]) -> ComposeProject {
    let files = before.map { SourceFile(path: $0.0, text: changed[$0.0] ?? $0.1) }
    return ComposeProject.load(files: files) { path in (changed[path] ?? others[path]).map { Array($0.utf8) } }.project
  }
  func add(in project: ComposeProject) -> ComposeEdits {
    let services = project.services(building: "Dockerfile").filter { names?.contains($0.name) ?? true }
    return ComposeEdits.addTarget("app", to: services, in: project)
  }
  let project = load([:])
  let result = add(in: project)
  var found: [String: String] = [:]
  for file in result.files {
    let source = project.files.first { $0.path == file.path }?.document.source ?? []
    found[file.path] = String(decoding: file.edits.apply(to: source), as: UTF8.self)
  }
  #expect(found == after, sourceLocation: sourceLocation)
  #expect(result.diagnostics.map { $0.message } == refused, sourceLocation: sourceLocation)
  #expect(add(in: load(found)).files.isEmpty, sourceLocation: sourceLocation)
}

private func check(
  _ before: String, _ after: String?, only names: [String]? = nil, refused: [String] = [],
  sourceLocation: SourceLocation = #_sourceLocation
) {
  check(
    [("compose.yaml", before)], after.map { ["compose.yaml": $0] } ?? [:], only: names, refused: refused,
    sourceLocation: sourceLocation)
}

@Suite struct ComposeTargets {
  @Test func longForm() {
    check(
      "services:\n  web:\n    build:\n      context: \".\" # here\n      args:\n        - \"UID=1000\"\n    image: x\n",
      "services:\n  web:\n    build:\n      context: \".\" # here\n      target: \"app\"\n      args:\n        - \"UID=1000\"\n    image: x\n"
    )
  }

  @Test func shortForm() {
    check(
      "services:\n  web:\n    build: '.' # here\n    image: x\n",
      "services:\n  web:\n    build:\n      context: '.' # here\n      target: 'app'\n    image: x\n")
    check(
      "services:\r\n  web: {build: ., image: x}\r\n",
      "services:\r\n  web: {build: {context: ., target: app}, image: x}\r\n")
  }

  @Test func behindTheDockerfile() {
    check(
      "services:\n  web:\n    build:\n      dockerfile: Dockerfile\n      context: .\n      args: {A: b}\n",
      "services:\n  web:\n    build:\n      dockerfile: Dockerfile\n      context: .\n      target: app\n      args: {A: b}\n"
    )
  }

  @Test func servicesThatNeedNone() {
    check("services:\n  web: {build: {context: ., target: other}}\n  db: {image: x}\n  o: {build: ./o}\n", nil)
    check("services:\n  web: {build: {dockerfile_inline: FROM x}}\n", nil)
  }

  @Test func oneEditAtAnAnchorServesAll() {
    check(
      "x-app: &app\n  build:\n    context: .\nservices:\n  web:\n    <<: *app\n  worker:\n    <<: *app\n    command: x\n",
      "x-app: &app\n  build:\n    context: .\n    target: app\nservices:\n  web:\n    <<: *app\n  worker:\n    <<: *app\n    command: x\n"
    )
    check(
      "services:\n  web:\n    build: &b\n      context: .\n  worker: {build: *b}\n",
      "services:\n  web:\n    build: &b\n      context: .\n      target: app\n  worker: {build: *b}\n")
    check(
      "x-b: &b {context: .}\nservices:\n  web: {build: {<<: *b, args: {A: 1}}}\n  job: {build: {<<: *b}}\n",
      "x-b: &b {context: ., target: app}\nservices:\n  web: {build: {<<: *b, args: {A: 1}}}\n  job: {build: {<<: *b}}\n"
    )
  }

  @Test func aShortFormThatIsShared() {
    check(
      "services:\n  web:\n    build: &b .\n  job:\n    build: *b\n",
      "services:\n  web:\n    build: &b\n      context: .\n      target: app\n  job:\n    build: *b\n")
  }

  @Test func aSharedBuildIsLeftWhereOthersNeedItAsItIs() {
    // The job builds another Dockerfile with the same context.
    check(
      "x-b: &b {context: .}\nservices:\n  web: {build: {<<: *b, args: {A: 1}}}\n  job: {build: {<<: *b, dockerfile: D}}\n",
      "x-b: &b {context: .}\nservices:\n  web: {build: {<<: *b, args: {A: 1}, target: app}}\n  job: {build: {<<: *b, dockerfile: D}}\n"
    )
    // A target of its own hides the shared one.
    check(
      "x-b: &b {context: .}\nservices:\n  web: {build: *b}\n  job: {build: {<<: *b, target: t}}\n",
      "x-b: &b {context: ., target: app}\nservices:\n  web: {build: *b}\n  job: {build: {<<: *b, target: t}}\n")
    check(
      "services:\n  web: {build: &b {context: .}}\n  job: {build: *b}\n", nil, only: ["web"],
      refused: [
        "the service web got no `target: app`: its build is shared with the service job, which must stay as it is"
      ])
  }

  @Test func extendedServices() {
    check(
      "services:\n  base:\n    build: .\n  web:\n    extends: base\n",
      "services:\n  base:\n    build:\n      context: .\n      target: app\n  web:\n    extends: base\n")
    check(
      [("compose.yaml", "services: {web: {extends: {file: common.yaml, service: a}}}\n")],
      ["common.yaml": "services:\n  a:\n    build:\n      context: .\n      target: app\n"],
      others: ["common.yaml": "services:\n  a:\n    build: .\n"])
  }

  @Test func severalFiles() {
    check(
      [
        ("compose.yaml", "services:\n  web:\n    build:\n      context: .\n  job:\n    image: x\n"),
        ("compose.override.yaml", "services:\n  web:\n    build:\n      args:\n        A: b\n  job:\n    build: .\n"),
      ],
      [
        "compose.yaml": "services:\n  web:\n    build:\n      context: .\n      target: app\n  job:\n    image: x\n",
        "compose.override.yaml":
          "services:\n  web:\n    build:\n      args:\n        A: b\n  job:\n    build:\n      context: .\n      target: app\n",
      ])
    check([
      ("compose.yaml", "services: {web: {build: .}}"), ("o.yaml", "services: {web: {build: {target: dev}}}"),
    ])
  }

  @Test func whatCannotBePatched() {
    check(
      "services:\n  web:\n    build:\n      ? context\n      : .\n", nil,
      refused: [
        "the service web got no `target: app`: services.web.build can't be changed: a key of the mapping is no simple scalar"
      ])
    check(
      "x: &c .\nservices:\n  web: {build: *c}\n  job: {build: {context: .}}\n",
      "x: &c .\nservices:\n  web: {build: *c}\n  job: {build: {context: ., target: app}}\n",
      refused: [
        "the service web got no `target: app`: x can't be changed: the value bears an anchor that is used elsewhere"
      ])
  }
}

/// Makes the services `dev…` build `build`, and then the others `app`.
private func check(
  developers before: [(String, String)], _ after: [String: String], others: [String: String] = [:],
  refused: [String] = [], sourceLocation: SourceLocation = #_sourceLocation
) {
  let files = before.map { SourceFile(path: $0.0, text: $0.1) }
  let project = ComposeProject.load(files: files) { others[$0].map { Array($0.utf8) } }.project
  let all = project.services(building: "Dockerfile")
  let developers = all.filter { $0.name.hasPrefix("dev") }.compactMap { service in
    service.volumes.first.map { (service: service, mount: $0) }
  }
  let first = ComposeEdits.addTarget("build", toDevelopers: developers, in: project)
  let served = first.applied(to: project)
  let second = ComposeEdits.addTarget("app", to: all.compactMap { served.service(named: $0.name) }, in: served)
  var found: [String: String] = [:]
  for (old, new) in zip(project.files, second.applied(to: served).files)
  where old.document.source != new.document.source {
    found[old.path] = String(decoding: new.document.source, as: UTF8.self)
  }
  #expect(found == after, sourceLocation: sourceLocation)
  #expect((first.diagnostics + second.diagnostics).map(\.message) == refused, sourceLocation: sourceLocation)
}

private func check(
  developers before: String, _ after: String, refused: [String] = [], sourceLocation: SourceLocation = #_sourceLocation
) {
  check(
    developers: [("compose.yaml", before)], ["compose.yaml": after], refused: refused, sourceLocation: sourceLocation)
}

@Suite struct ComposeDeveloperTargets {
  private static let shared = "its build is shared with the service job, which must stay as it is"

  @Test func eachServiceHasItsOwn() {
    check(
      developers: "services:\n  dev: {build: ., volumes: [\".:/app\"]}\n  job: {build: .}\n",
      "services:\n  dev: {build: {context: ., target: build}, volumes: [\".:/app\"]}\n  job: {build: {context: ., target: app}}\n"
    )
  }

  @Test func anAnchorThatAllDevelopersShare() {
    check(
      developers:
        "x-app: &app\n  build: .\n  volumes: [\".:/app\"]\nservices:\n  dev-a:\n    <<: *app\n  dev-b:\n    <<: *app\n",
      "x-app: &app\n  build:\n    context: .\n    target: build\n  volumes: [\".:/app\"]\nservices:\n  dev-a:\n    <<: *app\n  dev-b:\n    <<: *app\n"
    )
  }

  @Test func anAnchorThatOthersShare() {
    // Both keep what they build where nothing is written for one of them alone.
    check(
      developers:
        "x-app: &app\n  build: .\nservices:\n  dev:\n    <<: *app\n    volumes: [\".:/app\"]\n  job:\n    <<: *app\n",
      "x-app: &app\n  build:\n    context: .\n    target: app\nservices:\n  dev:\n    <<: *app\n    volumes: [\".:/app\"]\n  job:\n    <<: *app\n",
      refused: ["the service dev got no `target: build`: \(Self.shared)"])
    check(
      developers:
        "x-b: &b {context: .}\nservices:\n  dev: {build: {<<: *b, args: {A: 1}}, volumes: [\".:/app\"]}\n  job: {build: {<<: *b}}\n",
      "x-b: &b {context: ., target: app}\nservices:\n  dev: {build: {<<: *b, args: {A: 1}, target: build}, volumes: [\".:/app\"]}\n  job: {build: {<<: *b}}\n"
    )
  }

  @Test func aTargetThatIsReplaced() {
    check(
      developers: "services:\n  dev:\n    build: {context: ., target: 'app'} # here\n    volumes: [\".:/app\"]\n",
      "services:\n  dev:\n    build: {context: ., target: 'build'} # here\n    volumes: [\".:/app\"]\n")
    check(
      developers: [("compose.yaml", "services: {dev: {build: {context: ., target: $T}, volumes: [\".:/app\"]}}\n")],
      [:],
      refused: ["the service dev got no `target: build`: a variable says which stage it builds"])
    check(
      developers: [
        (
          "compose.yaml",
          "services:\n  dev: {build: &b {context: ., target: app}, volumes: [\".:/app\"]}\n  job: {build: *b}\n"
        )
      ], [:], refused: ["the service dev got no `target: build`: \(Self.shared)"])
  }

  @Test func theFileThatMounts() {
    let base = "services:\n  dev:\n    build: .\n    image: x\n"
    check(
      developers: [
        ("compose.yaml", base), ("compose.override.yaml", "services:\n  dev:\n    volumes:\n      - .:/app\n# end\n"),
      ],
      [
        "compose.override.yaml":
          "services:\n  dev:\n    volumes:\n      - .:/app\n    build:\n      target: build\n# end\n"
      ])
    check(
      developers: [
        ("compose.yaml", base.replacing("build: .", with: "build: {context: ., target: app}")),
        ("compose.override.yaml", "services: {dev: {volumes: [\".:/app\"], build: {args: {A: b}}}}\n"),
      ],
      [
        "compose.override.yaml":
          "services: {dev: {volumes: [\".:/app\"], build: {args: {A: b}, target: build}}}\n"
      ])
    check(
      developers: [("compose.yaml", base), ("compose.override.yaml", "services: {dev: {volumes: [\".:/app\"]}}")],
      ["compose.override.yaml": "services: {dev: {volumes: [\".:/app\"], build: {target: build}}}"])
  }

  @Test func extendedServices() {
    check(
      developers: [
        ("compose.yaml", "services:\n  dev:\n    extends: {file: common.yaml, service: a}\n    volumes: [\".:/app\"]\n")
      ],
      [
        "compose.yaml":
          "services:\n  dev:\n    extends: {file: common.yaml, service: a}\n    volumes: [\".:/app\"]\n    build:\n      target: build\n"
      ], others: ["common.yaml": "services:\n  a:\n    build: .\n"])
  }

  @Test func aServiceThatIsAnAlias() {
    check(
      developers: [
        ("compose.yaml", "services:\n  dev:\n    build: .\n"),
        ("dev.yaml", "x-dev: &dev {volumes: [\".:/app\"]}\nservices:\n  dev: *dev\n"),
      ], ["compose.yaml": "services:\n  dev:\n    build:\n      context: .\n      target: app\n"],
      refused: ["the service dev got no `target: build`: its build can't be written in the file that mounts its source"]
    )
  }
}
