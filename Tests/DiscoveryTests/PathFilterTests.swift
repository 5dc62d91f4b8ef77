import Discovery
import Testing

/// Which paths of a repository are wanted.
@Suite struct PathFilterTests {
  @Test func includesAndExcludes() {
    let filter = PathFilter(include: ["services"], exclude: ["old"])
    #expect(filter.admits("services/a/Dockerfile"))
    #expect(!filter.admits("services/old/Dockerfile") && !filter.admits("tools/Dockerfile"))
    #expect(PathFilter().admits("anything"))
  }
}
