import Discovery
import Testing

/// Projects made of paths and references.
@Suite struct DiscoveryTests {
  @Test func putsAllTogether() {
    var discovery = Discovery()
    discovery.dockerfiles = ["b/Dockerfile", "a/Dockerfile", "Dockerfile"]
    discovery.references = [
      BuildReference(dockerfile: "a/Dockerfile", context: "", source: "deploy/compose.yaml"),
      BuildReference(dockerfile: "a/Dockerfile", context: "a", source: "a/compose.prod.yaml"),
      BuildReference(dockerfile: "a/Dockerfile", context: "", source: ".github/workflows/x.yml"),
      BuildReference(dockerfile: "docker/web", context: "", source: "docker-bake.hcl"),
      BuildReference(dockerfile: "nowhere", context: "", source: "docker-bake.hcl"),
    ]
    discovery.configurations = ["b": nil, "c": "../c/Production", "docker": nil]
    let projects = discovery.projects { $0 == "docker/web" || $0 == "c/Production" }
    #expect(projects.map(\.dockerfile) == ["Dockerfile", "a/Dockerfile", "b/Dockerfile", "c/Production", "docker/web"])
    #expect(
      projects[1]
        == BatchProject(
          dockerfile: "a/Dockerfile", contexts: ["", "a"], composeFolders: ["deploy"],
          composeFiles: ["a/compose.prod.yaml"]))
    #expect(projects[0].contexts == [""] && projects[2].contexts == ["b"] && projects[4].contexts == [""])
    #expect(projects.map(\.configuration) == [nil, nil, "b", "c", "docker"])
  }

  @Test func doesNotDependOnTheOrder() {
    var one = Discovery()
    one.dockerfiles = ["a/Dockerfile"]
    one.references = (0..<20).map {
      BuildReference(dockerfile: "a/Dockerfile", context: "c\($0)", source: "s\($0 % 3)/compose.yaml")
    }
    var other = one
    other.references.reverse()
    #expect(one.projects { _ in false } == other.projects { _ in false })
  }
}

/// Parts of a repository's projects.
@Suite struct ShardTests {
  private let paths = (0..<4000).map { "services/team-\($0 % 37)/service-\($0)/Dockerfile" }

  @Test func holdsEachProjectOnce() throws {
    for count in [1, 2, 7, 16] {
      let shards = try (1...count).map { try #require(Shard(index: $0, count: count)) }
      for path in paths { #expect(shards.filter { $0.holds(path) }.count == 1) }
      for shard in shards {
        let share = paths.filter(shard.holds).count
        #expect(abs(share - paths.count / count) <= paths.count / count / 4, "\(share) of \(count)")
      }
    }
  }

  /// These values are a promise: a project must not move to another part with a new version.
  @Test func keepsProjectsWhereTheyAre() throws {
    let shards = try (1...4).map { try #require(Shard("\($0)/4", completionIndex: nil)) }
    let places = ["Dockerfile", "a/Dockerfile", "b/Dockerfile", "ü/Dockerfile"].map { path in
      shards.first { $0.holds(path) }?.index
    }
    #expect(places == [2, 4, 3, 4])
  }

  @Test func readsTheCompletionIndex() {
    #expect(Shard("auto/3", completionIndex: "0") == Shard(index: 1, count: 3))
    #expect(Shard("auto/3", completionIndex: "2") == Shard(index: 3, count: 3))
    for (text, index) in [
      ("auto/3", nil), ("auto/3", "3"), ("0/3", nil), ("4/3", nil), ("3", nil), ("a/3", nil), ("1/0", nil),
      ("1/2/3", nil),
      ("-1/3", nil), ("", nil),
    ] as [(String, String?)] {
      #expect(Shard(text, completionIndex: index) == nil, "\(text)")
    }
  }
}
