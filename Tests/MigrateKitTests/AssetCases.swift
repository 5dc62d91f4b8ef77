import MigrateKit
import Planning
import Testing

/// Steps that make what browsers get by another language.
@Suite struct AssetCases {
  private static let head =
    "FROM ruby:3.3.6-slim-bookworm\nRUN apt-get update && apt-get install -y --no-install-recommends gcc nodejs npm\n"
    + "WORKDIR /app\nCOPY Gemfile Gemfile.lock ./\nRUN bundle install\nCOPY package.json yarn.lock ./\n"
    + "RUN npm install -g yarn && yarn install\n"
  private static let step = "RUN SECRET_KEY_BASE=1 bundle exec rake assets:precompile\n"
  private static let end = "CMD [\"bundle\", \"exec\", \"puma\"]\n"
  private static let files = [
    "Gemfile": "gem 'rails'\n", "Gemfile.lock": "GEM\n  specs:\n    rails (8.0.2)\n", "package.json": "{}",
    "yarn.lock": "", "public/robots.txt": "", "bin/yarn": "exec 'yarnpkg', *ARGV\n",
  ]

  private func result(
    _ rest: String = "COPY . .\n" + step, head: String = head, files: [String: String] = [:], compose: String? = nil
  ) -> String {
    outcome(
      migrate(head + rest + Self.end, files: Self.files.merging(files) { $1 }, compose: compose))
  }

  private func run(_ text: String) -> String { String(text.split(separator: "\nFROM ").last ?? "") }

