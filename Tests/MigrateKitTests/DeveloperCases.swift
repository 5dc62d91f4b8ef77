import MigrateKit
import SourceText
import Testing

/// What `--dev-target` makes of services whose source is mounted over the image.
@Suite struct DeveloperCases {
  private static let install = slim + "WORKDIR /app\nCOPY requirements.txt .\nRUN pip install flask\n"
  private static let web = "services:\n  web:\n    build: .\n    volumes: [\".:/app\"]\n"

  /// - Parameters:
  ///   - steps: what stands behind the install.
  ///   - target: what the service `web` builds then; nil: the file stays as it is.
  ///   - extra: the lines that the build stage ends with.
  private func check(
    _ steps: String, compose: String = web, target: String?, extra: String = "", files: [String: String] = [:],
    isWanted: Bool = true, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    var options = MigrationOptions()
    options.devTarget = isWanted
    let all = files.merging(["requirements.txt": "flask\n"]) { first, _ in first }
    let result = migrate(Self.install + steps, files: all, compose: compose, options: options)
    let dockerfile = outcome(result)
    let stage = dockerfile.split(separator: "\n\nFROM")[0]
    let expected = Self.install.replacing("bookworm\n", with: "bookworm AS app-build\n") + extra
    #expect(stage + "\n" == expected, sourceLocation: sourceLocation)
    let file = result.changes.first { $0.path == "compose.yaml" }.map { String(decoding: $0.after, as: UTF8.self) }
    let found = (file ?? compose).split(separator: "\n").first { $0.contains("target:") }
    #expect(found?.split(separator: " ").last.map(String.init) == target, sourceLocation: sourceLocation)
    let isRefused = result.diagnostics.contains { $0.id == "compose/target-not-added" }
    #expect(isRefused == (isWanted && target != "app-build"), sourceLocation: sourceLocation)
    let again = migrate(dockerfile, files: all, compose: file ?? compose, options: options)
    #expect(again.changes.isEmpty, "a second run changes the files", sourceLocation: sourceLocation)
  }

  @Test func onlyWhereItIsWanted() {
    check("COPY . .\nCMD [\"flask\", \"run\"]\n", target: "app", isWanted: false)
    check("COPY . .\nCMD [\"flask\", \"run\"]\n", target: "app-build", extra: "CMD [\"flask\", \"run\"]\n")
  }

  @Test func theBuildStageIsConfiguredAsTheRunStage() {
    let steps =
      "ARG MODE=x\nENV FLASK_APP=app MODE=$MODE\nWORKDIR /app/src\nUSER nobody\nVOLUME /data\nSTOPSIGNAL SIGINT\n"
      + "SHELL [\"/bin/bash\", \"-c\"]\nENTRYPOINT [\"flask\"]\nCMD run\n"
    check("COPY . /app\n" + steps, target: "app-build", extra: steps)
  }

  @Test func stepsWhoseResultIsHidden() {
    for steps in ["RUN chown nobody /app/tmp\n", "RUN echo done\n", "RUN apt-get clean\n"] {
      check("COPY . .\n" + steps, target: "app-build")
    }
  }

  @Test(arguments: [
    "RUN useradd app\n", "RUN mkdir tmp\n", "RUN mkdir /srv/files\n", "COPY start /usr/local/bin/\n",
    "RUN flask digest\n",
    "RUN chown -R nobody /app /home\n", "COPY --from=busybox /bin/busybox /bin/busybox\n", "ADD $FILE /\n",
    "RUN apt-get update && apt-get install -y gettext\n", "RUN [\"flask\", \"digest\"]\n", "RUN echo x > /etc/motd\n",
    "COPY . /application\n",
  ])
  func stepsThatTheServiceCanNeed(_ steps: String) {
    check("COPY . .\n" + steps, target: "app")
  }

  @Test func volumesInsideTheMount() {
    func compose(_ volume: String) -> String { Self.web.replacing("\".:/app\"", with: "\".:/app\", \"\(volume)\"") }
    check("COPY . .\n", compose: compose("/app/tmp"), target: "app-build")
    check("COPY . .\n", compose: compose("/app/tmp"), target: "app", files: ["tmp/seed": "x"])
    check("COPY . .\nRUN mkdir /app/tmp\n", compose: compose("/app/tmp"), target: "app")
    check("COPY . .\nRUN chown -R nobody /app\n", compose: compose("tmp:/app/tmp"), target: "app")
    check("COPY . .\nRUN chown -R nobody /app\n", compose: compose("./tmp:/app/tmp"), target: "app-build")
    check("COPY . .\nRUN chown -R nobody /app\n", target: "app-build")
  }

