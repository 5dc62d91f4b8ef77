import Testing

@testable import migrate

/// `--dry-run`: diffs that `git apply` takes.
@Suite struct DiffTests {
  private let sandbox: Sandbox

  init() throws { sandbox = try Sandbox() }

  /// Checks that the diff of a project turns its files into what a real run writes.
  private func check(_ dockerfile: String, folder: String = "app", from current: String = "") throws {
    try SampleProject.write(to: sandbox, in: folder, dockerfile: dockerfile)
    try sandbox.commit()
    let path = current.isEmpty ? folder : "."
    let dry = try sandbox.migrate(path, "--dry-run", "--quiet", in: current)
    #expect(dry.status == 0, "\(dry.errors)")
    #expect(dry.output.hasPrefix("--- "))
    let applied = try sandbox.run("git", "apply", "-", input: Array(dry.output.utf8), in: current)
    #expect(applied.status == 0, "\(applied.errors)\n\(dry.output)")
    let patched = sandbox.bytes("\(folder)/Dockerfile")
    #expect(patched != Array(dockerfile.utf8))
    try sandbox.run("git", "checkout", "-q", ".")
    #expect(try sandbox.migrate(path, "--quiet", in: current).status == 0)
    #expect(sandbox.bytes("\(folder)/Dockerfile") == patched)
  }

  @Test func applies() throws { try check(SampleProject.dockerfile) }

  @Test func appliesInASubfolder() throws { try check(SampleProject.dockerfile, from: "app") }

  @Test func appliesWithoutALastLineEnd() throws { try check(String(SampleProject.dockerfile.dropLast())) }

  @Test func appliesWithCarriageReturns() throws {
    try check(SampleProject.dockerfile.replacing("\n", with: "\r\n"))
  }

  @Test func appliesToPathsWithBlanks() throws { try check(SampleProject.dockerfile, folder: "my app") }

  @Test func appliesToPathsWithQuotes() throws { try check(SampleProject.dockerfile, folder: "my \"ä\"\tapp") }

  @Test func appliesToTheFileBehindALink() throws {
    try SampleProject.write(to: sandbox)
    try sandbox.run("mv", "app/Dockerfile", "app/real")
    try sandbox.link("app/Dockerfile", to: "real")
    try sandbox.commit()
    let dry = try sandbox.migrate("app", "--dry-run", "--quiet")
    #expect(dry.output.hasPrefix("--- a/app/real\n"))
    #expect(try sandbox.run("git", "apply", "--check", "-", input: Array(dry.output.utf8)).status == 0)
  }

  @Test func coloursOnlyWhenAsked() throws {
    try SampleProject.write(to: sandbox)
    let escape = "\u{1B}["
    #expect(!(try sandbox.migrate("app", "--dry-run")).output.contains(escape))
    #expect(!(try sandbox.migrate("app", "--dry-run", "--color", "never")).output.contains(escape))
    let painted = try sandbox.migrate("app", "--dry-run", "--color", "always", environment: ["NO_COLOR=1"])
    #expect(painted.output.contains("\(escape)32m+"))
  }

  /// A terminal for `auto` is made by util-linux's `script`.
  @Test(arguments: [([String](), true), (["NO_COLOR=1"], false), (["NO_COLOR="], true), (["TERM=dumb"], false)])
  func coloursOnATerminal(environment: [String], isColored: Bool) throws {
    try SampleProject.write(to: sandbox)
    let words = environment + (environment == ["TERM=dumb"] ? [] : ["TERM=xterm"])
    let command = "env \(words.joined(separator: " ")) \(Sandbox.program) app --dry-run --quiet"
    let outcome = try sandbox.run("script", "-qec", command, "/dev/null")
    #expect(outcome.output.contains("app-build"))
    #expect(outcome.output.contains("\u{1B}[32m") == isColored)
  }

  /// Every script of steps turns the old lines into the new ones, and none is longer than it must be.
  @Test func findsTheShortestScript() {
    var seed: UInt64 = 42
    func next(_ bound: Int) -> Int {
      seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(seed >> 33) % bound
    }
    for _ in 0..<500 {
      func text() -> [UInt8] { (0..<next(12)).flatMap { _ in [UInt8(ascii: "a") + UInt8(next(3)), 10] } }
      let (old, new) = (text(), text())
      let diff = LineDiff(old, new)
      var rebuilt: [UInt8] = []
      var original: [UInt8] = []
      var changes = 0
      for step in diff.steps {
        switch step {
        case .keep(let index, let other):
          original += diff.old[index]
          rebuilt += diff.new[other]
        case .remove(let index):
          original += diff.old[index]
          changes += 1
        case .add(let index):
          rebuilt += diff.new[index]
          changes += 1
        }
      }
      #expect(original == old && rebuilt == new)
      #expect(changes == shortest(lines(diff.old), lines(diff.new)))
    }
  }

  @Test func longTextsTakeNoLongTime() {
    let old = (0..<20_000).flatMap { Array("a\($0)\n".utf8) }
    let new = (0..<20_000).flatMap { Array("b\($0)\n".utf8) }
    let diff = LineDiff(old, new)
    #expect(diff.steps.count == 40_000)
  }

  private func lines(_ lines: LineDiff.Lines) -> [ArraySlice<UInt8>] { (0..<lines.count).map { lines[$0] } }

  /// The fewest lines to remove and add, by the longest common subsequence.
  private func shortest(_ old: [ArraySlice<UInt8>], _ new: [ArraySlice<UInt8>]) -> Int {
    var table = Array(repeating: Array(repeating: 0, count: new.count + 1), count: old.count + 1)
    for i in old.indices {
      for j in new.indices {
        table[i + 1][j + 1] = old[i] == new[j] ? table[i][j] + 1 : max(table[i][j + 1], table[i + 1][j])
      }
    }
    return old.count + new.count - 2 * table[old.count][new.count]
  }
}
