import MigrateKit
import Planning
import Testing

/// What would make an image smaller still: `id: message; help`, with what it saves in MB behind it.
@Suite struct SuggestionCases {
  private func suggestions(
    _ dockerfile: String, files: [String: String] = [:], compose: String? = nil,
    options: MigrationOptions = MigrationOptions()
  ) -> [String] {
    let notes = migrate(dockerfile, files: files, compose: compose, options: options).plan?.notes ?? []
    return notes.filter(\.isSuggestion).map { note in
      "\(note.id): \(note.message); \(note.help ?? "")" + (note.saving.map { " \($0 / 1000)" } ?? "")
    }
  }

  private static let git =
    "plan/unproven: `git` stays, though nothing shows that the running image uses it; pass `--drop git` if it does not"

  @Test func packagesThatNothingNeeds() {
    let file = slim + "RUN pip install flask==3.1.1\n"
    #expect(suggestions(file) == [Self.git + " 100"])
    #expect(
      suggestions("FROM python:3.12-slim-bookworm\nRUN apt-get install -y --no-install-recommends git\n").count == 1)
    #expect(suggestions(file, options: .with(keep: ["git"])) == [])
    #expect(suggestions(file, options: .with(drop: ["git"])) == [])
    #expect(suggestions(file + "CMD git log\n") == [])
    #expect(suggestions(slim + "RUN pip install flask==3.1.1\nONBUILD RUN true\n") == [], "it is refused")
  }

  @Test func debuggingToolsAndHeadersThatStay() {
    let file = "FROM python:3.12-slim\nRUN apt-get install -y --no-install-recommends gcc vim libicu-dev\n"
    let found = suggestions(file + "RUN pip install flask==3.1.1\n")
    #expect(found.count == 2)
    #expect(found.contains { $0.hasPrefix("plan/unproven: `vim` stays: you chose it for work inside the container;") })
    #expect(found.contains { $0.contains("`libicu-dev` stays") && $0.contains("; name the release in the tag") })
  }

  @Test func packagesThatAreOnlyRecommended() {
    let file = "FROM python:3.12-slim-bookworm\nRUN apt-get update && apt-get install -y gcc ffmpeg\n"
    let found = suggestions(file + "RUN pip install flask==3.1.1\n").filter { $0.hasPrefix("plan/recommended") }
    #expect(found.count == 1)
    #expect(found.first?.contains("; write `--no-install-recommends` in the install command") == true)
    let plain = file.replacing("apt-get install", with: "apt-get install --no-install-recommends")
    #expect(suggestions(plain + "RUN pip install flask==3.1.1\n") == [])
  }

  private static let node = "FROM node:22-slim\nRUN apt-get install -y --no-install-recommends g++\nWORKDIR /app\n"

  @Test(arguments: [
    ("RUN npm ci", "node server.js", true), ("RUN npm ci --omit=dev", "node server.js", false),
    ("RUN npm ci --omit dev", "node server.js", false), ("RUN NODE_ENV=production npm ci", "node server.js", false),
    ("ENV NODE_ENV=production\nRUN npm ci", "node server.js", false),
    ("ENV NODE_ENV=development\nRUN npm ci", "node server.js", true),
    ("RUN npm ci\nRUN npm prune --omit=dev", "node server.js", false), ("RUN npm ci", "nodemon server.js", false),
  ])
  func developmentDependencies(_ steps: String, _ command: String, _ expected: Bool) {
    let files = ["package.json": #"{"devDependencies": {"nodemon": "3.1.10"}}"#, "package-lock.json": "{}"]
    let file = Self.node + "COPY package*.json ./\n" + steps + "\nCOPY . .\nCMD \(command)\n"
    let found = suggestions(file, files: files)
    #expect(found.contains { $0.hasPrefix("plan/development: npm installs") } == expected, "\(found)")
    let without = suggestions(file, files: ["package.json": "{}", "package-lock.json": "{}"])
    #expect(!without.contains { $0.hasPrefix("plan/development") })
  }

  @Test(arguments: [
    ("uv sync --locked", true), ("uv sync --locked --no-dev", false), ("uv sync --locked --only-group web", false),
    ("uv pip install --system -r requirements.txt", false),
  ])
  func developmentGroups(_ command: String, _ expected: Bool) {
    let files = [
      "pyproject.toml": "[project]\nname = \"a\"\n\n[dependency-groups]\ndev = [\"pytest\"]\n",
      "uv.lock": "version = 1\n",
      "requirements.txt": "flask==3.1.1\n",
    ]
    let found = suggestions(slim + "WORKDIR /app\nCOPY . .\nRUN \(command)\n", files: files)
    #expect(found.contains { $0.hasPrefix("plan/development: uv installs") } == expected, "\(found)")
  }

  @Test func whatTheContextBringsForNothing() {
    let file = slim + "WORKDIR /app\nRUN python -m venv .venv && .venv/bin/pip install flask==3.1.1\nCOPY . .\n"
    var files = [".git/HEAD": "", "app.py": "", ".venv/pyvenv.cfg": ""]
    func found() -> [String] { suggestions(file, files: files).filter { $0.hasPrefix("plan/context") } }
    #expect(
      found() == [
        "plan/context: `.git`, `.venv` of the build context come to the image; there is no `.dockerignore`: write one that names them"
      ])
    files[".dockerignore"] = ".git\n"
    #expect(found() == ["plan/context: `.venv` of the build context comes to the image; name it in `.dockerignore`"])
    files[".dockerignore"] = ".git\n.venv\n"
    #expect(found() == [])
    #expect(
      suggestions(file.replacing("COPY . .", with: "COPY app.py ."), files: [".git/HEAD": ""]) == [Self.git + " 100"])
  }

  @Test(arguments: [
    "RUN rm -rf ./.git", "RUN git describe > version", "CMD git log", "RUN find . -name '.git' -delete",
  ])
  func aRepositoryThatIsReadIsNotForNothing(_ step: String) {
    func found(_ step: String) -> Bool {
      suggestions(slim + "RUN pip install flask==3.1.1\nCOPY . .\n\(step)\n", files: [".git/HEAD": "", "app.py": ""])
        .contains { $0.hasPrefix("plan/context") }
    }
    #expect(!found(step))
    #expect(found("RUN git clone https://git.example.org/a/b.git /b"))
  }

  @Test func aFullImageThatStays() {
    let file = "FROM python:3.12-bookworm\nCOPY requirements.txt .\nRUN pip install -r requirements.txt\n"
    let found = suggestions(file, files: ["requirements.txt": "an-unknown-package\n"])
    #expect(found.count == 1)
    #expect(found.first?.hasPrefix("plan/base-kept: ") == true && found.first?.hasSuffix("for good 766") == true)
  }

  @Test(arguments: [("", false), ("CMD flask run\n", true), ("ENTRYPOINT [\"flask\"]\n", true)])
  func aFullImageOfWhichNothingTellsWhatItStartsStays(_ start: String, _ changes: Bool) {
    let file = "FROM python:3.12-bookworm\nCOPY requirements.txt .\nRUN pip install -r requirements.txt\n" + start
    let result = migrate(file, files: ["requirements.txt": "flask==3.1.1\n"])
    #expect(outcome(result).contains("FROM python:3.12-slim-bookworm") == changes, "\(outcome(result))")
  }
}

extension MigrationOptions {
  fileprivate static func with(keep: Set<String> = [], drop: Set<String> = []) -> MigrationOptions {
    var options = MigrationOptions()
    options.keep = keep
    options.drop = drop
    return options
  }
}
