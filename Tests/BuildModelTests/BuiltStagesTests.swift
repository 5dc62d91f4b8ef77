import DockerfileSyntax
import Testing

@testable import BuildModel

/// The stages that a builder makes for one of them; it leaves out the others.
@Suite struct BuiltStagesTests {
  private static let file = """
    FROM image AS base
    FROM base AS test
    RUN check
    FROM image AS tools
    FROM image AS unused
    FROM base AS app
    COPY --from=0 /a /a
    RUN --mount=type=bind,from=tools,target=/t use
    FROM app

    """

  @Test(arguments: [(1, [0, 1]), (2, [2]), (4, [0, 2, 4]), (5, [0, 2, 4, 5])])
  func failureMode54StagesThatAreBuilt(_ stage: Int, _ built: [Int]) {
    let file = BuildFile(Dockerfile.parse(Array(Self.file.utf8)))
    #expect(file.built(for: file.stages[stage]).sorted() == built)
  }
}
