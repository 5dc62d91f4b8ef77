import MigrateKit
import Planning
import Testing

/// Steps that allow the slim image in place of a full one, and steps that forbid it.
@Suite struct FullImageCases {
  private static let setup = "https://deb.nodesource.com/setup_22.x"

  private func result(_ step: String) -> String {
    let file =
      "FROM ruby:3.4-bookworm\nRUN \(step)\nRUN apt-get install -y nodejs\nWORKDIR /app\n"
      + "COPY Gemfile Gemfile.lock ./\nRUN bundle install\nCOPY . .\nCMD [\"bundle\", \"exec\", \"puma\"]\n"
    let lock = "GEM\n  remote: https://gems.example.org/\n  specs:\n    puma (6.6.0)\n"
    return outcome(migrate(file, files: ["Gemfile": "gem 'puma'\n", "Gemfile.lock": lock, "app.rb": "1"]))
  }

  @Test(arguments: [
    "curl -fsSL \(setup) | bash -", "curl -fsSL \(setup) | bash", "curl -fsSL \(setup) | sudo -E bash -",
    "curl -fsSL \(setup) -o /tmp/node.sh && bash /tmp/node.sh", "curl -fsSLO \(setup) && sh setup_22.x",
    "curl -fsSL \(setup) > /tmp/node.sh && bash /tmp/node.sh", "wget -qO- \(setup) | bash -s",
  ])
  func aScriptThatAddsAKnownSourceOfPackages(_ step: String) {
    let found = result(step)
    #expect(found.contains("slim"), "\(found)")
    #expect(found.contains("RUN \(step)\nRUN apt-get install -y nodejs\nWORKDIR /app\nCOPY --from"), "\(found)")
    let fetches = step.hasPrefix("wget") ? "wget" : "curl"
    #expect(found.contains("install -y --no-install-recommends netbase \(fetches) && rm"), "\(found)")
  }

  @Test(arguments: [
    "curl -fsSL https://tools.example.org/setup | bash -", "curl -fsSL \(setup) | bash - && bash node.sh",
    "curl -fsSL \(setup) -o /tmp/node.sh && bash /tmp/other.sh",
    "curl -fsSL \(setup) -o /tmp/x && bash /tmp/x && curl -fsSL https://tools.example.org/x.txt -o /tmp/x && bash /tmp/x",
    "curl -fsSLO \(setup) && bash -s < other.sh", "curl -fsSLO \(setup) && { bash -s < other.sh; }",
    "curl -fsSL \(setup) | bash - && bash -s < other.sh | tee log",
    "curl -fsSL \(setup) | bash -c 'read line; bash node.sh'",
    "curl -fsSL \(setup) | bash - && curl -fsSL https://tools.example.org/setup | bash -",
  ])
  func aScriptOfWhichNothingIsKnown(_ step: String) {
    #expect(!result(step).contains("slim"), "\(result(step))")
  }

  /// The lock file in the working directory tells nothing of another project's gems.
  @Test(arguments: [
    ("ENV BUNDLE_GEMFILE=./gemfiles/mysql\n", "", false), ("", " --gemfile gemfiles/mysql", false),
    ("ARG F\nENV BUNDLE_GEMFILE=$F\n", "", false), ("ENV BUNDLE_GEMFILE=/app/Gemfile\n", "", true),
    ("", " --gemfile=Gemfile", true),
  ])
  func failureMode36LockFilesOfOtherProjects(_ setting: String, _ option: String, _ isKnown: Bool) {
    let file =
      "FROM ruby:3.4-bookworm\nWORKDIR /app\nCOPY . .\n\(setting)RUN bundle install\(option)\nCMD [\"rackup\"]\n"
    let lock = "GEM\n  remote: https://gems.example.org/\n  specs:\n    puma (6.6.0)\n"
    let found = outcome(
      migrate(file, files: ["Gemfile": "gem 'puma'\n", "Gemfile.lock": lock, "gemfiles/mysql": "gem 'mysql2'\n"]))
    #expect(found.contains("FROM ruby:3.4-slim-bookworm") == isKnown, "\(found)")
  }

