import MigrateKit
import Planning
import Testing

/// Copies that stand where the build's end state needs them, stages and extras that are still built, volumes that hide
/// what comes from the build stage.
@Suite struct StageCases {
  private static let uv = "COPY --from=ghcr.io/astral-sh/uv:0.5 /uv /bin/\nWORKDIR /app\n"
  private static let project = [
    "pyproject.toml": "[project]\nname = \"svc\"\ndependencies = [\"flask\"]\n",
    "uv.lock": "version = 1\n\n[[package]]\nname = \"flask\"\nversion = \"3.0\"\n", "src/svc.py": "1\n",
  ]
  private static let twice =
    uv + "COPY pyproject.toml uv.lock ./\nRUN uv sync --no-install-project\nCOPY . .\nRUN uv sync\nCMD [\"svc\"]\n"

  @Test func aDevelopersOwnFolderDoesNotCoverWhatIsInstalled() {
    check(
      Self.twice,
      becomes: bare + "WORKDIR /app\nCOPY . .\nCOPY --from=app-build /app/.venv /app/.venv\nCMD [\"svc\"]\n",
      files: Self.project.merging([".venv/pyvenv.cfg": "home = /usr/bin\n"]) { $1 })
  }

  @Test func aFolderThatIsNoPartOfTheContextDoesNot() {
    check(
      Self.twice,
      becomes: bare + "WORKDIR /app\nCOPY --from=app-build /app/.venv /app/.venv\nCOPY . .\nCMD [\"svc\"]\n",
      files: Self.project.merging([".dockerignore": ".venv\n"]) { $1 })
  }

  @Test func aStepBehindTheLastInstallFindsIt() {
    check(
      Self.twice.replacing("RUN uv sync\n", with: "RUN uv sync && chown -R 1000 /app\n"),
      becomes: bare + "WORKDIR /app\nCOPY . .\nCOPY --from=app-build /app/.venv /app/.venv\nRUN chown -R 1000 /app\n"
        + "CMD [\"svc\"]\n", files: Self.project)
  }

