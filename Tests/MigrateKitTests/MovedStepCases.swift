import MigrateKit
import Testing

/// Steps and copies around an install: what leaves the run stage must be missed by nothing that stays.
@Suite struct MovedStepCases {
  private let requirements = ["requirements.txt": "flask\n", "manage.py": "", "data.tar.gz": ""]
  private let copied = "COPY --from=app-build /usr/local /usr/local\n"

  @Test func copyThatOnlyTheInstallReads() {
    check(
      "WORKDIR /app\nCOPY requirements.txt .\nRUN pip install -r requirements.txt\nCOPY . .\n",
      becomes: bare + "WORKDIR /app\nCOPY --from=app-build /usr/local /usr/local\nCOPY . .\n", files: requirements)
  }

  @Test func copyThatAStepReadsBeforeItIsBroughtAgain() {
    for step in ["RUN python manage.py check", "RUN test -f manage.py", "RUN cp manage.py /x"] {
      check(
        "WORKDIR /app\nCOPY manage.py requirements.txt ./\nRUN pip install -r requirements.txt\n\(step)\nCOPY . .\n",
        becomes: bare
          + "WORKDIR /app\nCOPY manage.py requirements.txt ./\nCOPY --from=app-build /usr/local /usr/local\n\(step)\nCOPY . .\n",
        files: requirements)
    }
  }

  @Test func copyThatMadeTheFolder() {
    check(
      "COPY requirements.txt /app/\nRUN cd /app && pip install -r requirements.txt && useradd app\nCOPY . /app\n",
      becomes: bare
        + "COPY requirements.txt /app/\nCOPY --from=app-build /usr/local /usr/local\nRUN cd /app && useradd app\nCOPY . /app\n",
      files: requirements)
    check(
      "COPY requirements.txt /app/r.txt\nRUN pip install -r /app/r.txt && chown -R 1:1 /app\nCOPY requirements.txt /app/r.txt\n",
      becomes: bare
        + "COPY requirements.txt /app/r.txt\nCOPY --from=app-build /usr/local /usr/local\nRUN chown -R 1:1 /app\n"
        + "COPY requirements.txt /app/r.txt\n",
      files: requirements)
  }

  @Test func copyIntoAFolderThatIsThere() {
    check(
      "RUN mkdir -p /app\nCOPY requirements.txt /app/r.txt\nRUN cd /app && pip install -r r.txt && useradd app\n"
        + "COPY requirements.txt /app/r.txt\n",
      becomes: bare
        + "RUN mkdir -p /app\nCOPY --from=app-build /usr/local /usr/local\nRUN cd /app && useradd app\n"
        + "COPY requirements.txt /app/r.txt\n",
      files: requirements)
  }

  @Test func copiesThatBringLessOrMore() {
    for (first, second) in [
      ("ADD data.tar.gz .", "COPY . ."), ("COPY requirements.txt .", "COPY --exclude=*.txt . ."),
      ("COPY requirements.txt .", "COPY --parents . ."), ("COPY requirements.txt .", "COPY . sub/"),
    ] {
      check(
        "WORKDIR /app\n\(first)\nRUN pip install flask\n\(second)\n",
        becomes: bare + "WORKDIR /app\n\(first)\nCOPY --from=app-build /usr/local /usr/local\n\(second)\n",
        files: requirements)
    }
  }

  @Test func ownerOfAFolderThatIsCopiedLater() {
    check(
      "RUN useradd -m app\nRUN python -m venv /opt/venv && chown -R app:app /opt/venv\nENV PATH=/opt/venv/bin:$PATH\n"
        + "USER app\nRUN pip install flask\n",
      becomes: bare + "RUN useradd -m app\nENV PATH=/opt/venv/bin:$PATH\nUSER app\n"
        + "COPY --chown=app:app --from=app-build /opt/venv /opt/venv\n")
    check(
      "RUN python -m venv /opt/venv && ln -s /opt/venv/bin/python /opt/python && chown -R 1:1 /opt/venv /opt/python\n"
        + "RUN /opt/venv/bin/pip install flask\n",
      refused: "split/early-use")
  }