  @Test func failureModes16And19ProgramsThatPackagesStartAreKept() {
    let file =
      "FROM node:22-bookworm\nWORKDIR /app\nCOPY package.json yarn.lock ./\nRUN yarn install --frozen-lockfile\nCOPY . .\n"
      + "CMD [\"node\", \"index.js\"]\n"
    func result(_ package: String) -> String {
      let lock = "# yarn lockfile v1\n\n\n\(package)@^1.0.0:\n  version \"1.0.0\"\n"
      let manifest = "{\"name\": \"a\", \"dependencies\": {\"\(package)\": \"^1.0.0\"}}\n"
      return outcome(migrate(file, files: ["package.json": manifest, "yarn.lock": lock, "index.js": "1\n"]))
    }
    let added = "--no-install-recommends ca-certificates netbase"
    #expect(result("express").contains("\(added) && rm"), "\(result("express"))")
    #expect(result("simple-git").contains("\(added) git && rm"), "\(result("simple-git"))")
    #expect(result("tree-kill").contains("\(added) procps && rm"), "\(result("tree-kill"))")
    // GraphicsMagick, which it starts otherwise, was in no full image
    #expect(result("gm").contains("\(added) imagemagick && rm"), "\(result("gm"))")
  }

  @Test func aLockFileThatIsNamedFromOutsideOfTheContextCounts() {
    let file =
      "FROM ruby:3.4-bookworm\nWORKDIR /app\nCOPY ../web/Gemfile ../web/Gemfile.lock ./\nRUN bundle install\nCOPY app .\n"
      + "CMD [\"bundle\", \"exec\", \"puma\"]\n"
    let lock = "GEM\n  remote: https://gems.example.org/\n  specs:\n    pg (1.6.1)\n    puma (6.6.0)\n"
    let found = outcome(
      migrate(file, files: ["web/Gemfile": "gem 'pg'\n", "web/Gemfile.lock": lock, "app/config.ru": "run A\n"]))
    #expect(found.contains("FROM ruby:3.4-slim-bookworm AS app\n") && found.contains(" libpq5"), "\(found)")
  }

  @Test func failureMode24CertificatesForWhatTheScriptFetches() {
    let file =
      "FROM elixir:1.17\nRUN curl -fsSL \(Self.setup) | bash - && apt-get install -y nodejs\nWORKDIR /app\n"
      + "COPY mix.exs mix.lock ./\nRUN mix local.hex --force && mix deps.get\nCOPY . .\nRUN mix compile\nCMD [\"mix\", \"phx.server\"]\n"
    let found = outcome(migrate(file, files: ["mix.exs": "defmodule A do\nend\n", "mix.lock": "%{}\n"]))
    let run = found.split(separator: "\nFROM ").last ?? ""
    #expect(run.hasPrefix("elixir:1.17-slim"), "\(found)")
    #expect(
      run.firstRange(of: "ca-certificates")?.lowerBound ?? run.endIndex < run.firstRange(of: "nodesource")?.lowerBound
        ?? run.startIndex, "\(found)")
  }
}

/// Files that call what only a full image has.
@Suite struct CallingFileCases {
  private func result(_ path: String, _ code: String = "spawnSync('gcc', ['-v'])\n") -> String {
    let file =
      "FROM node:22-bookworm\nWORKDIR /app\nCOPY package.json yarn.lock ./\nRUN yarn install --frozen-lockfile\nCOPY . .\n"
      + "CMD [\"node\", \"index.js\"]\n"
    let lock = "# yarn lockfile v1\n\n\nexpress@^4.0.0:\n  version \"4.19.2\"\n"
    return outcome(
      migrate(
        file,
        files: [
          "package.json": "{\"name\": \"a\", \"dependencies\": {\"express\": \"^4.0.0\"}}\n", "yarn.lock": lock,
          "index.js": "1\n", path: code,
        ]))
  }

