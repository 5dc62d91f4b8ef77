import MigrateKit
import Testing

/// Lists of packages that one RUN fetches and another one looks into, upgrades, and packages that a RUN installs for
/// several of its commands and removes again.
@Suite struct PackageListCases {
  private let files = [
    "r.txt": "flask==3.0.0\n", "a.py": "import flask\n", "package.json": "{}", "package-lock.json": "{}",
  ]
  private let debian = "FROM python:3.12-slim-bookworm\n"
  private let alpine = "FROM python:3.12-alpine\n"
  private let install = "RUN pip install -r r.txt\n"
  private let copied = "COPY --from=app-build /usr/local /usr/local\n"
  private let rest = "COPY . .\nCMD python a.py\n"

  @Test(arguments: [
    ("RUN apt-get update && apt-get install -y gcc\n", "RUN apt-get update\n"),
    ("RUN apt-get update; apt-get install -y gcc make; apt-get clean\n", "RUN apt-get update\n"),
    ("RUN set -ex && apt update && apt install -y gcc\n", "RUN set -ex && apt update\n"),
  ])
  func listsThatALaterInstallNeedsAreFetched(_ first: String, _ left: String) {
    let later = "RUN apt-get install -y curl && rm -rf /var/lib/apt/lists/*\n"
    check(
      first + later + "COPY r.txt .\n" + install + rest, becomes: left + later + copied + rest,
      head: debian, files: files)
  }

  @Test(arguments: [
    "RUN apt-get update && apt-get install -y curl\n", "RUN useradd app\n", "RUN apt-get install -y g++\n",
  ])
  func listsThatNoInstallNeedsAreNot(_ later: String) {
    check(
      "RUN apt-get update && apt-get install -y gcc\n" + later + "COPY r.txt .\n" + install + rest,
      becomes: (later.contains("g++") ? "" : later) + copied + rest, head: debian, files: files)
  }

  @Test func aStageThatStartsFromThisOneNeedsThemToo() {
    let last = "FROM app AS last\nRUN apt-get install -y curl\nCMD python a.py\n"
    let text = "FROM python:3.12-slim-bookworm AS app\nRUN apt-get update && apt-get install -y gcc\nCOPY r.txt .\n"
    var options = MigrationOptions()
    options.stage = "app"
    let result = migrate(text + install + "COPY . .\n" + last, files: files, options: options)
    #expect(outcome(result).contains("AS app\nRUN apt-get update\n"), "\(outcome(result))")
  }

  @Test func listsOfAlpine() {
    let first = "RUN apk update && apk add go\n"
    check(
      first + "RUN apk add curl\nCOPY r.txt .\n" + install + rest,
      becomes: "RUN apk update\nRUN apk add curl\n" + copied + rest, head: alpine, files: files)
    check(
      first + "RUN apk add --no-cache curl\nCOPY r.txt .\n" + install + rest,
      becomes: "RUN apk add --no-cache curl\n" + copied + rest, head: alpine, files: files)
  }

  @Test(arguments: [
    ("apt-get update && apt-get upgrade -y", " && apt-get install -y gcc && rm -rf /var/lib/apt/lists/*", "apt"),
    ("apk upgrade --no-cache", " && apk add --no-cache go", "apk"),
  ])
  func upgradesStay(_ upgrade: String, _ more: String, _ manager: String) {
    let tidied = manager == "apt" ? " && rm -rf /var/lib/apt/lists/*" : ""
    check(
      "RUN " + upgrade + more + "\nCOPY r.txt .\n" + install + rest,
      becomes: "RUN " + upgrade + tidied + "\n" + copied + rest, head: manager == "apt" ? debian : alpine,
      files: files)
  }

  @Test func anUpgradeOfItsOwnStaysWithItsLists() {
    check(
      "RUN apt-get update\nRUN apt-get -y upgrade\nRUN apt-get install -y gcc\nCOPY r.txt .\n" + install + rest,
      becomes: "RUN apt-get update\nRUN apt-get -y upgrade\n" + copied + rest, head: debian, files: files)
  }

  /// What a step may read is there before it.
  @Test(arguments: [
    ("git", "git clone https://example.com/x /x"), ("curl", "curl -o /x https://example.com/x"),
    ("locales", "sed -i s/x/y/ /etc/locale.gen && locale-gen"), ("unzip wget", "wget -O /x y && unzip /x"),
    ("tzdata", "cp /usr/share/zoneinfo/Europe/Paris /etc/localtime"),
    ("tzdata", "ln -s /usr/share/zoneinfo/Europe/Paris /etc/localtime"),
  ])
  func whatOtherCommandsOfTheRunUseIsInstalledAndRemoved(_ packages: String, _ step: String) {
    let start = "COPY r.txt .\nRUN apt-get update && apt-get install -y gcc "
    let list = packages == "tzdata" ? "" : "COPY r.txt .\n"
    check(
      start + packages + " && \(step) && pip install -r r.txt && apt-get purge -y gcc \(packages)\n" + rest,
      becomes: list + "RUN apt-get update && apt-get install -y \(packages) && \(step)"
        + " && apt-get purge -y \(packages)\n" + copied + rest, head: debian, files: files)
  }

  @Test func whatOnlyTheInstallUsesIsNot() {
    check(
      "COPY r.txt .\nRUN apt-get update && apt-get install -y gcc git && mkdir /data && pip install -r r.txt"
        + " && apt-get purge -y gcc git\n" + rest,
      becomes: "RUN mkdir /data\n" + copied + rest, head: debian, files: files)
  }