  @Test func nodeStaysBehind() {
    #expect(
      run(result())
        == "ruby:3.3.6-slim-bookworm AS app\nRUN apt-get update && apt-get install -y --no-install-recommends media-types\n"
        + "WORKDIR /app\nCOPY --from=app-build /usr/local/bundle /usr/local/bundle\n"
        + "COPY . .\nCOPY --from=app-build /app/public /app/public\n" + Self.end)
  }

  @Test(arguments: [
    ("assets:/app/public", "/app/public"), ("assets:/app/public/assets", "/app/public/assets"),
    ("/app/public/assets", "/app/public/assets"), ("./public:/app/public", nil), ("data:/app/tmp", nil),
  ])
  func failureMode40AVolumeOverTheAssets(_ volume: String, _ hidden: String?) {
    let result = migrate(
      Self.head + "COPY . .\n" + Self.step + Self.end, files: Self.files,
      compose: "services:\n  web:\n    build: .\n    volumes: [\"\(volume)\"]\n")
    #expect(result.plan?.copies.contains { $0.path == "/app/public" } == true, "\(outcome(result))")
    let notes = (result.plan?.notes ?? []).filter { $0.id == "compose/volume-hides-packages" }
    #expect(notes.count == (hidden == nil ? 0 : 1), "\(notes)")
    if let hidden { #expect(notes.first?.message.contains("hides `\(hidden)`") == true, "\(notes)") }
  }

  @Test(arguments: [
    "RUN bin/rails assets:precompile\n", "RUN bundle exec rails assets:precompile && rm -rf node_modules\n",
    "RUN bundle exec bootsnap precompile app\n" + step,
  ])
  func otherWaysToMakeThem(_ steps: String) {
    let found = run(result("COPY . .\n" + steps))
    #expect(found.contains("\nCOPY --from=app-build /app/public /app/public\n") && !found.contains("node_modules /"))
  }

  @Test(arguments: [
    ["Gemfile.lock": "GEM\n  specs:\n    rails (8.0.2)\n    execjs (2.10.0)\n"],
    ["config/environments/production.rb": "config.assets.compile = true\n"],
    ["app/models/page.rb": "system(\"node render.js\")\n"], ["lib/tasks/x.rake": "sh 'yarn build'\n"],
    ["Procfile": "web: bundle exec puma\nssr: node ssr.js\n"],
  ])
  func nodeStaysWhereTheApplicationUsesIt(_ files: [String: String]) {
    let found = run(result(files: files))
    #expect(found.contains("nodejs npm") && found.contains("assets:precompile"), "\(found)")
  }

  @Test(arguments: [
    "COPY . .\nRUN yarn build\n" + step, "COPY . .\n" + step + "RUN node check.js\n",
    "COPY . .\n" + step + "ENTRYPOINT [\"node\", \"start.js\"]\n",
    "COPY . .\n" + step + "HEALTHCHECK CMD foreman check -f Procfile.dev\n",
    "COPY . .\n" + step + "ENTRYPOINT [\"bin/dev\"]\n",
    // the application's own files in `public` would change their owner
    "RUN useradd app\nCOPY --chown=app:app . .\n" + step,
    "RUN useradd app\nCOPY . .\nRUN chown -R app:app /app\n" + step,
    "COPY . .\nRUN chmod -R g+w /app\n" + step, "COPY . .\nRUN chown -R app $PLACE\n" + step,
    "COPY --chmod=755 . .\n" + step,
    // Rails makes `tmp` as it makes the assets
    "COPY . .\n" + step + "RUN chown -R app tmp\n", "COPY . .\n" + step + "RUN useradd app && chown app log tmp\n",
  ])
  func nodeStaysWhereTheStageUsesIt(_ rest: String) {
    let found = run(result(rest))
    #expect(found.contains("nodejs npm") && found.contains("assets:precompile"), "\(found)")
  }

  @Test(arguments: [
    "RUN mkdir -p tmp && chown -R app tmp\n", "RUN chown -R app db public\n", "RUN chown -R app /app\n",
  ])
  func failureMode39FoldersThatAreThereCanChangeTheirOwner(_ later: String) {
    let found = run(result("COPY . .\n" + Self.step + later, files: ["db/seeds.rb": ""]))
    #expect(found.contains("/app/public /app/public\n" + later), "\(found)")
  }

  @Test func failureMode18WithoutALockFileWhatStartsNodeIsUnknown() {
    var files = Self.files
    files["Gemfile.lock"] = nil
    #expect(run(outcome(migrate(Self.head + "COPY . .\n" + Self.step + Self.end, files: files))).contains("nodejs npm"))
    files[".dockerignore"] = "Gemfile.lock\n"
    files["Gemfile.lock"] = Self.files["Gemfile.lock"]
    #expect(run(outcome(migrate(Self.head + "COPY . .\n" + Self.step + Self.end, files: files))).contains("nodejs npm"))
  }

  @Test func nodeStaysWhereItIsAskedFor() {
    var options = MigrationOptions()
    options.keep = ["nodejs"]
    let found = outcome(migrate(Self.head + "COPY . .\n" + Self.step + Self.end, files: Self.files, options: options))
    #expect(run(found).contains("nodejs npm"), "\(found)")
  }

  @Test func nodeStaysWhereAnotherStageTakesItsPackages() {
    let head = Self.head.replacing("bookworm\n", with: "bookworm AS web\n")
    let other = "FROM nginx:1.29\nCOPY --from=web /app/node_modules/icons /usr/share/nginx/html/icons\n"
    var options = MigrationOptions()
    options.stage = "web"
    let text = head + "COPY . .\n" + Self.step + Self.end
    func isMoved(_ text: String) -> Bool {
      outcome(migrate(text, files: Self.files, options: options)).contains("COPY --from=web-build /app/public")
    }
    #expect(isMoved(text + "\nFROM nginx:1.29\n") && !isMoved(text + "\n" + other))
  }

  @Test func webpackerMakesAssetsOutsideOfProduction() {
    let files = ["Gemfile.lock": "GEM\n  specs:\n    rails (6.1.7)\n    webpacker (5.4.4)\n"]
    #expect(run(result(files: files)).contains("nodejs npm"))
    let head = Self.head.replacing("WORKDIR", with: "ENV RAILS_ENV=production\nWORKDIR")
    #expect(run(result(head: head, files: files)).contains("/app/public /app/public\n"))
  }

  @Test func theLanguageThatStaysBehindIsTold() {
    let plan = migrate(Self.head + "COPY . .\n" + Self.step + Self.end, files: Self.files).plan
    #expect(plan?.idle?.ecosystem == "node" && plan?.idle?.folders == ["/app/node_modules"])
    #expect(plan?.notes.contains { $0.id == "plan/language-left" } == true)
  }

  @Test(
    arguments: [
      ([:], false), (["Gemfile.lock": "GEM\n  specs:\n    rails (8.0.2)\n    jsbundling-rails (1.3.1)\n"], true),
      (["bin/yarn": "exec 'yarnpkg'\n"], true), (["Gemfile.lock": nil], true),
    ] as [([String: String?], Bool)])
  func aPackageFileIsInstalledByWhatMakesTheAssets(_ changed: [String: String?], _ isRefused: Bool) {
    let head =
      "FROM ruby:3.4-slim-bookworm\nRUN apt-get update && apt-get install -y --no-install-recommends gcc\nWORKDIR /app\n"
    var files = Self.files
    for (name, text) in changed.merging(["bin/yarn": nil, "yarn.lock": nil], uniquingKeysWith: { first, _ in first }) {
      files[name] = text
    }
    let steps = "COPY . .\nRUN bundle install\n" + Self.step + Self.end
    let found = outcome(migrate(head + steps, files: files))
    #expect(found.hasPrefix("refused ruby/assets-install-packages") == isRefused, "\(found)")
    #expect(run(found).contains(Self.step) != isRefused, "\(found)")
  }

  @Test func nodeStaysWhereTheSourceIsMounted() {
    let found = run(result(compose: "services:\n  web:\n    build: .\n    volumes: [\".:/app\"]\n"))
    #expect(found.contains("nodejs npm"), "\(found)")
  }

  @Test func nodeStaysWhereNoFolderIsThereToCopy() {
    var files = Self.files
    files["public/robots.txt"] = nil
    let found = outcome(migrate(Self.head + "COPY . .\n" + Self.step + Self.end, files: files))
    #expect(run(found).contains("nodejs npm"), "\(found)")
  }

  @Test(arguments: [
    ("RUN useradd app\nCOPY --chown=app:app . .\nUSER app\n" + step, "--chown=app:app "),
    ("RUN useradd app\nCOPY . .\nRUN chown -R app:app /app\nUSER app\n" + step, "--chown=app:app "),
    ("COPY . .\n" + step + "RUN useradd app && chown -R app /app\nUSER app\n", ""),
  ])
  func theOwnerIsKept(_ rest: String, _ owner: String) {
    let found = run(result(rest))
    #expect(found.contains("\nCOPY \(owner)--from=app-build /app/public /app/public\n"), "\(found)")
  }

  @Test func archivesOfNodeGoToo() {
    let sources =
      "RUN curl -sS https://dl.yarnpkg.com/debian/pubkey.gpg | apt-key add - \\\n"
      + "  && echo 'deb https://dl.yarnpkg.com/debian/ stable main' > /etc/apt/sources.list.d/yarn.list\n"
      + "RUN curl -fsSL https://deb.nodesource.com/setup_20.x | bash - && apt-get update && apt-get install -y nodejs yarn\n"
    let head = Self.head.replacing("nodejs npm", with: "curl gnupg git").replacing("npm install -g yarn && ", with: "")
      .replacing("WORKDIR", with: sources + "WORKDIR")
    #expect(
      run(result(head: head)).hasPrefix(
        "ruby:3.3.6-slim-bookworm AS app\nRUN apt-get update && apt-get install -y --no-install-recommends gnupg git\nWORKDIR"
      ))
    // a script that was saved stays, though what comes from its archive goes
    let saved = "RUN curl -fsSL https://deb.nodesource.com/setup_20.x -o /tmp/setup && bash /tmp/setup\n"
    let found = run(result(head: head.replacing(sources, with: saved + "RUN apt-get install -y nodejs yarn\n")))
    #expect(found.contains("install -y --no-install-recommends curl gnupg git\n\(saved)WORKDIR"), "\(found)")
    #expect(found.contains("app/public") && !found.contains("nodejs"), "\(found)")
  }
}
