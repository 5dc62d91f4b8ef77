import Classification
import MigrateKit
import Planning
import Testing

/// The packages of a plan as `name: decision`, with the evidence's place behind it.
private func packages(
  _ list: String, base: String = "python:3.12-slim-bookworm", rest: String = "", files: [String: String] = [:],
  compose: String? = nil, options: MigrationOptions = MigrationOptions()
) -> [String] {
  let manager = base.contains("alpine") ? "apk add" : "apt-get install -y --no-install-recommends"
  let result = migrate(
    "FROM \(base)\nRUN \(manager) \(list)\nRUN pip install flask\n\(rest)", files: files, compose: compose,
    options: options)
  return (result.plan?.packages ?? []).map { package in
    let decision =
      switch package.decision {
      case .removed: "-"
      case .kept: "+"
      case .replaced: package.replacement.joined(separator: " ")
      }
    return "\(package.name): \(decision)" + (package.evidence.map { " \($0.what)" } ?? "")
  }
}

/// What becomes of system packages.
@Suite struct PackageCases {
  @Test func roles() {
    #expect(packages("gcc ffmpeg nothing-known") == ["gcc: -", "ffmpeg: +", "nothing-known: +"])
  }

  @Test(arguments: [
    ("bookworm", "libicu-dev", "libicu72"), ("bullseye", "libicu-dev", "libicu67"),
    ("trixie", "libicu-dev", "libicu76"),
    ("bookworm", "libpq-dev", "libpq5"), ("bookworm", "default-libmysqlclient-dev", "libmariadb3"),
    ("bookworm", "libmagic-dev", "libmagic1"), ("bookworm", "libgdal-dev", "libgdal32"),
  ])
  func failureModes1To13HeadersBecomeTheLibrariesOfTheRelease(_ release: String, _ headers: String, _ library: String) {
    #expect(packages("gcc " + headers, base: "python:3.12-slim-" + release) == ["gcc: -", "\(headers): \(library)"])
  }

  @Test(arguments: [
    ("libpq-dev=15.13-0+deb12u1", "libpq5=15.13-0+deb12u1"), ("libpq-dev=15.*", "libpq5=15.*"),
    ("libpq-dev:amd64", "libpq5:amd64"), ("libpq-dev:amd64=15.13-0", "libpq5:amd64=15.13-0"),
    ("libpq-dev/bookworm-backports", "libpq5/bookworm-backports"),
    // the headers are of another source package than the library
    ("default-libmysqlclient-dev=1.1.0", "libmariadb3"), ("default-libmysqlclient-dev/bookworm-backports", "+"),
  ])
  func versionsStayWhereTheyAreTheLibrariesToo(_ headers: String, _ expected: String) {
    let name = headers.prefix { !"=:/".contains($0) }
    #expect(packages("gcc=4:12.2.0-3 " + headers) == ["gcc: -", "\(name): \(expected)"])
  }

  @Test(arguments: ["libpq-dev=${PQ}", "\"libpq-dev=${PQ}\"", "libpq-dev=$PQ"])
  func aVersionInAVariableStaysThere(_ word: String) {
    let file = "FROM python:3.12-slim-bookworm\nENV PQ=15.*\nRUN apt-get install -y gcc \(word)\n"
    let result = migrate(file + "RUN pip install flask==3.1.1\n")
    let variable = word.contains("{") ? "${PQ}" : "$PQ"
    let quote = word.hasPrefix("\"") ? "\"" : ""
    #expect(outcome(result).contains("install -y \(quote)libpq5=\(variable)\(quote)\n"), "\(outcome(result))")
  }

  @Test func aVersionThatIsLeftOutIsTold() {
    let file = "FROM python:3.12-slim-bookworm\nRUN apt-get install -y gcc default-libmysqlclient-dev=1.1.0\n"
    let notes = migrate(file + "RUN pip install flask==3.1.1\n").plan?.notes.filter { $0.id == "plan/version" } ?? []
    #expect(notes.count == 1)
    #expect(notes.first?.message.contains("place of `default-libmysqlclient-dev=1.1.0` without its version") == true)
  }

