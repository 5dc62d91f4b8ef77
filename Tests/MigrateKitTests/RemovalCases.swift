import MigrateKit
import Planning
import Testing

/// System packages that another RUN removes than the one that installs them: they lie in a layer for nothing.
@Suite struct RemovalCases {
  private let files = ["r.txt": "flask==3.0.0\n", "a.py": "import flask\n"]
  private let alpine = "FROM python:3.12-alpine\n"
  private let debian = "FROM python:3.12-slim-bookworm\n"
  private let install = "COPY r.txt .\nRUN pip install -r r.txt\n"
  private let copy = "COPY r.txt .\nCOPY --from=app-build /usr/local /usr/local\n"

  @Test(arguments: [
    "RUN apt-get purge -y --auto-remove gcc git\n",
    "RUN apt-get remove -y gcc && apt-get remove -y git && apt-get autoremove -y && rm -rf /var/lib/apt/lists/*\n",
    "RUN apt-get purge -y gcc\nRUN apt-get purge -y git\nRUN apt-get autoremove -y\n",
  ])
  func theInstallGoesWithItsRemoval(_ removal: String) {
    let result = migrate(slim + install + removal + "COPY . .\nCMD python a.py\n", files: files)
    let stage = outcome(result).components(from: "AS app\n")
    #expect(!stage.contains("apt-get install") && !stage.contains("gcc") && !stage.contains("git"), "\(stage)")
    #expect(stage.contains("COPY --from=app-build /usr/local /usr/local\n"), "\(stage)")
    #expect(result.plan?.packages.map(\.reason).allSatisfy { $0.hasPrefix("the RUN at line ") } == true)
    #expect(result.plan?.estimate.map { $0.saving > 100_000 } == true)
  }

  @Test func librariesThatTheRemovalLeavesStay() {
    check(
      "RUN apt-get install -y libpq-dev\n" + install + "RUN apt-get purge -y gcc libpq-dev\nCMD python a.py\n",
      becomes: bare + "RUN apt-get install -y libpq5\n" + copy + "CMD python a.py\n",
      files: ["r.txt": "psycopg2==2.9.9\n", "a.py": ""])
  }

  @Test func groupsOfAlpine() {
    check(
      "RUN apk add --virtual .b gcc musl-dev postgresql-dev\nRUN apk add libpq\n" + install
        + "RUN apk del .b && rm -rf /root/.cache\nCMD python a.py\n",
      becomes: "RUN apk add libpq\n" + copy + "CMD python a.py\n", head: alpine, files: files)
    check(
      "RUN apk add --virtual .b gcc musl-dev\n" + install + "RUN pip install gunicorn==22.0 && apk del .b\n",
      becomes: copy, head: alpine, files: files)
  }

  @Test func aGroupOfWhichAPartStaysIsStillRemoved() {
    check(
      "RUN apk add --virtual .b gcc musl-dev wget\n" + install + "RUN wget -O /x y && apk del .b\nCMD python a.py\n",
      becomes: "RUN apk add --virtual .b wget\n" + copy
        + "RUN wget -O /x y && apk del .b\nCMD python a.py\n", head: alpine, files: files)
    check(
      "ARG MORE\nRUN apk add --virtual .b gcc musl-dev $MORE\n" + install + "RUN apk del .b\nCMD python a.py\n",
      becomes: "ARG MORE\nRUN apk add --virtual .b $MORE\n" + copy + "RUN apk del .b\nCMD python a.py\n",
      head: alpine, files: files)
  }

  @Test(arguments: ["RUN git clone https://example.com/x /x\n", "RUN /opt/vendor/fetch\n"])
  func whatAStepMayUseBeforeStaysAndIsRemoved(_ step: String) {
    check(
      step + install + "RUN apt-get purge -y gcc git\nCMD python a.py\n",
      becomes: bare + step + copy + "RUN apt-get purge -y git\nCMD python a.py\n", files: files)
  }

  /// The removal stands in the RUN of another install than the group does.
  @Test func failureMode63AGroupIsRemovedBesideAnotherInstall() {
    let file =
      "FROM node:22-alpine3.20\nWORKDIR /app\nRUN apk add --virtual .build python3 make g++\nCOPY . .\n"
      + "RUN npm ci && python3 tools.py && apk del .build\nCMD [\"node\", \"a.js\"]\n"
    let found = outcome(
      migrate(file, files: ["package.json": "{}\n", "package-lock.json": "{}\n", "tools.py": "1\n", "a.js": "1\n"]))
    #expect(found.contains("RUN apk add --virtual .build python3\n"), "\(found)")
    #expect(found.components(from: "AS app\n").contains("RUN python3 tools.py && apk del .build\n"), "\(found)")
  }

  @Test func whatTakesOrphansAlongStaysWithARemoval() {
    check(
      "RUN git clone https://example.com/x /x\n" + install
        + "RUN apt-get purge -y gcc && apt-get purge -y git && apt-get autoremove -y\nCMD python a.py\n",
      becomes: bare + "RUN git clone https://example.com/x /x\n" + copy
        + "RUN apt-get purge -y git && apt-get autoremove -y\nCMD python a.py\n", files: files)
  }

  @Test func whatIsRemovedLaterIsNoSuggestion() {
    let steps = "RUN /opt/vendor/fetch\n" + install
    func suggestsGit(_ removal: String) -> Bool? {
      migrate(slim + steps + removal + "CMD python a.py\n", files: files).plan?.notes.contains {
        $0.message.contains("`git` stays")
      }
    }
    #expect(suggestsGit("RUN apt-get purge -y gcc git\n") == false)
    #expect(suggestsGit("") == true)
  }