  @Test func failureMode46ArgumentThatAProgramReadsWithoutItsName() {
    check(
      "ARG MODE=prod\nRUN pip install -r $MODE.txt\nRUN python manage.py collectstatic\n",
      becomes: bareWithUnknownPackages
        + "ARG MODE=prod\nCOPY --from=app-build /usr/local /usr/local\nRUN python manage.py collectstatic\n")
    // What names the package manager's own keys is none of the application's.
    check(
      "ARG PIP_INDEX_URL\nRUN pip install -i $PIP_INDEX_URL flask\nRUN python manage.py collectstatic\n",
      becomes: bare + "COPY --from=app-build /usr/local /usr/local\nRUN python manage.py collectstatic\n")
    check(
      "ARG MODE=prod\nRUN pip install -r $MODE.txt\n",
      becomes: bareWithUnknownPackages + "COPY --from=app-build /usr/local /usr/local\n")
  }

  @Test func stepsThatCanNeedACompiler() {
    for step in [
      "make -C src", "curl -sSL https://example.org/x.sh | sh", "bash /tmp/unknown.sh",
      "retry pip install x",
      "python setup.py develop", "env A=b clang x.c", "bash -lc 'cargo build'",
    ] {
      check("RUN pip install flask\nRUN \(step)\n", refused: "split/build-step")
    }
    check(
      "RUN cat r.txt | xargs -n 1 pip install\n",
      becomes: bareWithUnknownPackages + "COPY --from=app-build /usr/local /usr/local\n")
    check("RUN pip install flask\nRUN env A=b gcc x.c\n", becomes: "nothing-to-gain")
  }

  @Test func installThatACommentKeeps() {
    check("# migrate: ignore\nRUN pip install flask\n", refused: "split/ignored-install")
    check(
      "# migrate: ignore\nRUN pip install flask\n", becomes: "nothing-to-gain",
      head: "FROM python:3.12-slim-bookworm\n# migrate: ignore\nRUN apt-get install -y gcc\n")
  }

  private static let clone = "WORKDIR /srv\nRUN python -m venv env\nRUN git clone https://git.example.org/a/b.git lib/b"
  private static let start = "COPY app.py .\nCMD env/bin/python app.py\n"

  @Test func aRepositoryIsClonedOnceWhereItsFolderIsCopied() {
    check(
      Self.clone + " && env/bin/pip install -e lib/b\n" + Self.start,
      becomes: bareWithUnknownPackages + "WORKDIR /srv\nCOPY --from=app-build /srv/env /srv/env\n"
        + "COPY --from=app-build /srv/lib/b /srv/lib/b\n" + Self.start, files: ["app.py": ""])
  }

  @Test(arguments: [
    " && env/bin/pip install -e lib/b && cp lib/b/conf /etc/b.conf\n", "\nRUN env/bin/pip install -e lib/b\n",
    " && cp lib/b/conf /etc/b.conf && env/bin/pip install -e lib/b\n", " && env/bin/pip install flask\n",
  ])
  func aCloneThatMayBeReadBeforeTheCopyStays(_ rest: String) {
    let text = outcome(migrate(slim + Self.clone + rest + Self.start, files: ["app.py": ""]))
    #expect(text.split(separator: "\nFROM ").last?.contains("git clone") == true, "\(text)")
  }

  @Test(arguments: [
    "RUN curl -O https://bootstrap.pypa.io/get-pip.py && python3 get-pip.py && rm get-pip.py",
    "RUN wget https://bootstrap.pypa.io/get-pip.py\nRUN python3 get-pip.py\nRUN rm get-pip.py",
  ])
  func aDownloadedInstallerGoesAsAWhole(_ steps: String) {
    check(steps + "\nRUN pip install flask\n", becomes: bare + copied)
  }

  @Test(arguments: [
    "curl -o /tmp/poetry ", "curl -sSLo /tmp/poetry ", "curl -sSL --output=/tmp/poetry ", "wget -qO /tmp/poetry ",
    "wget -O/tmp/poetry ", "curl -sSL >/tmp/poetry ",
  ])
  func whatIsDownloadedStaysWithWhatNamesIt(_ download: String) {
    let steps = "RUN \(download)https://install.python-poetry.org\n"
    let reader = "RUN cp /tmp/poetry /usr/share/kept\n"
    check(steps + reader + "RUN pip install flask\n", becomes: bare + steps + reader + copied)
  }

  @Test func clearedCachesGoWithWhatFillsThem() {
    check("RUN pip install flask\nRUN rm -r /root/.cache\nCMD [\"x\"]\n", becomes: bare + copied + "CMD [\"x\"]\n")
    let install = "RUN pip install flask\n"
    let other = "RUN python manage.py migrate\nRUN rm -r /root/.cache\n"
    check(install + other, becomes: bare + copied + other)
  }

