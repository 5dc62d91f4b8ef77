import MigrateKit
import Planning
import Testing

/// Where installs put packages, seen from the copy that brings them: a wrong path is a build that fails.
@Suite struct InstallPathCases {
  @Test func homeOfTheUserThatACommandMade() {
    check(
      "RUN useradd -m -d /srv/app app\nUSER app\nRUN pip install --user flask\n",
      becomes: bare
        + "RUN useradd -m -d /srv/app app\nUSER app\n"
        + "COPY --chown=app:app --from=app-build /srv/app/.local /srv/app/.local\n")
  }

  @Test func homeOfAUserByNumber() {
    check(
      "RUN useradd -u 1000 -m app\nUSER 1000\nRUN pip install --user flask\n",
      becomes: bare
        + "RUN useradd -u 1000 -m app\nUSER 1000\n"
        + "COPY --chown=1000 --from=app-build /home/app/.local /home/app/.local\n")
  }

  @Test(arguments: ["USER 1000", "USER nobody", "USER $WHO", "RUN adduser --system app\nUSER app"])
  func unknownHome(_ user: String) {
    check(user + "\nRUN pip install --user flask\n", refused: "split/unknown-install-path")
  }

  @Test func commandAsAnotherUser() {
    check(
      "RUN useradd -m app\nRUN su app -c 'pip install --user flask'\n",
      becomes: bare + "RUN useradd -m app\n"
        + "COPY --chown=app:app --from=app-build /home/app/.local /home/app/.local\n")
    for prefix in ["sudo -u app", "sudo -Hu app", "sudo -nuapp", "sudo --user=app", "doas -u app", "runuser -u app --"]
    {
      check(
        "RUN useradd -m app\nRUN \(prefix) pip install --user flask\n",
        becomes: bare + "RUN useradd -m app\n"
          + "COPY --chown=app:app --from=app-build /home/app/.local /home/app/.local\n")
    }
  }

  @Test func variablesOfANestedShell() {
    check(
      "RUN PIP_TARGET=/opt/lib bash -c 'pip install flask'\n",
      becomes: bare + "COPY --from=app-build /opt/lib /opt/lib\n")
  }

  @Test func environmentThatIsSecondOnPath() {
    check(
      "RUN python -m venv /opt/venv\nENV PATH=/root/.local/bin:/opt/venv/bin:$PATH\nRUN pip install flask\n",
      becomes: bare
        + "ENV PATH=/root/.local/bin:/opt/venv/bin:$PATH\nCOPY --from=app-build /opt/venv /opt/venv\n")
  }

  @Test func environmentOfAnotherStage() {
    check(
      "COPY --from=deps /opt/venv /srv/venv\nENV PATH=/srv/venv/bin:$PATH\nRUN pip install flask\n",
      becomes: bare
        + "COPY --from=deps /opt/venv /srv/venv\nENV PATH=/srv/venv/bin:$PATH\n"
        + "COPY --from=app-build /srv/venv /srv/venv\n",
      head: "FROM python:3.12-slim-bookworm AS deps\nRUN python -m venv /opt/venv\n\n" + slim)
  }

  @Test func folderOfASubshellIsLeft() {
    let result = "WORKDIR /app\nCOPY . .\nCOPY --from=app-build /app/.venv /app/.venv\n"
    for command in [
      "(cd /tmp && ls) && python -m venv .venv && .venv/bin/pip install flask",
      "cd /tmp && ls && cd - && python -m venv .venv && .venv/bin/pip install flask",
      "cd /tmp | true; python -m venv .venv && .venv/bin/pip install flask",
      "bash -c 'cd /tmp && ls' && python -m venv .venv && .venv/bin/pip install flask",
      "(cd /tmp && (cd /var; ls) && cd /app && python -m venv .venv && .venv/bin/pip install flask)",
    ] {
      check("WORKDIR /app\nCOPY . .\nRUN \(command)\n", becomes: bare + result)
    }
  }

  @Test func folderThatIsNotKnown() {
    for command in ["cd $(mktemp -d)", "pushd /tmp && popd"] {
      check(
        "WORKDIR /app\nRUN \(command) && python -m venv .venv\nRUN pip install flask\n",
        refused: "split/unknown-install-path")
    }
  }

  @Test func failureMode52EachPathStandsWhereItsOwnInstallStood() {
    check(
      "RUN pip install flask\nRUN useradd -m app\nUSER app\nRUN pip install --user gunicorn\n",
      becomes: bare + "COPY --from=app-build /usr/local /usr/local\nRUN useradd -m app\nUSER app\n"
        + "COPY --chown=app:app --from=app-build /home/app/.local /home/app/.local\n")
  }

  /// A command that stays finds the folders that it had.
  @Test(arguments: [
    "RUN python -m venv /opt/venv && mkdir /opt/venv/etc\n",
    "RUN python -m venv /opt/venv && echo x > /opt/venv/marker\n",
    "RUN python -m venv /opt/venv && (echo x; echo y) > /opt/venv/marker\n",
    "WORKDIR /opt\nRUN python -m venv venv && touch venv/marker\n",
  ])
  func stepsInsideAnEnvironmentThatIsCopiedLater(_ steps: String) {
    check(steps + "RUN /opt/venv/bin/pip install flask\n", refused: "split/early-use")
  }

