import Testing

/// One Dockerfile with several build contexts and compose files, wherever they are named.
@Suite struct BatchContextTests {
  private let sandbox: Sandbox
  private let dockerfile = SampleProject.dockerfile.replacing(
    "COPY requirements.txt ./", with: "COPY app/requirements.txt ./")

  init() throws { sandbox = try Sandbox() }

  private func writeApp(_ dockerfile: String) throws {
    try sandbox.write(dockerfile, to: "app/Dockerfile")
    try sandbox.write("psycopg2==2.9.10\n", to: "app/requirements.txt")
  }

  /// The line of a report that speaks of a Dockerfile.
  private func record(_ path: String) throws -> String {
    let outcome = try sandbox.migrate("batch", "--check", "--report", "jsonl=-")
    return outcome.output.split(separator: "\n").first { $0.contains("\"path\":\"\(path)\",\"outcome\"") }.map(
      String.init) ?? ""
  }

  @Test(arguments: [
    ("compose.yaml", "services:\n  web:\n    build: {context: ., dockerfile: app/Dockerfile}\n"),
    ("deploy/stack.compose.yml", "services:\n  web:\n    build: {context: .., dockerfile: app/Dockerfile}\n"),
    ("docker-bake.json", "{\"target\": {\"web\": {\"context\": \".\", \"dockerfile\": \"app/Dockerfile\"}}}\n"),
    ("docker-bake.hcl", "target \"web\" {\n  context = \".\" # the root\n  dockerfile = \"app/Dockerfile\"\n}\n"),
    (
      ".github/workflows/build.yml",
      "jobs:\n  b:\n    steps:\n      - uses: docker/build-push-action@v6\n        with:\n          file: app/Dockerfile\n"
    ),
    (
      ".github/workflows/matrix.yaml",
      "jobs:\n  b:\n    strategy:\n      matrix:\n        name: [app, x]\n    steps:\n      - uses: docker/build-push-action@v6\n"
        + "        with:\n          context: .\n          file: ${{ matrix.name }}/Dockerfile\n"
    ),
    (
      ".github/workflows/run.yaml",
      "jobs:\n  b:\n    steps:\n      - run: |\n          cd app\n          docker build -t x -f Dockerfile ..\n"
    ),
    ("skaffold.yaml", "build:\n  artifacts:\n    - image: web\n      docker:\n        dockerfile: app/Dockerfile\n"),
  ])
  func findsTheContext(file: String, text: String) throws {
    try writeApp(dockerfile)
    try sandbox.write(text, to: file)
    let record = try record("app/Dockerfile")
    #expect(record.contains("\"contexts\":[\".\"]"), "\(record)")
    #expect(record.contains("\"outcome\":\"split\""), "\(record)")
    try sandbox.run("rm", file)
    #expect(try self.record("app/Dockerfile").contains("\"contexts\":[\"app\"]"))
  }

  @Test(arguments: ["COPY . .", "COPY . ./", "COPY ./ /app", "COPY start.sh ./"], ["", "app"])
  func findsWhatACopyBrings(_ copy: String, folder: String) throws {
    let installed = SampleProject.dockerfile.replacing("build-essential curl", with: "build-essential make curl")
    let dockerfile = installed.replacing(
      "COPY . .\nCMD [\"python\", \"app.py\"]", with: "\(copy)\nCMD [\"./start.sh\"]")
    let place = folder.isEmpty ? "" : folder + "/"
    try sandbox.write(dockerfile, to: place + "Dockerfile")
    try sandbox.write("psycopg2==2.9.10\n", to: place + "requirements.txt")
    try sandbox.write("#!/bin/sh\nmake prepare\nexec python app.py\n", to: place + "start.sh")
    let alone = try sandbox.migrate("--dry-run", ".", in: folder).output
    #expect(alone.contains("make curl libpq5"), "\(alone)")
    for root in [".", sandbox.folder] {
      let changes = try sandbox.migrate("batch", "--dry-run", root).output
      #expect(changes.contains("make curl libpq5"), "\(root): \(changes)")
    }
  }