  @Test func whatLeadsOutOfTheContextIsLeftOutOfAPath() {
    check(
      "WORKDIR /app\nCOPY ../requirements.txt ../../x/.. ./\nRUN pip install -r requirements.txt\nCOPY ../. .\n",
      becomes: bare + "WORKDIR /app\n" + copied + "COPY ../. .\n", files: ["requirements.txt": "flask==3.1.1\n"])
  }

  @Test func aRemovedListIsNotRemovedWhereItNeverCame() {
    let files = ["requirements.txt": "flask==3.1.1\n", "app.py": ""]
    let head = "WORKDIR /app\nCOPY requirements.txt .\nRUN pip install -r requirements.txt\n"
    check(
      head + "RUN rm requirements.txt && rm -r ~/.cache\nCOPY . .\n",
      becomes: bare + "WORKDIR /app\n" + copied + "COPY . .\n", files: files)
    check(
      head + "COPY . .\nRUN rm requirements.txt\n",
      becomes: bare + "WORKDIR /app\n" + copied + "COPY . .\nRUN rm requirements.txt\n", files: files)
  }

  @Test(arguments: ["['mix', 'run']", "\"mix run --no-halt\"", "[\"mix\",\n  \"run\"]"])
  func toolsThatAProgramStartsStay(_ call: String) {
    let head =
      "FROM elixir:1.18-slim\nRUN apt-get update && apt-get install -y build-essential git python3\nWORKDIR /app\n"
    let steps = "COPY . .\nRUN mix local.hex --force\nRUN mix deps.get && mix compile\nENTRYPOINT [\"./start.py\"]\n"
    let files = ["mix.exs": "", "mix.lock": "%{\"a\": {:hex}}", "start.py": "#!/usr/bin/env python3\nrun(\(call))\n"]
    let found = outcome(migrate(head + steps, files: files))
    #expect(found.split(separator: "\nFROM").last?.contains("RUN mix local.hex --force\n") == true, "\(found)")
    let without = outcome(migrate(head + steps, files: files.merging(["start.py": "#!/usr/bin/env python3\n"]) { $1 }))
    #expect(without.split(separator: "\nFROM").last?.contains("local.hex") == false, "\(without)")
  }

  @Test func anImageThatStartsWhatItIsToldIsNoApplication() {
    let steps = "RUN pip install awscli\nCOPY entry.sh /usr/local/bin/entry\nENTRYPOINT [\"/usr/local/bin/entry\"]\n"
    let files = ["entry.sh": "#!/bin/sh\nset -e\nexec \"$@\"\n", "app.py": ""]
    check(steps, refused: "split/idle-container", files: files)
    #expect(outcome(migrate(slim + steps + "CMD [\"aws\"]\n", files: files)).hasPrefix("FROM"))
    #expect(outcome(migrate(slim + steps + "WORKDIR /app\nCOPY app.py .\n", files: files)).hasPrefix("FROM"))
  }

