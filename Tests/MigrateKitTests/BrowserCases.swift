import MigrateKit
import Testing

/// Browsers that packages download at the install, outside of the folder that is copied.
@Suite struct BrowserCases {
  private static let head = "FROM node:22-slim\nRUN apt-get update && apt-get install -y --no-install-recommends g++\n"

  private func isRefused(_ steps: String, _ file: String, _ text: String) -> Bool {
    let files = ["package.json": #"{"dependencies": {"letters": "1.0.0"}}"#, file: text]
    let found = outcome(migrate(Self.head + "WORKDIR /app\nCOPY . .\n" + steps + "\nCMD node a.js\n", files: files))
    return found == "refused node/browser-download"
  }

  @Test(arguments: [
    ("RUN npm ci", "package-lock.json", #"{"packages": {"node_modules/puppeteer": {"version": "24.8.0"}}}"#, true),
    ("RUN npm ci", "package-lock.json", #"{"packages": {"node_modules/a/node_modules/puppeteer": {}}}"#, true),
    ("RUN npm ci", "package-lock.json", #"{"dependencies": {"a": {"dependencies": {"puppeteer": {}}}}}"#, true),
    ("RUN npm ci", "package-lock.json", #"{"packages": {"node_modules/puppeteer-core": {}}}"#, false),
    ("RUN npm ci --ignore-scripts", "package-lock.json", #"{"packages": {"node_modules/puppeteer": {}}}"#, false),
    (
      "ENV PUPPETEER_SKIP_DOWNLOAD=1\nRUN npm ci", "package-lock.json",
      #"{"packages": {"node_modules/puppeteer": {}}}"#, false
    ),
    ("RUN yarn install", "yarn.lock", "puppeteer@^24.0.0:\n  version \"24.8.0\"\n", true),
    ("RUN yarn install", "yarn.lock", "puppeteer-core@^24.0.0:\n  version \"24.8.0\"\n", false),
    ("RUN pnpm install", "pnpm-lock.yaml", "packages:\n  puppeteer@24.8.0:\n    hasBin: true\n", true),
    ("RUN pnpm install", "pnpm-lock.yaml", "packages:\n  /puppeteer/21.0.0:\n    hasBin: true\n", true),
    ("RUN bun install", "bun.lock", "{\n  \"packages\": {\n    \"puppeteer\": [\"puppeteer@24.8.0\"],\n  }\n}\n", true),
  ])
  func lockFilesTellOfThem(_ steps: String, _ file: String, _ text: String, _ expected: Bool) {
    #expect(isRefused(steps, file, text) == expected)
  }

  @Test(arguments: [("puppeteer", true), ("puppet", false)])
  func largeLockFilesToo(_ name: String, _ expected: Bool) {
    let others = (0..<4000).map { "\"node_modules/package-\($0)\": {\"version\": \"1.0.0\"}" }.joined(separator: ", ")
    let text = "{\"packages\": {\(others), \"node_modules/\(name)\": {}}}"
    #expect(isRefused("RUN npm ci", "package-lock.json", text) == expected)
  }
}