  @Test func aStepBeforeTheLastInstallFindsIt() {
    let steps = Self.twice.replacing("RUN uv sync\n", with: "RUN chown -R 1000 /app && uv sync\n")
    let found = outcome(migrate(slim + steps, files: Self.project))
    #expect(
      found.contains("COPY --from=app-build /app/.venv /app/.venv\nCOPY . .\nRUN chown -R 1000 /app\n"), "\(found)")
  }

  @Test(arguments: ["RUN .venv/bin/flask digest\n", "RUN chown -R 1000 /app\n"])
  func aStepInBetweenFindsWhatIsInstalled(_ step: String) {
    let steps = Self.twice.replacing("RUN uv sync\n", with: step + "RUN uv sync\n")
    let found = outcome(migrate(slim + steps, files: Self.project))
    #expect(
      found.hasPrefix("refused")
        || found.contains("COPY --from=app-build /app/.venv /app/.venv\nCOPY . .\n" + step), "\(found)")
  }

  @Test func aLinkToASystemPackageStaysWithIt() {
    let head = "FROM ruby:3.4-slim-bookworm\nRUN apt-get update && apt-get install -y gcc nodejs yarnpkg\n"
    let steps =
      "RUN ln -s /usr/bin/yarnpkg /usr/bin/yarn\nWORKDIR /app\nCOPY Gemfile Gemfile.lock ./\nRUN bundle install\n"
    let lock = "GEM\n  remote: https://gems.example.org/\n  specs:\n    rack (3.1.0)\n"
    let found = outcome(
      migrate(
        head + steps + "COPY . .\nCMD [\"bundle\", \"exec\", \"rackup\"]\n",
        files: ["Gemfile": "gem 'rack'\n", "Gemfile.lock": lock, "config.ru": "1\n"]))
    #expect(found.components(of: "ln -s /usr/bin/yarnpkg").count == 3, "\(found)")
  }

  @Test func failureMode34WhatAnArgumentAddsIsStillInstalled() {
    let head =
      "FROM python:3.12-slim-bookworm AS app\nRUN apt-get update && apt-get install -y --no-install-recommends gcc\n"
    let steps =
      "WORKDIR /app\nARG EXTRAS=prod\nCOPY pyproject.toml ./\nCOPY src src\nRUN pip install \".[$EXTRAS]\"\nCOPY tests tests\n"
      + "CMD [\"svc\"]\n"
    let compose =
      "services:\n  svc:\n    build: .\n  tests:\n    build:\n      context: .\n      args: {EXTRAS: test}\n    command: pytest tests\n"
    let files = ["pyproject.toml": "[project]\nname = \"svc\"\n", "src/svc.py": "1\n", "tests/test_a.py": "1\n"]
    let found = outcome(migrate(head + steps, files: files, compose: compose)).components(of: "\nFROM ")
    #expect(found.first?.contains("ARG EXTRAS=prod") == true && found.first?.contains("\".[$EXTRAS]\"") == true)
    #expect(found.last?.contains("COPY tests tests\n") == true)
  }

  @Test(arguments: [
    "RUN if [ \"$DEV\" = true ]; then pip install -r requirements-dev.txt; fi\n",
    "RUN [ -z \"$DEV\" ] || pip install -r requirements-dev.txt\n",
    "RUN pip install -r requirements-dev.txt\n",
  ])
  func failureMode34AFurtherListIsStillInstalled(_ step: String) {
    let steps =
      "ARG DEV\nWORKDIR /app\nCOPY requirements.txt requirements-dev.txt ./\nRUN pip install -r requirements.txt\n"
      + step
      + "COPY . .\nCMD [\"app\"]\n"
    let files = ["requirements.txt": "flask==3.0\n", "requirements-dev.txt": "pytest==8.0\n", "tests/test_a.py": "1\n"]
    let found = outcome(migrate(slim + steps, files: files))
    #expect(found.hasPrefix("refused") || found.components(of: "\nFROM ").first?.contains(step) == true, "\(found)")
    #expect(!found.hasPrefix("nothing"), "\(found)")
  }

  @Test func failureMode34AStageOfTestsNeedsTheCompilersToo() {
    check(
      "WORKDIR /app\nCOPY . .\nRUN pip install -r requirements.txt\nCMD [\"app\"]\n"
        + "FROM app AS test\nRUN pip install -r requirements-dev.txt\nRUN pytest\nFROM app\n",
      refused: "split/base-of-a-build", head: slim.replacing("bookworm\n", with: "bookworm AS app\n"),
      files: ["requirements.txt": "flask==3.0\n", "requirements-dev.txt": "pytest==8.0\n"])
  }

  @Test func failureMode54TestsThatTheImageDependsOnAreStillRun() {
    let other = "FROM python:3.12-slim-bookworm AS test\nCOPY . .\nRUN python -m unittest && touch /passed\n"
    let steps =
      "WORKDIR /app\nCOPY --from=test /passed /passed\nCOPY requirements.txt .\nRUN pip install -r requirements.txt\nCOPY . .\n"
      + "CMD [\"app\"]\n"
    let found = outcome(migrate(other + slim + steps, files: ["requirements.txt": "flask==3.0\n"]))
    #expect(found.components(of: "COPY --from=test /passed /passed\n").count == 3, "\(found)")
  }

  @Test(arguments: ["RUN --mount=from=test,target=/mnt pip install -r requirements.txt\n"])
  func failureMode54AStageThatOnlyTheInstallReadsIsStillBuilt(_ step: String) {
    let other = "FROM python:3.12-slim-bookworm AS test\nCOPY . .\nRUN python -m unittest\n"
    let steps = "WORKDIR /app\nCOPY requirements.txt .\n" + step + "COPY . .\nCMD [\"app\"]\n"
    let found = outcome(migrate(other + slim + steps, files: ["requirements.txt": "flask==3.0\n"]))
    #expect(found.components(of: step).count == 2 && found.contains("COPY --from=app-build"), "\(found)")
  }

  @Test func failureMode40AVolumeThatTheImageDeclares() {
    let lock = "GEM\n  remote: https://gems.example.org/\n  specs:\n    rack (3.1.0)\n"
    let file =
      "FROM ruby:3.4-slim-bookworm\nRUN apt-get update && apt-get install -y gcc\nWORKDIR /app\nVOLUME /usr/local/bundle\n"
      + "COPY Gemfile Gemfile.lock ./\nRUN bundle install\nCOPY . .\nCMD [\"bundle\", \"exec\", \"rackup\"]\n"
    let files = ["Gemfile": "gem 'rack'\n", "Gemfile.lock": lock, "config.ru": "1\n"]
    func helps(_ compose: String?) -> [String] {
      (migrate(file, files: files, compose: compose).plan?.notes ?? [])
        .filter { $0.id == "compose/volume-hides-packages" }.compactMap(\.help)
    }
    #expect(helps("services:\n  web:\n    build: .\n") == ["run `docker compose up -V` once"])
    #expect(helps(nil) == [])
  }
}

extension String {
  /// The parts between the places where a text stands.
  fileprivate func components(of text: String) -> [String] {
    var parts: [String] = []
    var rest = self[...]
    while let found = rest.firstRange(of: text) {
      parts.append(String(rest[..<found.lowerBound]))
      rest = rest[found.upperBound...]
    }
    return parts + [String(rest)]
  }
}
