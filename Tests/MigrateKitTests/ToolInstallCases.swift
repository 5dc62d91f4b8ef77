import MigrateKit
import Planning
import Testing

/// Tools that are installed beside the application's packages.
@Suite struct ToolInstallCases {
  private static let node =
    "FROM node:22-slim\nRUN apt-get update && apt-get install -y --no-install-recommends g++ python3\n"
  private static let python =
    "FROM python:3.12-slim-bookworm\nRUN apt-get update && apt-get install -y --no-install-recommends gcc curl\n"

  private func result(_ head: String, _ step: String) -> String {
    let install = head.contains("python:") ? "RUN pip install flask==3.1.1" : "COPY package.json .\nRUN npm install"
    let file = head + "WORKDIR /app\n" + step + "\n" + install + "\nCMD true\n"
    return outcome(migrate(file, files: ["package.json": "{}"]))
  }

  @Test(arguments: [
    "npm install -g some-tool", "npm i --global some-tool@1.0", "yarn global add some-tool", "pnpm add -g some-tool",
    "bun add -g some-tool", "npm install -g",
  ])
  func toolsOfWhichNothingIsKnown(_ command: String) {
    #expect(result(Self.node, "RUN " + command) == "refused node/global-install")
    let split = result(Self.node, "RUN \(command) --ignore-scripts")
    let run = split.split(separator: "FROM").last.map(String.init) ?? ""
    #expect(run.contains("\nRUN \(command) --ignore-scripts\nCOPY package.json .\nCOPY --from=app-build"), "\(split)")
  }

  @Test(arguments: [
    "npm install -g pm2 && npm cache clean --force", "npm install -g pm2 && rm -rf /root/.npm",
    "npm install -g --ignore-scripts some-tool && rm -rf /root/.npm /tmp/*",
  ])
  func whatClearsCachesBehindAToolStays(_ command: String) {
    let run = result(Self.node, "RUN " + command).split(separator: "FROM").last.map(String.init) ?? ""
    #expect(run.contains("\nRUN \(command)\n"), "\(run)")
  }

  @Test func whatClearsCachesBehindAnInstallGoes() {
    let run = result(Self.node, "RUN npm install -g pm2").split(separator: "FROM").last.map(String.init) ?? ""
    let file = Self.node + "WORKDIR /app\nCOPY package.json .\nRUN npm install && npm cache clean --force\nCMD true\n"
    let other =
      outcome(migrate(file, files: ["package.json": "{}"])).split(separator: "FROM").last.map(String.init) ?? ""
    #expect(!run.contains("cache") && !other.contains("cache clean"))
  }

  @Test(arguments: [
    "npm install -g rtlcss", "npm i -g \"typescript@^5.8.3\" rtlcss@~4.3",
    "yarn global add stylelint@16 stylelint-order",
    "pnpm add -g terser", "bun add -g @types/node", "npm install -g gulp-cli phantomjs-prebuilt@2.1.16",
  ])
  func wellKnownToolsStayAsTheyAre(_ command: String) {
    let run = result(Self.node, "RUN " + command).split(separator: "FROM").last.map(String.init) ?? ""
    #expect(run.contains("\nRUN \(command)\nCOPY package.json .\nCOPY --from=app-build"), "\(run)")
  }

  @Test(arguments: ["npm install -g rtlcss some-tool", "npm install -g db-migrate-sqlite3"])
  func oneToolOfWhichNothingIsKnownIsEnough(_ command: String) {
    #expect(result(Self.node, "RUN " + command) == "refused node/global-install")
  }

  @Test func whatAToolUnpacksWithStays() {
    let head = "FROM node:16-bullseye-slim\nRUN apt-get update && apt-get install -y build-essential\n"
    let run = result(head, "RUN npm install -g phantomjs-prebuilt").split(separator: "FROM").last.map(String.init) ?? ""
    #expect(run.contains("apt-get install -y bzip2"), "\(run)")
  }

  @Test func aToolThatCallsPythonKeepsIt() {
    #expect(!result(Self.node, "RUN npm install -g --ignore-scripts some-tool").hasSuffix("python3\n"))
    let kept = result(Self.node, "RUN npm install -g --ignore-scripts youtube-dl-exec")
    #expect(kept.contains("\nRUN apt-get update && apt-get install -y --no-install-recommends python3\n"), "\(kept)")
  }

