import Strategies
import Testing

@testable import Classification

/// A manager with options that take values, as pip has them.
private let manager: PackageManagerStrategy = {
  let text = """
    schema: 1
    kind: ecosystem
    id: x
    title: X
    package-managers:
      - id: p
        programs: [p, "py -m p"]
        value-options: [-r|--requirement|-t|--target]
        commands:
          - {words: install, does: bring-tool, only-arguments: [tool, "kit*"], without: [-r]}
          - {words: install, does: install}
          - {words: self update, does: housekeeping}
          - {does: housekeeping, with: [--version]}
    """
  let file = PluginFile(path: "ecosystems/x/strategy.yaml", text: TableText(Array(text.utf8)))
  return StrategySet.load([[file]]).strategies.ecosystems[0].packageManagers[0]
}()

private func find(_ command: String) -> CommandMatch? {
  CommandMatch.find(CommandWords(exec: command.split(separator: " ").map(String.init)), in: [manager])
}

@Suite struct CommandMatchTests {
  @Test(arguments: [
    ("p install -r a.txt b", "-r a.txt", "b"), ("p install -ra.txt b", "-r a.txt", "b"),
    ("p install -Ur a.txt b", "-U|-r a.txt", "b"), ("p install --target=/x b", "--target /x", "b"),
    ("p install --target /x b", "--target /x", "b"), ("p install -- -r b", "", "-r b"),
    ("p -q install b", "-q", "b"), ("p install -UI b", "-UI|-U|-I", "b"), ("p install --other b", "--other", "b"),
    ("/opt/bin/p install b", "", "b"), ("py -m p install b", "", "b"), ("py -u -m p install b", "", "b"),
    ("env A=b exec p install b", "", "b"), ("p install - b", "", "- b"), ("p install -r", "-r", ""),
  ])
  func options(_ command: String, _ options: String, _ arguments: String) throws {
    let match = try #require(find(command))
    #expect(
      match.options.map { [$0.name, $0.value].compactMap { $0 }.joined(separator: " ") }.joined(separator: "|")
        == options)
    #expect(match.arguments.compactMap(\.value).joined(separator: " ") == arguments)
    #expect(match.rule.does == .install)
  }

  @Test(arguments: [
    ("p install tool", CommandEffect.bringTool), ("p install tool==1.2 kit-a[x]>=2", .bringTool),
    ("p install tool other", .install), ("p install -r tool", .install), ("p install", .install),
    ("p self update", .housekeeping), ("p --version", .housekeeping),
  ])
  func theFirstRuleThatFitsDecides(_ command: String, _ effect: CommandEffect) {
    #expect(find(command)?.rule.does == effect)
  }

  @Test(arguments: ["p remove x", "q install x", "py -m q install x", "p self", "py p install"])
  func otherCommands(_ command: String) { #expect(find(command) == nil) }
}