  @Test func mountsThatAreNoPlaceToWork() {
    var options = MigrationOptions()
    options.devTarget = true
    for volume in [".:/app:ro", "./data:/app/data", "./other:/application", "code:/app"] {
      let compose = Self.web.replacing(".:/app", with: volume)
      let result = migrate(
        Self.install, files: ["requirements.txt": "flask\n"], compose: compose, options: options)
      #expect(!outcome(result).contains("compose/"))
      let text = result.changes.first { $0.path == "compose.yaml" }.map { String(decoding: $0.after, as: UTF8.self) }
      #expect(text?.contains("target: app\n") == true, "\(volume)")
    }
  }

  @Test func whatOnlyTheServiceUsesIsForTheBuildStage() {
    let compose = Self.web + "    command: make watch\n"
    let head = slim.replacing("gcc", with: "gcc make")
    var options = MigrationOptions()
    options.devTarget = true
    func run(_ dockerfile: String, _ compose: String) -> MigrationResult {
      migrate(dockerfile, files: ["requirements.txt": "flask\n"], compose: compose, options: options)
    }
    let dockerfile = Self.install.replacing(slim, with: head) + "COPY . .\nCMD [\"flask\", \"run\"]\n"
    let result = run(dockerfile, compose)
    let text = outcome(result)
    #expect(text.contains("recommends git\n") && text.contains("recommends gcc make git\n"))
    #expect(result.changes.count == 2)
    #expect(run(text, String(decoding: result.changes[1].after, as: UTF8.self)).changes.isEmpty)
    options.devTarget = false
    #expect(outcome(run(dockerfile, compose)).contains("recommends make git\n"))
  }

  @Test func imagesThatSeveralServicesRun() {
    let image = Self.web.replacing("build: .\n", with: "build: .\n    image: app\n")
    check("COPY . .\n", compose: image, target: "app-build")
    check("COPY . .\n", compose: image + "  job:\n    image: app\n", target: "app")
    check("COPY . .\n", compose: image + "  job:\n    image: other\n", target: "app-build")
    // both have a mount, but one can't be changed
    let two = image + "  job:\n    build: &b .\n    image: app\n    volumes: [\".:/app\"]\n"
    check("COPY . .\n", compose: two, target: "app-build")
    check("COPY . .\n", compose: two + "  last:\n    build: *b\n", target: "app")
  }

  @Test func aTargetThatIsThere() {
    var options = MigrationOptions()
    options.devTarget = true
    let dockerfile = Self.install.replacing("bookworm\n", with: "bookworm AS web\n") + "COPY . .\n"
    func target(_ target: String) -> String? {
      let compose = "services:\n  web:\n    build: {context: ., target: \(target)}\n    volumes: [\".:/app\"]\n"
      let result = migrate(dockerfile, files: ["requirements.txt": ""], compose: compose, options: options)
      return result.changes.first { $0.path == "compose.yaml" }.map { String(decoding: $0.after, as: UTF8.self) }
    }
    #expect(target("web")?.contains("{context: ., target: web-build}") == true)
    #expect(target("${STAGE:-web}") == nil)
  }

  @Test func toolsThatTheProjectCallsStayInAnImageWithoutTheApplication() {
    let head =
      "FROM debian:bookworm-slim\nRUN apt-get update && apt-get install -y --no-install-recommends g++ nodejs npm\n"
    let steps =
      "RUN npm install --global yarn\nWORKDIR /app\nCOPY package.json yarn.lock ./\nRUN yarn install\nCMD node app.js\n"
    let files = ["package.json": "{}", "yarn.lock": "", "app.js": "", "bin/check": "system(\"yarn lint\")\n"]
    let compose = "services:\n  web:\n    build: .\n    volumes: [\".:/app\", \"/app/node_modules\"]\n"
    func keeps(_ steps: String, _ files: [String: String], _ compose: String?) -> Bool {
      let text = outcome(migrate(head + steps, files: files, compose: compose))
      return text.split(separator: "\nFROM ").last?.contains("npm install --global yarn") == true
    }
    #expect(keeps(steps, files, compose))
    #expect(!keeps(steps, files, nil), "nothing is mounted")
    #expect(!keeps(steps.replacing("CMD", with: "COPY . .\nCMD"), files, compose), "it has the application")
    #expect(!keeps(steps, files.filter { $0.key != "bin/check" }, compose), "nothing calls it")
  }
}
