import Classification
import MigrateKit
import Planning
import Testing

/// What public projects taught: each case is the smallest file that shows it.
@Suite struct LearnedCases {
  private let head = """
    FROM ruby:3.3-slim-bookworm
    RUN apt-get update && apt-get install -y --no-install-recommends build-essential git

    """
  private let install = "WORKDIR /app\nCOPY Gemfile Gemfile.lock ./\nRUN bundle install\n"
  private let gems = ["Gemfile": "gem \"rack\"\n", "Gemfile.lock": "GEM\n  specs:\n    rack (3.2.0)\n"]

  @Test func scriptsThatAreOnlyMountedAreRead() {
    let compose = """
      services:
        web:
          build: .
          entrypoint: [setup/entry]
          volumes: [".:/app"]
      """
    check(
      install + "CMD rackup\n", refused: "split/install-at-start", head: head,
      files: gems.merging(["setup/entry": "#!/bin/sh\nbundle check || bundle install\nexec \"$@\"\n"]) { $1 },
      compose: compose)
  }

  @Test(arguments: [
    "CMD [\"tail\", \"-f\", \"/dev/null\"]", "CMD sleep infinity", "ENTRYPOINT [\"sleep\", \"infinity\"]",
    "ENTRYPOINT [\"tini\", \"--\"]\nCMD [\"tail\", \"-f\", \"/dev/null\"]",
  ])
  func containersThatOnlyWaitAreForWorkInside(_ start: String) {
    check("COPY r.txt .\nRUN pip install -r r.txt\nCOPY . .\n" + start + "\n", refused: "split/idle-container")
  }

  @Test func aCommandOfComposeGivesAnIdleImageItsWork() {
    let compose = "services:\n  web:\n    build: .\n    command: python app.py\n"
    let result = migrate(
      slim + "COPY r.txt .\nRUN pip install -r r.txt\nCMD tail -f /dev/null\n", files: ["r.txt": "flask"],
      compose: compose)
    #expect(result.plan?.outcome == .split)
  }

  @Test func extrasOfALockFileAreNoDependencies() {
    let lock = """
      [[package]]
      name = "sqlalchemy"
      version = "1.4.0"

      [package.extras]
      oracle = ["cx_oracle (>=7)"]
      """
    let steps =
      "RUN pip install poetry\nCOPY pyproject.toml poetry.lock ./\nRUN poetry install\nCOPY . .\nCMD python a.py\n"
    let head = "FROM python:3.12-alpine\nENV POETRY_VIRTUALENVS_IN_PROJECT=1\nRUN apk add gcc musl-dev\n"
    let files = ["pyproject.toml": "[tool.poetry]\nname = \"a\"\n", "poetry.lock": lock]
    #expect(migrate(head + steps, files: files).plan?.outcome == .split)
    let own = ["pyproject.toml": "", "poetry.lock": "[[package]]\nname = \"cx-oracle\"\n"]
    check(steps, refused: "split/library-lookup", head: head, files: own)
  }

  @Test func whatAPackageThatStaysBringsIsNoGain() {
    let result = migrate(
      "FROM debian:bookworm\nRUN apt-get update && apt-get install -y build-essential python3-virtualenv\n"
        + "ENV VIRTUAL_ENV=/opt/venv PATH=/opt/venv/bin:$PATH\nRUN python3 -m venv /opt/venv\nCOPY r.txt .\n"
        + "RUN pip install -r r.txt\nCMD virtualenv --version && python3 app.py\n", files: ["r.txt": "flask"])
    #expect(result.plan?.outcome == .nothingToGain)
    #expect(result.plan?.summary == "`build-essential` has to stay: `python3-virtualenv`, which stays, brings it")
  }

  @Test func aBuildPackageThatIsRemovedLaterInItsRunIsNotInstalledAtAll() {
    check(
      """
      RUN apt-get update && apt-get install -y --no-install-recommends g++ wget && wget -O /etc/x x && apt-get remove -y g++
      COPY r.txt .
      RUN pip install -r r.txt
      COPY . .
      CMD python app.py

      """,
      becomes: """
        RUN apt-get update && apt-get install -y --no-install-recommends git
        RUN apt-get update && apt-get install -y --no-install-recommends wget && wget -O /etc/x x
        COPY --from=app-build /usr/local /usr/local
        COPY . .
        CMD python app.py

        """, files: ["r.txt": "flask", "app.py": ""])
  }