  @Test func aLockFileThatTheInstallWritesIsCopied() {
    let head =
      "FROM ruby:3.4-slim-bookworm\nRUN apt-get update && apt-get install -y --no-install-recommends gcc\nWORKDIR /app\n"
    let steps = "COPY . .\nRUN bundle install\nCMD [\"bundle\", \"exec\", \"puma\"]\n"
    let copy = "COPY --from=app-build /app/Gemfile.lock /app/Gemfile.lock\n"
    #expect(outcome(migrate(head + steps, files: ["Gemfile": "gem 'puma'\n"])).contains(copy))
    #expect(
      !outcome(migrate(head + steps, files: ["Gemfile": "gem 'puma'\n", "Gemfile.lock": "GEM\n"])).contains(copy))
  }

  @Test func webpackerStartsYarnOutsideOfProduction() {
    let head =
      "FROM ruby:3.4-slim-bookworm\nRUN apt-get update && apt-get install -y --no-install-recommends gcc npm\nWORKDIR /app\n"
    let steps =
      "COPY . .\nRUN bundle install\nRUN npm install -g yarn && yarn install\nCMD [\"bundle\", \"exec\", \"puma\"]\n"
    let files = [
      "Gemfile": "", "Gemfile.lock": "GEM\n  specs:\n    webpacker (5.4.4)\n", "package.json": "{}", "yarn.lock": "",
    ]
    func keepsYarn(_ text: String) -> Bool {
      outcome(migrate(text, files: files)).split(separator: "\nFROM").last?.contains("npm install -g yarn") == true
    }
    #expect(keepsYarn(head + steps) && !keepsYarn(head + "ENV RAILS_ENV=production\n" + steps))
  }

  @Test func usersAreMadeOnTheSmallerImageToo() {
    let steps =
      "RUN adduser --system web\nWORKDIR /app\nCOPY . .\nRUN pip install -r requirements.txt\nCMD [\"python\", \"a.py\"]\n"
    let files = ["requirements.txt": "psycopg2==2.9.9\n", "a.py": "import psycopg2\n"]
    let found = outcome(migrate("FROM python:3.13-trixie\n" + steps, files: files))
    let install = "apt-get update && apt-get install -y --no-install-recommends media-types libpq5 adduser "
    #expect(found.contains("FROM python:3.13-slim-trixie AS app\nRUN \(install)"), "\(found)")
  }

  @Test(arguments: [
    ("COPY bin/prepare.sh bin/prepare.sh\nRUN bin/prepare.sh\n", "#!/bin/sh\nuseradd -m app\nmkdir -p /data\n"),
    ("COPY bin/prepare.sh bin/prepare.sh\nRUN sh bin/prepare.sh\n", "echo x\n"),
    ("COPY bin bin\nRUN bin/prepare.sh\n", "#!/bin/sh\nmkdir -p /data\n"),
    ("COPY bin/* bin/\nRUN bin/prepare.sh\n", "#!/bin/sh\n. bin/lib.sh\n"),
    ("COPY set.ini .\nCOPY bin bin\nRUN bin/prepare.sh\n", "while read -r l; do mkdir -p /d/$l; done < set.ini\n"),
    ("COPY set.ini .\nRUN while read -r l; do mkdir -p /d/$l; done < set.ini\n", ""),
    ("COPY set.ini .\nRUN sort < set.ini > /etc/x\n", ""),
  ])
  func filesComeBeforeTheStepsThatReadThem(_ steps: String, _ script: String) {
    check(
      "WORKDIR /app\n" + steps + "COPY r.txt .\nRUN pip install -r r.txt\nCOPY . .\nCMD python app.py\n",
      becomes: bare + "WORKDIR /app\n" + steps
        + "COPY --from=app-build /usr/local /usr/local\nCOPY . .\nCMD python app.py\n",
      files: [
        "set.ini": "a", "bin/prepare.sh": script, "bin/lib.sh": "mkdir -p /data\n", "r.txt": "flask==3.1.1\n",
        "app.py": "",
      ])
  }
}

/// Commands that install and write something besides.
@Suite struct LostWriteCases {
  private func result(_ step: String) -> String {
    let file =
      "FROM python:3.12-slim\nRUN apt-get update && apt-get install -y gcc libpq-dev\nWORKDIR /app\nCOPY . .\n"
      + "RUN \(step)\nCMD [\"gunicorn\", \"app:app\"]\n"
    return outcome(migrate(file, files: ["r.txt": "psycopg2==2.9.9\n", "a": "1\n"]))
  }

  @Test(arguments: [
    "(cat a | tee -a /root/.bashrc && pip install -r r.txt)", "(pip install -r r.txt && echo x >> /root/.bashrc)",
    "for p in psycopg2 flask; do pip install $p; echo $p >> /etc/packages; done",
    "(cp a /etc/b && pip install -r r.txt)",
    "if pip install -r r.txt; then mv a /srv/; fi", "(sed -i s/x/y/ /etc/profile; pip install -r r.txt)",
    "(pip install -r r.txt && mkdir -p /data)", "(cp a b && pip install -r r.txt)",
    "(pip install -r r.txt && ln -s /app/a /a)",
  ])
  func areNotLost(_ step: String) {
    #expect(result(step) == "refused split/mixed-command", "\(result(step))")
  }

  @Test(arguments: [
    "(pip install -r r.txt | tee /tmp/log)", "(cp a /tmp/b && pip install -r /tmp/b)",
    "(sed s/x/y/ a && pip install -r r.txt)",
    "(cd /tmp && cp /app/r.txt here && pip install -r here)", "(pip install -r r.txt 2>/dev/null)",
    "(pip install -r r.txt && cp a /usr/local/share/a)", "(pip install -r r.txt && rm -rf /root/.cache)",
  ])
  func ofTheInstallGoAlong(_ step: String) {
    #expect(result(step).contains("COPY --from=app-build /usr/local /usr/local\nCMD"), "\(result(step))")
  }
}