  @Test func whatOnlyReadsAndWritesFilesUsesNoBuildPackage() {
    check(
      "RUN apt-get update && apt-get install -y g++\nCOPY r.txt .\nRUN apt-get install -y gcc libpq-dev && sed -i s/a/b/ /etc/x"
        + " && pip install -r r.txt && apt-get purge -y --autoremove gcc libpq-dev\n" + rest,
      becomes: "COPY r.txt .\nRUN sed -i s/a/b/ /etc/x\n" + copied + rest, head: debian, files: files)
  }

  @Test func aGroupStaysWithItsUser() {
    let more = "RUN apk add go\nCOPY r.txt .\n"
    let group = "RUN apk add --virtual .b gcc wget && wget -O /x https://example.com/x"
    check(
      more + group + " && pip install -r r.txt && apk del .b\n" + rest,
      becomes: "COPY r.txt .\n" + group + " && apk del .b\n" + copied + rest, head: alpine, files: files)
    check(
      more + "RUN apk add --virtual .b gcc wget && pip install -r r.txt && apk del .b\n" + rest,
      becomes: copied + rest, head: alpine, files: files)
  }

  @Test(arguments: [
    "which curl", "type curl", "hash curl", "test -x /usr/bin/curl", "[ -x /usr/bin/curl ]", "dpkg -s curl",
    "command -v curl",
  ])
  func whatAStepAsksForIsThere(_ question: String) {
    let steps = "RUN apt-get update && apt-get install -y gcc curl\nRUN \(question)\n"
    let fetch = "RUN curl -sSL https://install.python-poetry.org | python -\nCOPY r.txt .\n"
    check(
      steps + fetch + install + rest,
      becomes: "RUN apt-get update && apt-get install -y curl\nRUN \(question)\n" + copied + rest, head: debian,
      files: files)
  }

  /// What a package brought stays where nothing takes it along, and no table tells what that is.
  @Test func whatUnknownReleasesLeaveBehindStays() {
    let steps =
      "RUN apt-get update && apt-get install -y --no-install-recommends python-pip gcc && pip install flask"
      + " && apt-get purge -y python-pip gcc\n"
    // a compiler brings no language, whatever the release
    let left =
      "RUN apt-get update && apt-get install -y --no-install-recommends python-pip && apt-get purge -y python-pip\n"
    check(steps + rest, becomes: left + copied + rest, head: "FROM debian:jessie\n", files: files)
    let tidy = steps.dropLast() + " && apt-get autoremove -y\n"
    #expect(outcome(migrate("FROM debian:jessie\n" + tidy + rest, files: files)) == "nothing-to-gain")
  }

  /// A list that a build argument goes into is the caller's.
  @Test(arguments: [("", "gcc"), ("ARG MORE=git\n", "$MORE gcc"), ("ARG MORE=git\nENV M=$MORE\n", "${M} gcc")])
  func listsInVariables(_ argument: String, _ list: String) {
    let steps = argument + "ENV P=\"\(list)\"\nRUN apt-get update && apt-get install -y $P curl\nCOPY r.txt .\n"
    let result = outcome(migrate(debian + steps + install + rest, files: files))
    #expect((result == "nothing-to-gain") == !argument.isEmpty, "\(result)")
  }

  /// What the RUN itself removes again, no later RUN looks into: a package from a file needs none.
  @Test func listsThatAreRemovedAreNotFetched() {
    let first = "RUN apt-get update && apt-get install -y gcc && rm -rf /var/lib/apt/lists/*\n"
    let later = "RUN apt-get install -y /opt/vendor.deb\n"
    check(
      first + later + "COPY r.txt .\n" + install + rest, becomes: later + copied + rest,
      head: debian, files: files)
  }

  @Test func aStageThatStartsFromThisOneNeedsAnUpdateOfItsOwnRun() {
    let text =
      "FROM python:3.12-slim-bookworm AS app\nRUN apt-get update\nRUN apt-get install -y gcc\nCOPY r.txt .\n" + install
    var options = MigrationOptions()
    options.stage = "app"
    func hasUpdate(_ last: String) -> Bool {
      let result = outcome(migrate(text + "COPY . .\nFROM app AS last\n" + last, files: files, options: options))
      #expect(result.contains("AS app\n"), "\(result)")
      return result.contains("AS app\nRUN apt-get update\n")
    }
    #expect(hasUpdate("RUN apt-get install -y curl\n"))
    #expect(!hasUpdate("RUN useradd app\n"))
  }

  @Test func aGroupOfBuildPackagesGoesThoughOtherProgramsRun() {
    check(
      "RUN apk add go wget\nCOPY r.txt .\nRUN apk add --virtual .b gcc musl-dev && wget -O /x y && pip install -r r.txt"
        + " && apk del .b\n" + rest,
      becomes: "RUN apk add wget\nCOPY r.txt .\nRUN wget -O /x y\n" + copied + rest, head: alpine, files: files)
  }

  @Test func failureMode13NoNameOfAnotherReleaseIsAdded() {
    let steps = "RUN apt-get update && apt-get install -y python3-dev build-essential libpq-dev\nCOPY r.txt .\n"
    let result = outcome(migrate("FROM python:3.8-slim-buster\n" + steps + install + rest, files: files))
    #expect(result.contains("AS app\nRUN apt-get update && apt-get install -y libpq5\n"), "\(result)")
  }
}
