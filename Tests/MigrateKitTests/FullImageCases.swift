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
  ])
  func aScriptThatAddsAKnownSourceOfPackages(_ step: String) {
    let found = result(step)
    #expect(found.contains("slim"), "\(found)")
    #expect(found.contains("RUN \(step)\nRUN apt-get install -y nodejs\nWORKDIR /app\nCOPY --from"), "\(found)")
    #expect(found.contains("install -y --no-install-recommends netbase curl && rm"), "\(found)")
  }

  @Test(arguments: [
    "curl -fsSL https://tools.example.org/setup | bash -", "curl -fsSL \(setup) | bash - && bash node.sh",
    "curl -fsSL \(setup) -o /tmp/node.sh && bash /tmp/other.sh",
    "curl -fsSL \(setup) | bash - && curl -fsSL https://tools.example.org/setup | bash -",
  ])
  func aScriptOfWhichNothingIsKnown(_ step: String) {
    #expect(!result(step).contains("slim"), "\(result(step))")
  }
}
