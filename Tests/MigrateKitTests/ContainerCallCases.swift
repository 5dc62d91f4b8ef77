import Classification
import MigrateKit
import Planning
import Testing

/// What makefiles and scripts of the project build and start by `docker` and `podman`.
@Suite struct ContainerCallCases {
  private static let file =
    "FROM python:3.12-slim-bookworm\nRUN apt-get update && apt-get install -y gcc make curl\nWORKDIR /app\nCOPY r.txt .\n"
    + "RUN curl -sSL https://install.python-poetry.org | python -\nRUN pip install -r r.txt\nCOPY app.py .\nCMD [\"start\"]\n"

  private func kept(_ files: [String: String], compose: String? = nil, _ file: String = Self.file) -> [String] {
    let all = files.merging(["r.txt": "flask==3.1.1\n", "app.py": ""]) { $1 }
    return (migrate(file, files: all, compose: compose).plan?.packages ?? []).filter { $0.evidence != nil }.map(\.name)
  }

  private func kept(makefile: String) -> [String] { kept(["Makefile": makefile]) }

  @Test(arguments: [
    "b:\n\tdocker build -t api .\nt: b\n\tdocker run --rm -e CI=1 api make test\n",
    "b:\n\tdocker build --pull \\\n\t\t-t gov/api:${COMMIT} \\\n\t\t.\nt:\n\tdocker run \\\n\t\tgov/api:${COMMIT} \\\n\t\tmake test\n",
    "NAME := gov/api\nIMAGE = $(NAME):$(TAG)\nb:\n\t@docker build . -t ${IMAGE}\nt:\n\t-podman run -v $(PWD):/app $(NAME):dev make\n",
    "RUN = docker run --rm -v $(PWD):/app $(IMAGE)\nb:\n\tdocker build -t $(IMAGE) .\nt:\n\t$(RUN) make test\n",
    "b:\n\tdocker build -t api -f ./Dockerfile --target 0 .\nt:\n\tdocker run api sh -c 'cd /app && make'\n",
    "b:\n\tdocker build -t api .\nt:\n\tdocker run --entrypoint make api x\n",
    "b:\n\tdocker build -t api .\n\tdocker run -d --name web api\nt:\n\tdocker exec -it web make\n",
  ])
  func callsOfTheImageNeedTheirPrograms(_ makefile: String) {
    #expect(kept(makefile: makefile) == ["make"], "\(makefile)")
  }

  @Test(arguments: [
    "t:\n\tdocker run --rm api make test\n", "b:\n\tdocker build -t api .\nt:\n\tdocker run node:22 make\n",
    "b:\n\tdocker build -t api -f other/Dockerfile .\nt:\n\tdocker run api make\n",
    "b:\n\tdocker build -t api other\nt:\n\tdocker run api make\n",
    "b:\n\tdocker build -t api .\n\tdocker build -t api:dev dev\nt:\n\tdocker run api:dev make\n",
    "b:\n\tdocker build -t api --target dev .\nt:\n\tdocker run api make\n",
    "b:\n\tdocker build -t api .\nt:\n\tdocker run -w make api\n\tdocker exec web make\n\tdocker run $(X) make\n",
  ])
  func callsOfOtherImagesDoNot(_ makefile: String) { #expect(kept(makefile: makefile) == [], "\(makefile)") }

  @Test func scriptsCountToo() {
    let script = "#!/bin/sh\nset -e\nIMAGE=api\ncd \"$(dirname \"$0\")/..\"\ndocker build -t \"$IMAGE\" .\n"
    #expect(kept(["scripts/test.sh": script + "docker run --rm \"$IMAGE\":latest make test\n"]) == ["make"])
    #expect(kept(["Makefile": "t:\n\tdocker run api curl x\n", "bin/build": script]) == ["curl"])
    #expect(kept(["scripts/test.sh": script + "docker run --rm node make test\n"]) == [])
    // one that starts where it stands
    #expect(kept(["bin/test.sh": "docker build -t api ..\ndocker run api make\n", "bin/a": ""]) == ["make"])
    #expect(kept(["bin/test.sh": "docker build -t api .\ndocker run api make\n", "bin/Dockerfile": ""]) == ["make"])
  }

  @Test func composeServicesNameImagesAndContainers() {
    func compose(_ key: String) -> String { "services:\n  web:\n    build: .\n    \(key)\n" }
    let run = ["Makefile": "t:\n\tdocker run api make\n"]
    #expect(kept(run, compose: compose("image: api:1")) == ["make"])
    #expect(kept(run, compose: compose("image: other")) == [])
    let exec = ["Makefile": "t:\n\tdocker exec api make\n"]
    #expect(kept(exec, compose: compose("container_name: api")) == ["make"])
    #expect(kept(exec, compose: compose("image: api")) == [])
    #expect(kept(["Makefile": "t:\n\tdocker exec x_web_1 make\n"], compose: compose("image: api")) == ["make"])
  }

  @Test func imagesThatOthersStartFrom() {
    func result(_ script: String, _ step: String = "RUN pip install uwsgi\n", from name: String = "api:build") -> String
    {
      outcome(
        migrate(
          Self.file,
          files: [
            "r.txt": "flask==3.1.1\n", "app.py": "", "scripts/deploy.sh": script,
            "apps/web/Dockerfile": "FROM \(name)\n" + step,
          ]))
    }
    let script = "docker build -t api:build .\ndocker build -t web apps/web\n"
    #expect(result(script) == "refused split/base-of-a-build")
    #expect(result(script.replacing("api:build", with: "api:$TAG")) == "refused split/base-of-a-build")
    #expect(result(script, "COPY . .\n").contains("AS app-build"))
    #expect(result(script, from: "api:other").contains("AS app-build"))
    #expect(result("docker build -t api:build other\ndocker build -t web apps/web\n").contains("AS app-build"))
    #expect(result("docker build -t api:build .\n").contains("AS app-build"))
  }
}
