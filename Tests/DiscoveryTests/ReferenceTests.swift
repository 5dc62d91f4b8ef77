import Discovery
import Testing

/// Which Dockerfiles a file builds, and with which contexts.
@Suite struct ReferenceTests {
  /// Checks that `text` at `path` builds what `expected` says: `dockerfile < context`, `.` for the root.
  private func check(
    _ path: String, _ text: String, _ expected: [String], others: [String: String] = [:], repository: String = "",
    _ location: SourceLocation = #_sourceLocation
  ) throws {
    let role = try #require(FileRole(path: path), sourceLocation: location)
    let found = BuildReference.read(role, path: path, bytes: Array(text.utf8), repository: repository) {
      others[$0].map { Array($0.utf8) }
    }
    #expect(
      found.map { "\($0.dockerfile) < \($0.context.isEmpty ? "." : $0.context)" } == expected, sourceLocation: location)
    #expect(found.allSatisfy { $0.source == path }, sourceLocation: location)
  }

  @Test func readsComposeFiles() throws {
    try check("compose.yaml", "services:\n  a:\n    build: .\n", [])
    try check("deploy/compose.yaml", "services:\n  a:\n    build: ../a\n", ["a/Dockerfile < a"])
    try check(
      "x/stack-compose.yml", "services:\n  a:\n    build: .\n  b:\n    build: .\n  c:\n    image: x\n",
      ["x/Dockerfile < x"])
    try check(
      "compose.yaml", "services:\n  a:\n    build: {context: ., dockerfile: docker/a}\n", ["docker/a < ."])
    try check(
      "compose.yaml",
      "x-b: &b\n  context: ./a\nservices:\n  a:\n    build: *b\n  b:\n    build:\n      <<: *b\n      dockerfile: D\n",
      ["a/Dockerfile < a", "a/D < a"])
    try check(
      "compose.yaml", "include: [a/compose.yaml]\n", ["a/Dockerfile < a"],
      others: ["a/compose.yaml": "services:\n  a:\n    build: .\n"])
    try check("compose.yaml", "services:\n  a:\n    build: https://example.com/a.git\n", [])
    try check("compose.yaml", "services:\n  a:\n    build: ../../outside\n", [])
    try check("compose.yaml", "services:\n  a:\n    build: ${DIR:-a}\n", ["a/Dockerfile < a"])
    try check("compose.override.yaml", "services:\n  a:\n    build: ./a\n", [])
    try check("compose.yaml", "services: [\n", [])
  }

  /// The short look at a text must never leave out what the parser would find.
  @Test(arguments: [
    ("services:\n  a:\n    build: .\n", true),
    ("services:\n  a:\n    build:\n      context: ./\n      dockerfile: D.x\n", true),
    ("# build: ../x\nservices:\n  a:\n    build: .\n", true), ("services:\n  a:\n    build: ./a\n", false),
    ("services:\n  a:\n    build:\n      context: ..\n", false), ("services:\n  a: {build: ../a}\n", false),
    ("services:\n  a:\n    \"build\": ../a\n", false), ("services:\n  a:\n    build:\n      dockerfile: ../D\n", false),
    ("services:\n  a:\n    extends: {file: ../c.yml, service: a}\n", false), ("include: [x.yml]\n", false),
    ("services:\n  a:\n    build: &x\n      context: .\n  b:\n    build: *x\n", false), ("", true),
    ("services:\n  a:\n    build: .\r\n    image: x\r\n", true), ("services:\n  a:\n    ? build\n    : ../x\n", false),
  ])
  func looksBeforeItParses(text: String, isOwn: Bool) {
    #expect(ComposeReferences.buildsOnlyItsFolder(Array(text.utf8)) == isOwn)
  }

  @Test func readsBakeFiles() throws {
    try check(
      "docker-bake.json",
      #"{"target": {"a": {"context": "./a"}, "b": {"dockerfile": "b/D"}, "c": {"inherits": ["a"]}}}"#,
      ["a/Dockerfile < a", "b/D < .", "a/Dockerfile < a"])
    try check(
      "ci/docker-bake.hcl",
      """
      variable "TAG" { default = "x" }
      group "default" { targets = ["a"] }
      target "base" {
        context = ".." // a comment with { braces
      }
      target "a" {
        inherits   = ["base"]
        dockerfile = "docker/a.Dockerfile"
        args = {
          context = "no"
        }
      }
      target "b" { # nothing that is written out
        context = "${DIR}"
      }
      """, ["Dockerfile < .", "docker/a.Dockerfile < ."])
  }

  @Test func readsWorkflows() throws {
    let head = "jobs:\n  b:\n    strategy:\n      matrix:\n"
    let step = "    steps:\n      - uses: docker/build-push-action@v6\n        with:\n"
    try check(
      ".github/workflows/a.yml", head + "        x: [1]\n" + step + "          context: ./a\n", ["a/Dockerfile < a"])
    try check(
      ".github/workflows/a.yml", head + "        x: [a, b]\n" + step + "          file: ${{ matrix.x }}/Dockerfile\n",
      ["a/Dockerfile < .", "b/Dockerfile < ."])
    try check(
      ".github/workflows/a.yml",
      head + "        include:\n          - {dir: a, file: D}\n          - {dir: b, file: E}\n" + step
        + "          context: ${{ matrix.dir }}\n          file: ${{matrix.dir}}/${{ matrix.file }}\n",
      ["a/D < a", "b/E < b"])
    try check(
      ".github/workflows/a.yml", head + "        x: [1]\n" + step + "          context: ${{ github.workspace }}\n", [])
    try check(".github/workflows/a.yml", "jobs:\n  a:\n    steps:\n      - run: build-push-action\n", [])
  }

  @Test(arguments: [
    ("docker build -t x -f ci/Dockerfile .", ["ci/Dockerfile < ."]),
    (
      "|\n          docker build \\\n            --build-arg A=${A::7} -t $S:${A::7} \\\n            a",
      ["a/Dockerfile < a"]
    ),
    ("|\n          cd a && docker build .\n          docker build -f ../ci/D ..", ["a/Dockerfile < a", "ci/D < ."]),
    ("docker buildx build --push -t x:${{ github.sha }} --label ${{ a || 'b c' }} ./a", ["a/Dockerfile < a"]),
    ("docker build ${{ matrix.x }}", ["m/Dockerfile < m", "n/Dockerfile < n"]),
    ("docker build ${{ inputs.x }}", []), ("cd $X && docker build .", []), ("docker build -f $F .", []),
    ("cd ${{ env.X }}; docker build -t docker .", []), ("echo docker build a", []),
    ("docker build https://x.org/y", []),
  ])
  func readsStepsOfWorkflows(run: String, expected: [String]) throws {
    let job = "jobs:\n  b:\n    strategy:\n      matrix:\n        x: [m, n]\n    steps:\n      - run: \(run)\n"
    try check(".github/workflows/a.yml", job, expected)
    func below(_ folder: String) -> [String] {
      expected.map { reference in
        reference.split(separator: " < ").map { $0 == "." ? folder : "\(folder)/\($0)" }.joined(separator: " < ")
      }
    }
    try check(".github/workflows/a.yml", job + "        working-directory: ./w\n", below("w"))
    try check(".github/workflows/a.yml", "defaults:\n  run:\n    working-directory: w\n" + job, below("w"))
    let own = job.replacing("    steps", with: "    defaults:\n      run:\n        working-directory: v\n    steps")
    try check(".github/workflows/a.yml", "defaults:\n  run:\n    working-directory: w\n" + own, below("v"))
    try check(".github/workflows/a.yml", job + "        working-directory: ${{ env.X }}\n", [])
    try check("r/.github/workflows/a.yml", job, below("r"), repository: "r")
  }

  @Test func readsSkaffold() throws {
    try check(
      "k8s/skaffold.yaml",
      "build:\n  artifacts:\n    - {image: a, context: ../a}\n    - {image: b, context: .., docker: {dockerfile: b/D}}\n"
        + "---\nprofiles:\n  - build:\n      artifacts:\n        - {image: c, context: ../c}\n",
      ["a/Dockerfile < a", "b/D < .", "c/Dockerfile < c"])
  }
}
