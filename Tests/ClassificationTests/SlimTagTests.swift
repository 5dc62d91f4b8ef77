import BuildModel
import SourceText
import Strategies
import Testing

@testable import Classification

@Suite struct SlimTagTests {
  private func image(_ written: String, is resolved: String? = nil, beforeRelease: Bool, slim: [String]? = nil)
    throws -> String?
  {
    let manifest = """
      schema: 1
      kind: distribution
      id: d
      title: D
      images: [{repository: x, slim: {word: slim, before-release: \(beforeRelease)}}]
      other-releases: [old]
      releases: [{id: new, words: [new], table: t.tsv}]
      package-manager: {id: p, programs: [p]}
      """
    let (set, problems) = StrategySet.load([
      [
        PluginFile(path: "distributions/d/strategy.yaml", text: TableText(Array(manifest.utf8))),
        PluginFile(path: "distributions/d/t.tsv", text: TableText(Array("# format\t1\n".utf8))),
      ]
    ])
    #expect(problems == [])
    let distribution = try #require(set.distributions.first)
    let rule = try #require(distribution.images.first?.slim)
    return SlimTag(rule: rule, distribution: distribution, entry: slim.map { TagTable.Entry(release: "old", slim: $0) })
      .image(written: written, reference: ImageReference(resolved ?? written))
  }

  /// The forms of official images: 42 of 42 tags of one that has the word before the release, 56 of 57 of one behind it.
  @Test(arguments: [
    ("x:3.12", "x:3.12-slim"), ("x:3.12-new", "x:3.12-slim-new"), ("x:3.12-old", "x:3.12-slim-old"), ("x", "x:slim"),
    ("x:latest", "x:slim"), ("x:new", "x:slim-new"), ("x:3.15-rc-new", "x:3.15-rc-slim-new"),
    ("r.example:5000/x:3", "r.example:5000/x:3-slim"), ("r.example:5000/x", "r.example:5000/x:slim"),
  ])
  func beforeTheRelease(_ written: String, _ expected: String) throws {
    #expect(try image(written, beforeRelease: true) == expected)
  }

  @Test func behindTheRelease() throws {
    #expect(try image("x:22-new", beforeRelease: false) == "x:22-new-slim")
    #expect(try image("x:22", beforeRelease: false) == "x:22-slim")
  }

  /// Where a table tells which smaller images there are, no other is named.
  @Test func tags() throws {
    #expect(try image("x:1", beforeRelease: true, slim: ["="]) == "x:1-slim")
    #expect(try image("x:1-old", beforeRelease: true, slim: ["="]) == nil)
    #expect(try image("x:1-old", beforeRelease: true, slim: ["=", "old"]) == "x:1-slim-old")
    #expect(try image("x:1", beforeRelease: true, slim: ["old"]) == nil)
  }

  @Test func variables() throws {
    #expect(try image("x:${V}", is: "x:3.12", beforeRelease: true) == "x:${V}-slim")
    #expect(try image("x:${V:-3.1}-new", is: "x:3.12-new", beforeRelease: true) == "x:${V:-3.1}-slim-new")
    #expect(try image("${R}/x:$V", is: "r/x:3", beforeRelease: true) == "${R}/x:$V-slim")
    #expect(try image("x:${V}", is: "x:3.12-new", beforeRelease: true) == nil)
    #expect(try image("x:${V}", is: "x:3.12-new", beforeRelease: false) == "x:${V}-slim")
    #expect(try image("x:${V}", is: "x:latest", beforeRelease: true) == nil)
    #expect(try image("$IMAGE", is: "x:3", beforeRelease: true) == nil)
    #expect(try image("x@sha256:1", is: "x@sha256:1", beforeRelease: true) == nil)
    #expect(try image("x:3@sha256:1", is: "x:3@sha256:1", beforeRelease: true) == nil)
  }
}
