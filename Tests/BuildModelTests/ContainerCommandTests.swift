import BuildModel
import Testing

/// Command lines of `docker` and programs like it.
@Suite struct ContainerCommandTests {
  private func calls(_ text: String, from folder: String = "", home: String? = nil) -> [ContainerCall] {
    ContainerCall.all(in: Array(text.utf8), from: folder, home: home)
  }

  /// The Dockerfile and the context of the last build, `?` where one is not known.
  private func build(_ text: String, from folder: String = "", home: String? = nil) -> String? {
    calls(text, from: folder, home: home).last.map {
      "\($0.dockerfile ?? "?") < \($0.context.map { $0.isEmpty ? "." : $0 } ?? "?")"
    }
  }

  @Test(arguments: [
    ("docker build .", "Dockerfile < ."), ("docker build -t a:1 --build-arg X=y -f ci/D .", "ci/D < ."),
    ("docker build . -t a -fci/D", "ci/D < ."),
    ("docker buildx build --push --platform linux/amd64 a", "a/Dockerfile < a"),
    ("docker --context x image build --file=./ci/D a/..", "ci/D < ."),
    ("sudo podman build -qt a --pull ./a/", "a/Dockerfile < a"),
    ("docker build \\\n  --pull \\\n  -t a \\\n  .", "Dockerfile < ."),
    ("$(DOCKER) build $(ARGS) -t a .", "Dockerfile < ."),
    ("docker build -f $(PWD)/ci/D $(PWD)", "ci/D < ."), ("docker build -f \"$DIR/D\" .", "? < ."),
    ("docker build $DIR", "? < ?"),
    ("docker build -f ci/D $DIR", "ci/D < ?"), ("docker build -t x -f ci/D ${DIR:-.}", "ci/D < ."),
    ("docker build - <D", "? < ?"), ("docker build https://x.org/a.git", "? < ?"), ("docker build ../a", "? < ?"),
    ("docker build /src", "? < ?"), ("DIR=a\ndocker build $DIR", "a/Dockerfile < a"),
    ("DIR=a\nDIR=b\ndocker build $DIR", "? < ?"), ("docker build a b", "? < ?"),
  ])
  func builds(_ text: String, _ expected: String) { #expect(build(text) == expected, "\(text)") }

  @Test(arguments: [
    ("cd a && docker build .", "s/a/Dockerfile < s/a"), ("cd a\ncd b\ndocker build -f D ..", "s/a/b/D < s/a"),
    ("(cd a && docker build .)", "s/a/Dockerfile < s/a"), ("(cd a && make)\ndocker build .", "s/Dockerfile < s"),
    ("cd $A && docker build .", "Dockerfile < ?"), ("if x; then cd a; fi\ndocker build .", "Dockerfile < ?"),
    ("if x; then cd a; docker build .; fi", "s/a/Dockerfile < s/a"),
    ("cd a || exit 1\ndocker build .", "s/a/Dockerfile < s/a"),
    ("cd \"$(dirname \"$0\")/..\"\ndocker build .", "Dockerfile < ."),
    ("cd ${0%/*}; docker build .", "bin/Dockerfile < bin"),
    ("cd -P a; docker build .", "s/a/Dockerfile < s/a"), ("cd; docker build .", "Dockerfile < ?"),
    ("pushd a; docker build .; popd; docker build .", "Dockerfile < ?"),
  ])
  func foldersOfBuilds(_ text: String, _ expected: String) {
    #expect(build(text, from: "s", home: "bin") == expected, "\(text)")
  }

  @Test(arguments: [
    "docker-compose build", "docker compose run web make", "docker push a", "echo docker build .", "docker",
  ])
  func others(_ text: String) { #expect(calls(text) == [], "\(text)") }

  @Test(arguments: [
    ("docker run a make", "make"),
    ("docker run --rm -it -v $PWD:/app -w /app -e CI=1 -p 80:80 -u 1 a make x", "make x"),
    ("docker run --name b --network n --env-file e --mount type=bind,src=.,dst=/a a make", "make"),
    ("docker run --entrypoint curl a http://x", "curl http://x"), ("docker run --entrypoint=curl a", "curl"),
    ("docker run -itv $(pwd):/app -p80:80 --rm=true a make", "make"), ("docker run --init --read-only a -- x", "-- x"),
    ("podman run --replace --cap-add X a sh -c 'make x'", "sh -c make x"), ("docker container run a b c", "b c"),
    ("docker run $(FLAGS) -v a:/a a make", "make"), ("docker run -v a make", nil), ("docker run b a make", nil),
    ("docker exec -it -w /app a make", "make"), ("docker exec --user root -e A=b a make", "make"), ("docker run a", ""),
  ])
  func starts(_ text: String, _ expected: String?) {
    #expect(calls(text).last?.command.started { $0 == "a" }?.joined(separator: " ") == expected, "\(text)")
  }

  @Test func namesOfImagesAndContainers() {
    let command = calls("docker build -t a:1 --tag=b -tc --label x --target dev .").first?.command
    #expect(command?.tags == ["a:1", "b", "c"] && command?.target == "dev")
    #expect(calls("docker run --name web a").first?.command.name == "web")
  }

  /// Nothing here takes more time than its length.
  @Test func hostileTexts() {
    let count = 5000
    #expect(build(String(repeating: "(cd a)\n", count: count) + "docker build .") == "Dockerfile < ?")
    #expect(build(String(repeating: "cd a\n", count: count) + "docker build .") == "Dockerfile < ?")
    let variables = calls("docker run " + String(repeating: "$A ", count: count) + "a make").first
    #expect(variables?.command.started { $0 == "a" } == nil)
    #expect(calls(String(repeating: "docker run a\n", count: count)).count == count)
  }
}