  @Test func failureMode1OnAlpine() {
    #expect(
      packages("gcc musl-dev postgresql-dev", base: "python:3.12-alpine") == [
        "gcc: libgcc", "musl-dev: -", "postgresql-dev: libpq",
      ])
  }

  @Test func failureMode5PangoComesWithItsParts() {
    let found = packages("gcc libpango1.0-dev")[1]
    for part in ["libpango-1.0-0", "libpangocairo-1.0-0", "libpangoft2-1.0-0"] { #expect(found.contains(part)) }
  }

  @Test func failureMode13NamesThatDifferFromReleaseToReleaseAreNotGuessed() {
    #expect(
      packages("gcc libicu-dev libpq-dev", base: "python:3.12-slim") == [
        "gcc: -", "libicu-dev: +", "libpq-dev: libpq5",
      ])
    #expect(
      packages("gcc libpq-dev libicu-dev", base: "python:3.12-slim-buster") == [
        "gcc: -", "libpq-dev: libpq5", "libicu-dev: +",
      ])
    #expect(packages("gcc libicu-dev", base: "example.org/own:1") == ["gcc: -", "libicu-dev: +"])
  }

  @Test func failureMode15ToolsOfHealthChecks() {
    for line in [
      "HEALTHCHECK CMD curl -f localhost", "HEALTHCHECK --interval=5s CMD [\"curl\", \"-f\", \"x\"]",
      "HEALTHCHECK CMD [\"/bin/sh\", \"-c\", \"curl -f x || exit 1\"]", "HEALTHCHECK CMD bash -c 'curl x'",
    ] {
      #expect(packages("gcc curl", rest: line + "\n") == ["gcc: -", "curl: + HEALTHCHECK"])
    }
  }

  @Test(arguments: [
    "healthcheck: {test: [CMD, make, x]}", "healthcheck: {test: make x}", "healthcheck: {test: \"${X:-make x}\"}",
    "command: make x", "command: [sh, -c, 'sleep 1; make x']", "entrypoint: make",
  ])
  func failureMode15And21ToolsOfComposeServices(_ line: String) {
    let found = packages("gcc make", compose: "services:\n  web:\n    build: .\n    \(line)\n")
    #expect(found.count == 2 && found[1].hasPrefix("make: + ") && found[1].hasSuffix("of service `web`"), "\(found)")
  }

  @Test func servicesOfOtherImagesNeedNothing() {
    #expect(
      packages("gcc make", compose: "services:\n  db:\n    image: x\n    command: make x\n") == ["gcc: -", "make: -"])
  }

  @Test func failureModes16And23ToolsThatScriptsCall() {
    #expect(
      packages(
        "gcc make", rest: "COPY start.sh /\nENTRYPOINT [\"/start.sh\"]\n",
        files: ["start.sh": "#!/bin/sh\nif [ -n \"$X\" ]; then\n  make x\nfi\nexec \"$@\"\n"])
        == ["gcc: -", "make: + start.sh, which ENTRYPOINT starts"])
    #expect(
      packages(
        "gcc make",
        files: [
          "run":
            "#!/usr/bin/env bash\nfunction cmd {\n  dc exec web \"${@}\"\n}\nfunction dc {\n  docker compose \"${@}\"\n}\nfunction t {\n  cmd make test\n}\n"
        ],
        compose: "services:\n  web:\n    build: .\n")
        == ["gcc: -", "make: + `cmd make test`"])
    #expect(packages("gcc make", rest: "", files: ["Procfile": "web: make serve\n"]) == ["gcc: -", "make: + Procfile"])
    let dev = ["bin/dev": "#!/bin/sh\nexec overmind start -f Procfile.dev\n", "Procfile.dev": "js: make watch\n"]
    #expect(
      packages("gcc make", rest: "COPY bin bin\nCMD bin/dev\n", files: dev) == ["gcc: -", "make: + Procfile.dev"])
    #expect(packages("gcc make", rest: "COPY . .\nCMD flask\n", files: dev) == ["gcc: -", "make: -"])
  }

  @Test func whatAStepUsesStays() {
    #expect(packages("gcc binutils", rest: "RUN objdump -x /bin/ls\n") == ["gcc: -", "binutils: +"])
  }

  @Test func whatTheUserSays() {
    var options = MigrationOptions()
    options.keep = ["gcc"]
    options.drop = ["ffmpeg"]
    #expect(packages("gcc g++ ffmpeg", options: options) == ["gcc: +", "g++: -", "ffmpeg: -"])
    #expect(packages("g++ gcc", rest: "# migrate: keep gcc\nCMD x\n") == ["g++: -", "gcc: +"])
  }

  @Test func failureMode24WhatWentSilentlyIsAddedByName() {
    let text = outcome(
      migrate(
        "FROM debian:bookworm-slim\nRUN apt-get install -y build-essential python3-venv\n"
          + "RUN python3 -m venv /v && /v/bin/pip install flask\n"))
    let run = "RUN apt-get install -y python3-distutils netbase python3\nCOPY --from=app-build /v /v\n"
    #expect(text.contains(run), "\(text)")
  }

  @Test func failureMode8LibrariesOfTheCompiler() {
    check(
      "RUN pip install -r requirements.txt\n",
      becomes:
        "RUN apt-get update && apt-get install -y --no-install-recommends libgomp1 git\nCOPY --from=app-build /usr/local /usr/local\n",
      files: ["requirements.txt": "lightgbm\n"])
  }

  @Test func failureMode22CompilersAtRunTime() {
    check("RUN pip install x\n", refused: "split/runtime-compiler", files: ["requirements.txt": "triton==3\n"])
  }

  @Test func failureMode63InstallBuildPurge() {
    for line in [
      "RUN apt-get install -y gcc && pip install x && apt-get purge -y --auto-remove gcc\n",
      "RUN apt-get install -y gcc && pip install x && apt-get purge -y gcc && apt-get autoremove -y\n",
      "RUN apt-get install -y gcc && pip install x && apt-get purge -y gcc\nRUN apt-get -y autoremove\n",
      "RUN D='gcc make'; apt-get install -y $D; pip install x; apt-get purge -y --auto-remove $D\n",
    ] {
      check(line, becomes: "nothing-to-gain", head: "FROM python:3.12-slim-bookworm\n")
    }
    // the compiler itself came along with `gcc`, and stays unless the package manager takes it along from there on
    for line in [
      "RUN apt-get install -y gcc && pip install x && apt-get purge -y gcc\n",
      "RUN apt-get -y autoremove && apt-get install -y gcc && pip install x && apt-get purge -y gcc\n",
      "RUN apt-get install -y gcc && pip install x && apt-get purge -y gcc && echo autoremove\n",
    ] {
      check(
        line, becomes: "COPY --from=app-build /usr/local /usr/local\n", head: "FROM python:3.12-slim-bookworm\n")
    }
    // so does the library that came along with its headers
    check(
      "RUN apt-get install -y gcc libpq-dev && pip install psycopg2 && apt-get purge -y gcc libpq-dev\n",
      becomes: "RUN apt-get install -y libpq5\nCOPY --from=app-build /usr/local /usr/local\n",
      head: "FROM python:3.12-slim-bookworm\n")
    check(
      "RUN apk add --no-cache --virtual .b gcc && pip install x && apk del .b\n", becomes: "nothing-to-gain",
      head: "FROM python:3.12-alpine\n")
  }
}