  @Test func whatTheSameRunUsesStaysToo() {
    check(
      "RUN apt-get install -y wget && wget -O /x y\n" + install
        + "RUN apt-get install -y unzip\nRUN unzip /x && apt-get purge -y gcc wget unzip\nCMD python a.py\n",
      becomes: bare + "RUN apt-get install -y wget && wget -O /x y\n" + copy
        + "RUN apt-get install -y unzip\nRUN unzip /x && apt-get purge -y wget unzip\nCMD python a.py\n", files: files)
  }

  @Test func aPartOfAPackageThatGoesIsNotRemoved() {
    check(
      "RUN apt-get install -y build-essential\n" + install
        + "RUN apt-get purge -y make g++ perl-base\nCMD python a.py\n",
      becomes: bare + copy + "RUN apt-get purge -y perl-base\nCMD python a.py\n", files: files)
  }

  @Test func aPackageThatIsInstalledAgainIsKept() {
    check(
      install + "RUN apt-get purge -y gcc git\nRUN apt-get update && apt-get install -y git\nCMD git status\n",
      becomes: copy + "RUN apt-get update && apt-get install -y git\nCMD git status\n", files: files)
  }

  @Test func removalsInCompoundCommandsAndVariables() {
    check(
      "ENV D=\"gcc git\"\n" + install + "RUN if true; then apt-get purge -y $D; fi && touch /x\nCMD python a.py\n",
      becomes: "ENV D=\"gcc git\"\n" + copy + "RUN if true; then :; fi && touch /x\nCMD python a.py\n", files: files)
    check(
      "RUN apt-get install -y wget && wget -O /x y\n" + install + "RUN D=\"gcc wget\" && apt-get purge -y $D\nCMD x\n",
      becomes: bare + "RUN apt-get install -y wget && wget -O /x y\n" + copy
        + "RUN D=\"gcc wget\" && apt-get purge -y wget\nCMD x\n", files: files)
  }

  @Test func whatTheRunUsesBeforeItRemovesItStays() {
    let step = "RUN apt-get install -y binutils g++ && strip /bin/x && apt-get remove -y binutils g++\n"
    check(
      step + install + "CMD python a.py\n",
      becomes: bare.replacing("git", with: "binutils git") + step + copy + "CMD python a.py\n", files: files)
  }

  @Test func removalsThatCanNotBeEdited() {
    let script = ["clean.sh": "#!/bin/sh\napt-get purge -y gcc\n"]
    check(
      install + "COPY clean.sh /\nRUN /clean.sh\nCMD python a.py\n", refused: "split/removed-later",
      files: files.merging(script) { $1 })
    check(
      "ARG D=gcc\n" + install + "RUN apt-get purge -y $D\nCMD python a.py\n", refused: "split/removed-later",
      files: files)
    check(
      install + "# migrate: ignore\nRUN apt-get purge -y gcc\nCMD python a.py\n", refused: "split/removed-later",
      files: files)
  }

  @Test func removalsInAStageThatStartsFromThisOne() {
    let text = slim.replacing("bookworm\n", with: "bookworm AS base\n") + install + "CMD python a.py\n"
    #expect(outcome(migrate(text + "FROM base\nRUN apt-get purge -y git\n", files: files)).contains("FROM base"))
    var options = MigrationOptions()
    options.stage = "base"
    let result = migrate(text + "FROM base AS small\nRUN apt-get purge -y gcc\n", files: files, options: options)
    #expect(outcome(result) == "refused split/removed-later")
  }

  @Test func commentsGoWithWhatNoStageHasAnyMore() {
    check(
      install + "# compilers are not needed any more\nRUN apt-get purge -y gcc git\nCMD python a.py\n",
      becomes: copy + "CMD python a.py\n", files: files)
    check(
      install
        + "RUN apt-get install -y \\\n  # headers\n  zlib1g-dev \\\n  # for checks\n  curl\n# caches\nRUN rm -rf /root/.cache/pip\nCMD curl x\n",
      becomes: bare + copy + "RUN apt-get install -y \\\n  # for checks\n  curl\nCMD curl x\n", files: files)
    let before = "FROM python:3.12-slim-bookworm AS build\nRUN python -m venv /v && /v/bin/pip install flask==3.0.0\n"
    let list = "RUN apt-get update && apt-get install -y \\\n  # to build\n  gcc \\\n  # for checks\n  curl\n"
    let text = outcome(
      migrate(before + "FROM python:3.12-slim-bookworm\n" + list + "COPY --from=build /v /v\nCMD curl x\n"))
    #expect(text.contains("install -y \\\n  # for checks\n  curl\nCOPY"), "\(text)")
  }

  @Test func whatTheFullImageBroughtIsNotRemovedFromTheSlimOne() {
    check(
      "RUN pip install flask==3.0.0\nRUN apt-get purge -y mercurial && touch /x\nCMD python a.py\n",
      becomes:
        "RUN apt-get update && apt-get install -y --no-install-recommends media-types && rm -rf /var/lib/apt/lists/*\n"
        + "COPY --from=app-build /usr/local /usr/local\nRUN touch /x\nCMD python a.py\n",
      head: "FROM python:3.12-bookworm\n", files: ["a.py": ""])
  }
}

extension String {
  /// What stands behind the first place of `marker`.
  fileprivate func components(from marker: String) -> String {
    guard let range = ranges(of: marker).first else { return "" }
    return String(self[range.upperBound...])
  }
}