  @Test func foldersAboveAnEnvironment() {
    let install = "RUN /opt/app/venv/bin/pip install flask\n"
    let copy = "COPY --from=app-build /opt/app/venv /opt/app/venv\n"
    check("RUN python -m venv /opt/app/venv && mkdir /opt/app/tmp\n" + install, refused: "split/early-use")
    check(
      "RUN python -m venv /opt/app/venv\nRUN echo x > /opt/app/marker\n" + install, refused: "split/early-use")
    for (steps, rest) in [
      ("RUN python -m venv /opt/app/venv && mkdir -p /opt/app/tmp\n", "RUN mkdir -p /opt/app/tmp\n"),
      (
        "RUN mkdir /opt/app && python -m venv /opt/app/venv && mkdir /opt/app/tmp\n",
        "RUN mkdir /opt/app && mkdir /opt/app/tmp\n"
      ),
      ("WORKDIR /opt/app\nRUN python -m venv venv && mkdir tmp\n", "WORKDIR /opt/app\nRUN mkdir tmp\n"),
      (
        "RUN useradd -m -d /opt/app app\nRUN python -m venv /opt/app/venv && mkdir /opt/app/tmp\n",
        "RUN useradd -m -d /opt/app app\nRUN mkdir /opt/app/tmp\n"
      ),
    ] {
      check(steps + install, becomes: bare + rest + copy)
    }
  }

  /// The folder into which a tool goes that stays; and the tool that a step uses which stays.
  @Test func environmentOfATool() {
    let install = "WORKDIR /app\nENV POETRY_VIRTUALENVS_IN_PROJECT=1\nRUN poetry install\n"
    let rest = "WORKDIR /app\nENV POETRY_VIRTUALENVS_IN_PROJECT=1\nCOPY --from=app-build /app/.venv /app/.venv\n"
    for tool in [
      "RUN python -m venv /opt/poetry && /opt/poetry/bin/pip install poetry\n",
      "RUN python -m venv /opt/poetry\nRUN . /opt/poetry/bin/activate && pip install poetry\n",
      "RUN python -m venv /opt/poetry/venv && /opt/poetry/venv/bin/pip install poetry && mkdir /opt/poetry/bin\n",
    ] {
      check(
        tool + install + "CMD [\"poetry\", \"run\", \"flask\"]\n",
        becomes: bareWithUnknownPackages + tool + rest + "CMD [\"poetry\", \"run\", \"flask\"]\n")
    }
    let unused = "RUN python -m venv /opt/poetry && /opt/poetry/bin/pip install poetry\n"
    check(
      unused + install,
      becomes: bareWithUnknownPackages + "WORKDIR /app\nCOPY --from=app-build /app/.venv /app/.venv\n")
    let folder =
      "RUN python -m venv /opt/poetry/venv && /opt/poetry/venv/bin/pip install poetry && mkdir /opt/poetry/bin\n"
    check(
      folder + install,
      becomes: bareWithUnknownPackages + "RUN python -m venv /opt/poetry/venv && mkdir /opt/poetry/bin\n"
        + "WORKDIR /app\nCOPY --from=app-build /app/.venv /app/.venv\n")
  }

  @Test func toolOfAStepThatStays() {
    let setting = "RUN poetry config repositories.own \"$(python -c 'print(1)')\"\n"
    let head = "ENV POETRY_VIRTUALENVS_IN_PROJECT=1\nWORKDIR /app\n"
    check(
      "RUN pip install poetry\n" + head + setting + "RUN poetry install\n",
      becomes: bareWithUnknownPackages + "RUN pip install poetry\n" + head + setting
        + "COPY --from=app-build /app/.venv /app/.venv\n")
    check(
      "RUN pip install poetry\n" + head
        + "RUN poetry source add own https://packages.example.org/\nRUN poetry install\n",
      becomes: bareWithUnknownPackages + "WORKDIR /app\nCOPY --from=app-build /app/.venv /app/.venv\n")
  }

  @Test(arguments: [
    ("uv sync --frozen", "build-backend = \"maturin\"", true),
    ("uv sync --no-install-project", "build-backend = \"maturin\"", false),
    ("uv sync --no-editable", "build-backend = \"maturin\"", false),
    ("uv sync", "build-backend = \"hatchling.build\"", false),
    ("uv sync", "[tool.hatch.build.hooks.vcs]", true), ("poetry install", "[tool.poetry.build]", true),
    ("poetry install", "build = \"build.py\"", true), ("poetry install --no-root", "build = \"build.py\"", false),
    ("poetry install", "build-backend = \"poetry.core.masonry.api\"", false),
    ("pdm install", "version_file = \"a.py\"", true),
    ("pdm install --no-self", "version_file = \"a.py\"", false),
    ("pdm install", "build-backend = \"pdm.backend\"", false),
  ])
  func whatTheProjectsOwnBuildLeavesInItsSource(_ command: String, _ line: String, _ isCopied: Bool) {
    let project = ["pyproject.toml": line + "\n", "uv.lock": "", "poetry.lock": "", "pdm.lock": ""]
    let head = "ENV POETRY_VIRTUALENVS_IN_PROJECT=1\nWORKDIR /app\nCOPY pyproject.toml .\n"
    let result = outcome(migrate(slim + head + "RUN \(command)\nCMD [\"x\"]\n", files: project))
    #expect(result.contains("\nCOPY --from=app-build /app /app\n") == isCopied, "\(result)")
    #expect(result.contains("--from=app-build /app/.venv") == !isCopied, "\(result)")
  }

  @Test(arguments: [
    "virtualenvs.create false", "settings.virtualenvs.create false", "--local virtualenvs.create False",
  ])
  func poetryWithoutEnvironments(_ setting: String) {
    let files = ["pyproject.toml": "[tool.poetry]\nname = \"a\"\n", "poetry.lock": "", "app.py": ""]
    let result = migrate(
      slim + "RUN pip install poetry==0.12.15\nCOPY pyproject.toml poetry.lock ./\n"
        + "RUN poetry config \(setting) && poetry install --no-dev\nCOPY . .\nCMD python app.py\n", files: files)
    #expect(result.plan?.copies.map(\.path) == ["/usr/local"])
  }
}