  private static let nvm = "RUN curl -fsSL https://raw.githubusercontent.com/nvm-sh/nvm/v0.40.3/install.sh | bash"

  @Test(arguments: [
    ("RUN . /root/.nvm/nvm.sh && nvm install 22", nil),
    ("RUN . /root/.nvm/nvm.sh && nvm install 22 && nvm use 22", nil),
    ("RUN . /root/.nvm/nvm.sh && nvm install -s 22", "node/compiled-node"),
    ("ENV NVM_DIR=/usr/local/nvm\nRUN . /usr/local/nvm/nvm.sh && nvm install 22", "node/nvm-folder"),
  ])
  func nvmStays(_ steps: String, _ refusal: String?) {
    let found = result(Self.python, Self.nvm + "\n" + steps)
    if let refusal {
      #expect(found == "refused \(refusal)")
    } else {
      let run = found.split(separator: "FROM").last.map(String.init) ?? ""
      #expect(run.contains(Self.nvm + "\n" + steps), "\(found)")
      #expect(run.contains("install -y --no-install-recommends curl\n"), "\(found)")
    }
  }

  @Test func nvmCompilesOnAlpine() {
    let head = "FROM python:3.12-alpine\nRUN apk add gcc musl-dev curl bash\n"
    #expect(result(head, Self.nvm + "\nRUN . /root/.nvm/nvm.sh && nvm install 22").contains("node/compiled-node"))
  }

  @Test func aShellThatTellsItsVersionStartsNoScript() {
    let steps = "RUN pip install flask==3.1.1\n"
    #expect(migrate(slim + "RUN bash --version\n" + steps).plan?.outcome == .split)
    #expect(outcome(migrate(slim + "RUN bash /srv/unknown\n" + steps)).contains("split/build-step"))
    let written = "RUN curl https://example.org/tool > /srv/tool && chmod +x /srv/tool\nWORKDIR /srv\n"
    #expect(outcome(migrate(slim + written + "RUN ./tool x\n" + steps)).contains("split/build-step"))
    #expect(!outcome(migrate(slim + written + "RUN ./other x\n" + steps)).contains("split/build-step"))
  }

  @Test func pipSyncInstalls() {
    let files = ["requirements.txt": "flask==3.1.1\n", "app.py": ""]
    let steps =
      "COPY requirements.txt .\nRUN pip install pip-tools && pip-sync requirements.txt\nCOPY . .\nCMD python app.py\n"
    check(
      steps, becomes: bare + "COPY --from=app-build /usr/local /usr/local\nCOPY . .\nCMD python app.py\n", files: files)
    let dev =
      slim.replacing("bookworm\n", with: "bookworm AS prod\n") + "COPY . .\nRUN pip install -r requirements.txt\n"
    var options = MigrationOptions()
    options.stage = "prod"
    let more = "FROM prod AS dev\nRUN pip-sync requirements.txt requirements_dev.txt\n"
    #expect(outcome(migrate(dev + more, files: files, options: options)) == "refused split/base-of-a-build")
    check("RUN pip-sync --pip-args=--user\nCMD python app.py\n", refused: "python/pip-sync-options", files: files)
  }

  @Test func aToolOfSeveralThatACommandBringsStaysWithItsStep() {
    let steps = "RUN pip install hatch\nRUN hatch version > /version\n"
    check(
      steps + "COPY r.txt .\nRUN pip install -r r.txt\nCOPY . .\nCMD python app.py\n",
      becomes: bare + steps + "RUN rm -rf /usr/local/lib/python*/site-packages\n"
        + "COPY --from=app-build /usr/local /usr/local\nCOPY . .\nCMD python app.py\n",
      files: ["r.txt": "flask==3.1.1\n", "app.py": ""])
  }