  @Test func theLastWordsOfAListGoWithTheCommandsBehindIt() {
    check(
      """
      COPY pyproject.toml poetry.lock ./
      RUN apt-get update \\
       && apt-get install -y --no-install-recommends \\
          libpq-dev \\
          g++ \\
          curl \\
       && curl -sSL https://install.python-poetry.org | POETRY_HOME=/opt/poetry python - \\
       && /opt/poetry/bin/poetry config virtualenvs.in-project true \\
       && /opt/poetry/bin/poetry install \\
       && apt-get clean
      COPY . .
      CMD python app.py

      """,
      becomes: """
        WORKDIR /srv
        RUN apt-get update \\
         && apt-get install -y --no-install-recommends \\
            libpq5 \\
         && apt-get clean
        COPY --from=app-build /srv/.venv /srv/.venv
        COPY . .
        CMD python app.py

        """,
      head: "FROM python:3.12-slim-bookworm\nWORKDIR /srv\n",
      files: ["pyproject.toml": "", "poetry.lock": "[[package]]\nname = \"flask\"\n", "app.py": ""])
  }

  @Test func aFolderWithTheNameOfAToolIsNoTool() {
    let result = migrate(
      """
      FROM ruby:3.3-alpine AS builder
      RUN apk add build-base postgresql-dev
      COPY Gemfile Gemfile.lock ./
      RUN bundle install
      FROM ruby:3.3-alpine
      COPY --from=builder /usr/local/bundle /usr/local/bundle
      RUN apk add postgresql-dev nodejs
      CMD rackup

      """, files: gems)
    #expect(result.plan?.outcome == .prune)
  }

  @Test func toolsThatOnlyMovedStepsUseGo() {
    let steps =
      "RUN apt-get update && apt-get install -y --no-install-recommends npm gcc nodejs\nWORKDIR /app\n"
      + "COPY package.json package-lock.json ./\nRUN npm ci\nCOPY . .\nCMD [\"node\", \"server.js\"]\n"
    let files = ["package.json": "{}", "package-lock.json": "{}", "server.js": "listen()"]
    let head = "FROM debian:bookworm-slim\n"
    func packages(_ files: [String: String]) -> [String] {
      (migrate(head + steps, files: files).plan?.packages ?? []).filter { $0.decision == .removed }.map(\.name)
    }
    #expect(packages(files) == ["npm", "gcc"])
    #expect(packages(files.merging(["server.js": "spawn('npm', ['run', 'x'])"]) { $1 }) == ["gcc"])
  }

  private static let installer = "#!/bin/sh\ngit clone \"$1\" /srv/plugin\npip install -e /srv/plugin\n"

  @Test(arguments: ["COPY add-plugin /usr/local/bin/", "COPY add-* /usr/local/bin/", "COPY add-plugin /usr/bin/plugin"])
  func aCommandThatInstallsIsForOtherImages(_ copy: String) {
    let files = ["r.txt": "flask==3.1.1", "add-plugin": Self.installer, "app.py": ""]
    let steps = "COPY r.txt .\nRUN pip install -r r.txt\n"
    check(
      steps + copy + "\nRUN chmod +x /usr/local/bin/add-plugin\nCMD python app.py\n",
      refused: "split/install-command", files: files)
    let elsewhere = steps + "COPY add-plugin /srv/\nCMD python app.py\n"
    #expect(migrate(slim + elsewhere, files: files).plan?.outcome == .split)
  }

  @Test func aCommandThatAStepCallsIsForThisImage() {
    let files = ["install-all": "#!/bin/sh\npip install flask==3.1.1\n", "app.py": ""]
    let steps = "COPY install-all /usr/local/bin/\nRUN install-all\nCMD python app.py\n"
    #expect(!outcome(migrate(slim + steps, files: files)).contains("split/install-command"))
  }

  @Test func whatCommandsOfTheImageCallIsUsed() {
    let files = ["r.txt": "flask==3.1.1", "status": "#!/bin/sh\ngit ls-remote\n", "app.py": ""]
    let steps = "COPY r.txt .\nRUN pip install -r r.txt\nCOPY status /usr/local/bin/\nCMD python app.py\n"
    let packages = migrate(slim + steps, files: files).plan?.packages ?? []
    let git = packages.first { $0.name == "git" }
    #expect(git?.evidence?.what == "status, which is the image's command `status`")
  }