  @Test func keepsWhatAnyBuildNeeds() throws {
    try writeApp(SampleProject.dockerfile)
    // without a health check anywhere, curl is only noted; here one of two deployments calls wget by its check
    let installed = SampleProject.dockerfile.replacing("build-essential curl", with: "build-essential wget")
    try sandbox.write(installed, to: "app/Dockerfile")
    let compose = "services:\n  web:\n    build: ../app\n"
    try sandbox.write(compose, to: "one/compose.yaml")
    try sandbox.write(compose + "    healthcheck:\n      test: wget -qO- http://localhost\n", to: "two/compose.yaml")
    let record = try record("app/Dockerfile")
    #expect(record.contains("\"outcome\":\"split\""), "\(record)")
    #expect(record.contains("\"compose\":[\"one/compose.yaml\",\"two/compose.yaml\"]"))
    #expect(try sandbox.migrate("batch", "-q").status == 0)
    #expect(sandbox.text("app/Dockerfile")?.contains("wget libpq5") == true, "\(sandbox.text("app/Dockerfile") ?? "")")
    for name in ["one", "two"] { #expect(sandbox.text("\(name)/compose.yaml")?.contains("target: app") == true) }
  }

  @Test func refusesWhatDiffersBetweenContexts() throws {
    try sandbox.write(SampleProject.dockerfile, to: "docker/Dockerfile")
    for name in ["one", "two"] { try sandbox.write("psycopg2==2.9.10\n", to: "\(name)/requirements.txt") }
    try sandbox.write(
      "services:\n  a:\n    build: {context: one, dockerfile: ../docker/Dockerfile}\n"
        + "  b:\n    build: {context: two, dockerfile: ../docker/Dockerfile}\n", to: "compose.yaml")
    let same = try record("docker/Dockerfile")
    #expect(same.contains("\"contexts\":[\"one\",\"two\"]") && same.contains("\"outcome\":\"split\""), "\(same)")
    // this one needs a library of the system besides, which the other image would get for nothing
    try sandbox.write("scikit-learn==1.5.0\n", to: "two/requirements.txt")
    let other = try record("docker/Dockerfile")
    #expect(other.contains("\"outcome\":\"refused\"") && other.contains("batch/builds-differ"), "\(other)")
    #expect(other.contains("differs between the builds that use it: `one`, `two`"))
    #expect(try sandbox.migrate("batch").status == 0)
    #expect(sandbox.text("docker/Dockerfile") == SampleProject.dockerfile)
  }

  @Test func changesAFileOfSeveralProjectsOnceForEach() throws {
    let names = ["a", "b", "c"]
    for name in names {
      try sandbox.write(SampleProject.dockerfile, to: "\(name)/Dockerfile")
      try sandbox.write("psycopg2==2.9.10\n", to: "\(name)/requirements.txt")
    }
    let compose = "services:\n" + names.map { "  \($0):\n    build:\n      context: ./\($0)\n" }.joined()
    try sandbox.write(compose, to: "compose.yaml")
    try sandbox.commit()
    let dry = try sandbox.migrate("batch", "-n")
    #expect(try sandbox.run("git", "apply", "--check", input: Array(dry.output.utf8)).status == 0)
    let outcome = try sandbox.migrate("batch")
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(
      sandbox.text("compose.yaml")
        == "services:\n" + names.map { "  \($0):\n    build:\n      context: ./\($0)\n      target: app\n" }.joined())
    // its state between two projects is no state that anyone wants back
    #expect(!sandbox.names().contains { $0.contains(".orig") })
    try sandbox.run("git", "stash", "-q")
    try sandbox.run("git", "apply", input: Array(dry.output.utf8))
    let applied = try sandbox.run("git", "diff").output
    try sandbox.run("git", "checkout", "-q", ".")
    try sandbox.run("git", "stash", "pop", "-q")
    #expect(try sandbox.run("git", "diff").output == applied)
  }
}