  @Test(arguments: [".yarn/releases/yarn-1.22.0.cjs", "public/vendor/x/test.html"])
  func ofToolsAndPages(_ path: String) { #expect(result(path).contains("slim"), "\(result(path))") }

  /// Addresses for which Git starts `ssh`, and another Python than the language's own.
  @Test(arguments: [
    ("clone('git@example.org:a/b')", "openssh-client"), ("clone(\"ssh://example.org/a\")", "openssh-client"),
    ("#!/usr/bin/python3\nprint(1)", "python3"), ("#!/usr/bin/env python\nprint(1)", "python3"),
  ])
  func ofWhatIsStartedByOthers(_ code: String, _ package: String) {
    let found = result("start", code)
    #expect(found.contains("slim") && found.contains(" \(package) "), "\(found)")
  }

  @Test(arguments: ["bin/x.cjs", ".hidden/x.js", "yarn/x.js"])
  func ofTheApplication(_ path: String) { #expect(!result(path).contains("slim"), "\(result(path))") }
}

/// Lists of packages without exact versions, on a full image: failure modes 1, 5, 7 and 16 for what such lists bring.
@Suite struct LooseListCases {
  private func result(_ list: String, on tag: String = "3.13-bookworm") -> String {
    let file =
      "FROM python:\(tag)\nWORKDIR /app\nCOPY requirements.txt ./\nRUN pip install -r requirements.txt\nCOPY . .\n"
      + "CMD [\"gunicorn\", \"app:app\"]\n"
    return outcome(migrate(file, files: ["requirements.txt": list, "app.py": "app = 1\n"]))
  }

  @Test(arguments: [
    ("flask\ngunicorn>=20\n", []), ("Django>=5,<6\ncelery[redis]\nPsycopg2\n", ["libpq5"]),
    ("weasyprint\n", ["libpango-1.0-0"]), ("pillow\n", ["libfribidi0", "fonts-dejavu-core"]), ("django==4.2.*\n", []),
    ("GitPython\n", [" git "]),
    // what they bring needs something
    ("extract_msg[mime]\n", ["libmagic1"]), ("extract-msg[mime]==0.55.0\n", ["libmagic1"]),
  ])
  func isKnown(_ list: String, _ packages: [String]) {
    let found = result(list)
    #expect(found.contains("slim"), "\(found)")
    for package in packages { #expect(found.contains(package), "\(found)") }
  }

  @Test(arguments: [
    "flask\nan-unknown-package\n", "an-unknown-package==1.*\n", "flask[an-unknown-extra]\n",
    "flask\nhttps://files.example.org/flask.whl\n", "python-gnupg\n",
  ])
  func isNotKnown(_ list: String) { #expect(!result(list).contains("slim"), "\(result(list))") }

  /// On images of newer versions than a package has wheels for, it is compiled.
  @Test(arguments: [("psycopg2-binary==2.9.3\n", "libpq5"), ("pyyaml==5.3\n", "libyaml-0-2")])
  func failureMode5WhatIsCompiledWithoutAWheel(_ list: String, _ package: String) {
    #expect(result(list).contains(package), "\(result(list))")
  }

  /// Older versions of Python get older versions of packages, which can bring others.
  @Test(arguments: [
    ("3.7", true), ("3.7.2", true), ("3", true), ("3.6", false), ("3.6.8", false), ("2", false), ("2.7", false),
  ])
  func holdsForNewerVersions(_ tag: String, _ isKnown: Bool) {
    let found = result("flask\n", on: tag)
    #expect(found.contains("slim") == isKnown, "\(found)")
  }

  /// What is known to be brought counts there all the same.
  @Test func whatOlderVersionsBring() {
    #expect(result("extract-msg==0.55.0\n", on: "3.6").contains("slim"))
    #expect(!result("extract-msg[mime]==0.55.0\n", on: "3.6").contains("slim"))
  }
}