  @Test func anotherNameOfAPackageIsBroughtByWhatNeedsIt() {
    let result = migrate(
      """
      FROM ruby:2.5.3-slim
      RUN apt-get update && apt-get install -y bzip2 gcc libxft-dev libfreetype6 libfreetype6-dev
      RUN gem install rack
      CMD rackup

      """)
    let package = result.plan?.packages.first { $0.name == "libfreetype6-dev" }
    #expect(package?.reason == "`libxft-dev`, which stays, brings it")
  }

  @Test(arguments: ["image: shop", "environment: []"])
  func anotherDockerfileThatInstallsOnTopOfTheImage(_ key: String) {
    let steps = "COPY r.txt .\nRUN pip install -r r.txt\nCOPY app.py .\nCMD python app.py\n"
    let compose = """
      services:
        shop:
          build: .
          \(key)
        check:
          build: {context: ., dockerfile: check.Dockerfile}
      """
    func files(_ check: String) -> [String: String] {
      ["r.txt": "flask==3.1.1", "app.py": "", "check.Dockerfile": check]
    }
    let name = key.hasPrefix("image") ? "shop" : "project-shop"
    let install = files("FROM \(name):latest\nRUN pip install pytest\n")
    LearnedCases.refused(steps, install, compose)
    #expect(
      migrate(slim + steps, files: files("FROM \(name)\nCOPY tests .\n"), compose: compose).plan?.outcome == .split)
    #expect(
      migrate(slim + steps, files: files("FROM python:3.12\nRUN pip install pytest\n"), compose: compose).plan?.outcome
        == .split)
  }

  private static func refused(_ steps: String, _ files: [String: String], _ compose: String) {
    let plan = migrate(slim + steps, files: files, compose: compose).plan
    #expect(plan?.refusals.map(\.id) == ["split/base-of-a-build"])
    #expect(plan?.refusals.first?.reason.hasPrefix("check.Dockerfile starts from this image") == true)
  }

  @Test(arguments: [
    "subprocess.check_output([sys.executable, \"-m\", \"pip\", \"install\", \"-r\", f])",
    "run(\n    'pip',\n    'install', x)",
    "subprocess.run(\"pip install x\", shell=True)", "os.system('pip install ' + x)",
  ])
  func theApplicationMayInstallPackagesItself(_ code: String) {
    let steps = "COPY r.txt .\nRUN pip install -r r.txt\nCOPY . .\nCMD python app.py\n"
    let list = ["r.txt": "flask==3.1.1\n"]
    check(steps, refused: "split/install-at-start", files: list.merging(["app.py": "", "jobs.py": code]) { $1 })
    var options = MigrationOptions()
    options.drop = ["gcc"]
    let dropped = migrate(slim + steps, files: list.merging(["app.py": "", "jobs.py": code]) { $1 }, options: options)
    #expect(dropped.plan?.outcome == .split)
    let message = "raise ImportError('run pip install boto3')  # \"pip\"\n"
    #expect(
      migrate(slim + steps, files: list.merging(["app.py": "", "jobs.py": message]) { $1 }).plan?.outcome == .split)
  }

  /// Whoever starts the container may do so by the package manager.
  @Test func withoutACommandThePackageManagerStays() {
    let steps =
      "FROM alpine:3.20\nRUN apk add --no-cache nodejs npm g++ make\nWORKDIR /api\nCOPY package*.json /api/\n"
      + "RUN npm ci\nCOPY . /api\n"
    let files = ["package.json": "{\"name\": \"a\"}", "package-lock.json": "{}", "server.js": ""]
    func npm(_ text: String, compose: String? = nil) -> PackagePlacement.Decision? {
      migrate(text, files: files, compose: compose).plan?.packages.first { $0.name == "npm" }?.decision
    }
    #expect(npm(steps) == .kept)
    #expect(npm(steps + "CMD node server.js\n") == .removed)
    #expect(npm(steps, compose: "services:\n  web:\n    build: .\n    command: node server.js\n") == .removed)
  }
}
