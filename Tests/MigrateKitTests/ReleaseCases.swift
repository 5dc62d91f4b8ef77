import MigrateKit
import Planning
import Testing

/// The library that an extension finds when it runs is the one that it was linked with: of the same release, and from
/// the same archive.
@Suite struct ReleaseCases {
  private static let steps =
    "WORKDIR /app\nCOPY requirements.txt .\nRUN pip install -r requirements.txt\nCOPY . .\nCMD [\"app\"]\n"
  private static let files = ["requirements.txt": "psycopg2==2.9.9\n", "app.py": "1\n"]

  private func stages(_ head: String, files: [String: String] = files) -> [String] {
    let found = outcome(migrate(head + Self.steps, files: files))
    return found.split(separator: "FROM ").map(String.init)
  }

  @Test(arguments: [
    ("3.12-bookworm", "3.12-slim-bookworm", "libpq5"), ("3.9-bullseye", "3.9-slim-bullseye", "libpq5"),
    ("3.13.1", "3.13.1-slim", "libpq5"),
  ])
  func failureMode35TheSlimImageIsOfTheSameRelease(_ full: String, _ slim: String, _ library: String) {
    let found = stages("FROM python:\(full)\nRUN apt-get update && apt-get install -y libpq-dev\n")
    #expect(found.first?.hasPrefix("python:\(full) AS app-build\n") == true, "\(found)")
    #expect(
      found.last?.hasPrefix("python:\(slim) AS app\n") == true && found.last?.contains(library) == true, "\(found)")
  }

  @Test func failureMode35AnotherArchiveServesBothStages() {
    let add =
      "RUN apt-get update && apt-get install -y --no-install-recommends curl && curl -fsSL https://apt.postgresql.org/key.asc -o /etc/apt/trusted.gpg.d/pgdg.asc && echo 'deb https://apt.postgresql.org/pub/repos/apt bookworm-pgdg main' > /etc/apt/sources.list.d/pgdg.list\n"
    let found = stages(
      "FROM python:3.12-slim-bookworm\n" + add
        + "RUN apt-get update && apt-get install -y --no-install-recommends gcc libc6-dev libpq-dev\n")
    #expect(found.count == 2 && found.allSatisfy { $0.contains(add) }, "\(found)")
    #expect(found.last?.contains("install -y --no-install-recommends libpq") == true, "\(found)")
  }

  @Test func failureMode35ASuiteHoldsForTheLibraryToo() {
    let found = stages(
      "FROM python:3.12-slim-bookworm\nRUN apt-get update && apt-get install -y -t bookworm-backports gcc libpq-dev\n")
    #expect(found.count == 2 && found.last?.contains("-t bookworm-backports libpq") == true, "\(found)")
  }

  @Test func failureMode35AStageOfAnotherReleaseKeepsItsOwnLibraries() {
    let build =
      "FROM python:3.9-bullseye AS deps\nWORKDIR /app\nCOPY requirements.txt .\nRUN pip install --prefix=/install -r requirements.txt\n"
    let run =
      "FROM python:3.9-slim-bookworm\nRUN apt-get update && apt-get install -y libpq-dev gcc\nCOPY --from=deps /install /usr/local\nCOPY . .\nCMD [\"app\"]\n"
    let result = migrate(build + run, files: Self.files)
    let found = outcome(result)
    #expect(!found.contains("slim-bullseye") && (!found.contains("FROM") || found.hasPrefix(build)), "\(found)")
  }

  /// Of the day when the digest was written down, the tag beside it says nothing.
  @Test(arguments: [
    ("3.9-slim", "libicu76"), ("3.9-slim@sha256:\(digest)", ""), ("3.9-slim-bullseye@sha256:\(digest)", "libicu67"),
  ])
  func aDigestIsOfItsOwnDay(_ tag: String, _ expected: String) {
    let result = migrate(
      "FROM python:\(tag)\nRUN apt-get update && apt-get install -y gcc libicu-dev\nRUN pip install pyicu==2.13\nCMD x\n"
    )
    let found = result.plan?.packages.first { $0.name == "libicu-dev" }
    #expect(found?.replacement.joined(separator: " ") ?? "-" == expected)
  }

  private static let digest = String(repeating: "5", count: 64)
}