  /// What a tool brings can be of another version than what the application is locked to.
  @Test func failureMode32TwoVersionsOfAToolsPackagesDoNotMix() {
    let tool = "RUN pip install poetry && poetry config virtualenvs.create false\n"
    let rest = "COPY . .\nCMD poetry run python app.py\n"
    let files = ["pyproject.toml": "[tool.poetry]\n", "poetry.lock": "", "app.py": ""]
    check(
      tool + "COPY pyproject.toml poetry.lock .\nRUN poetry install --no-root\n" + rest,
      becomes: bare + tool + "RUN rm -rf /usr/local/lib/python*/site-packages\n"
        + "COPY --from=app-build /usr/local /usr/local\n" + rest, files: files)
    let uv = "RUN pip install uv\n"
    check(
      uv + "COPY r.txt .\nRUN uv pip install --system -r r.txt\nCOPY . .\nCMD uv run app.py\n",
      becomes: bare + uv + "COPY --from=app-build /usr/local /usr/local\nCOPY . .\nCMD uv run app.py\n",
      files: ["r.txt": "flask==3.1.1\n", "app.py": ""])
  }

  /// The step that stays starts a file which a later COPY brings again.
  @Test(arguments: [("get-pip.py", "python get-pip.py"), ("bin/pipstrap.py", "./bin/pipstrap.py")])
  func aScriptThatBringsAToolIsThereForIt(_ path: String, _ step: String) {
    let steps = "COPY \(path) \(path)\nRUN \(step)\n"
    check(
      steps + "COPY r.txt .\nRUN pip install -r r.txt\nCOPY . .\nCMD pip check && python app.py\n",
      becomes: bare + steps + "COPY --from=app-build /usr/local /usr/local\nCOPY . .\nCMD pip check && python app.py\n",
      files: ["r.txt": "flask==3.1.1\n", path: "print()\n", "app.py": ""])
  }

  @Test func pipCompileCanNeedACompiler() {
    check(
      "COPY r.in .\nRUN pip install pip-tools && pip-compile r.in > r.txt && pip install -r r.txt\nCOPY . .\nCMD python app.py\n",
      refused: "python/pip-compile", files: ["r.in": "flask", "app.py": ""])
  }

  /// Settings of a package manager do not show that only a build uses it.
  @Test func aManagerThatIsOnlySetUpStays() {
    let head =
      "FROM ubuntu:22.04\nRUN apt-get update && apt-get install -y gcc python3-venv nodejs npm && npm set progress=false\n"
    let result = migrate(
      head + "WORKDIR /app\nRUN python3 -m venv v\nCOPY r.txt .\nRUN v/bin/pip install -r r.txt\nCOPY . .\n"
        + "RUN v/bin/python run.py build\nCMD v/bin/python app.py\n",
      files: ["r.txt": "flask==3.1.1\n", "app.py": "", "run.py": "import tasks\n"])
    #expect(result.plan?.packages.first { $0.name == "npm" }?.decision == .kept)
  }

  /// Poetry, Pipenv and PDM follow an activated environment; the one on PATH that they lie in is their own.
  @Test(arguments: [
    ("poetry==2.1.3", "ENV POETRY_VIRTUALENVS_IN_PROJECT=1\n", "poetry install --no-root"),
    ("pipenv", "ENV PIPENV_VENV_IN_PROJECT=1\n", "pipenv sync"), ("pdm", "", "pdm sync --no-self"),
  ])
  func theEnvironmentOfAToolIsNotTheApplications(_ tool: String, _ setting: String, _ install: String) {
    let files = [
      "pyproject.toml": "[project]\nname = \"a\"\n", "poetry.lock": "", "pdm.lock": "", "Pipfile": "",
      "Pipfile.lock": "{}",
      "app.py": "",
    ]
    func found(_ more: String) -> String {
      outcome(
        migrate(
          "FROM python:3.12-slim\nRUN apt-get update && apt-get install -y gcc\nRUN python -m venv /opt/tool && /opt/tool/bin/pip install \(tool)\n"
            + "ENV PATH=/opt/tool/bin:/srv/.venv/bin:$PATH\n\(setting)\(more)WORKDIR /srv\nCOPY . .\nRUN \(install)\nCMD python app.py\n",
          files: files))
    }
    #expect(found("").contains("COPY --from=app-build /srv/.venv /srv/.venv\n"), "\(found(""))")
    let active = found("ENV VIRTUAL_ENV=/srv/other\n")
    #expect(active.contains("COPY --from=app-build /srv/other /srv/other\n"), "\(active)")
  }
}
