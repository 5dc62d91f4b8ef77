import MigrateKit
import Testing

/// Installs whose folder is said by other means than the usual ones, and installs that are hard to see.
@Suite struct MovedInstallCases {
  private let files = ["r.txt": "flask==3.1.1\n", "pyproject.toml": "", "poetry.lock": "", "pdm.lock": ""]
  private let rest = "COPY . .\nCMD python app.py\n"

  private func copy(_ steps: String) -> String {
    let text = outcome(migrate(slim + "WORKDIR /app\nCOPY . .\n" + steps + rest, files: files))
    return text.split(separator: "\n").first { $0.hasPrefix("COPY --from=app-build") }.map(String.init) ?? text
  }

  @Test(arguments: [
    ("RUN pip config set global.target /deps && pip install -r r.txt\n", "/deps"),
    ("RUN pip config set install.prefix /opt/p\nRUN pip install -r r.txt\n", "/opt/p"),
    ("RUN pip config set global.user true && pip install -r r.txt\n", "/root/.local"),
    ("RUN pip config set global.timeout 60 && pip install -r r.txt\n", "/usr/local"),
    ("RUN pip install poetry && poetry config virtualenvs.path /venvs && poetry install\n", "/venvs"),
    ("RUN pip install poetry && poetry config cache-dir /c\nRUN poetry install\n", "/c/virtualenvs"),
  ])
  func settingsThatMoveInstalls(_ steps: String, _ path: String) {
    #expect(copy(steps) == "COPY --from=app-build \(path) \(path)")
  }

  @Test(arguments: [
    ("RUN pip install --install-option=\"--install-purelib=/x\" -r r.txt\n", "python/install-option"),
    ("RUN pip install pdm && pdm config python.use_venv false && pdm sync\n", "python/pypackages"),
  ])
  func settingsThatNoRuleFollows(_ steps: String, _ id: String) { #expect(copy(steps).contains(id)) }

  @Test(arguments: [
    "$(command -v pip) install --user -r /more.txt", "\"$(which pip3)\" install x", "`which pip` install x",
    "$VENV/bin/pip install x", "\"${VENV}/bin/pip3\" install -r x",
  ])
  func programsThatAreNamedByTheirSpelling(_ line: String) {
    let script = "#!/bin/sh\n\(line)\nexec \"$@\"\n"
    let text =
      slim + "COPY r.txt .\nRUN pip install -r r.txt\nCOPY run.sh /run.sh\nENTRYPOINT [\"/run.sh\"]\nCMD [\"x\"]\n"
    let all = files.merging(["run.sh": script]) { $1 }
    #expect(outcome(migrate(text, files: all)).contains("split/install-at-start"), "\(line)")
    let other = ["run.sh": script.replacing("pip", with: "apip")]
    #expect(!outcome(migrate(text, files: files.merging(other) { $1 })).contains("split/install-at-start"), "\(line)")
  }

  @Test func autoremoveOfNamedPackagesRemovesThem() {
    check(
      "COPY r.txt .\nRUN pip install -r r.txt && apt-get -y autoremove gcc git\n" + rest,
      becomes: "COPY --from=app-build /usr/local /usr/local\n" + rest, files: files)
    check(
      "COPY r.txt .\nRUN pip install -r r.txt && apt-get -y autoremove\n" + rest,
      becomes: bare + "COPY --from=app-build /usr/local /usr/local\n" + rest, files: files)
  }
}
