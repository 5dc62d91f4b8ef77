import BuildModel
import DockerfileSyntax
import SourceText
import Testing

@testable import Emission

/// Failure mode 48: references to stages by number move when a stage is put in.
@Suite struct StageNumbersTests {
  private func check(
    _ line: String, _ expected: String, stage: Int = 1, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let source = Array("FROM a\nFROM b\nFROM c AS d\n\(line)\n".utf8)
    let edits = StageNumbers(file: BuildFile(Dockerfile.parse(source))).edits(shiftingFrom: stage)
    let result = EditSet(edits).map { String(decoding: $0.apply(to: source), as: UTF8.self) }
    #expect(result == "FROM a\nFROM b\nFROM c AS d\n\(expected)\n", sourceLocation: sourceLocation)
  }

  @Test func copies() {
    check("COPY --from=0 /x /x", "COPY --from=0 /x /x")
    check("COPY --from=1 /x /x", "COPY --from=2 /x /x")
    check("COPY --chown=1:1 --from=1 /1 /1", "COPY --chown=1:1 --from=2 /1 /1")
    check("COPY --from=d /x /x", "COPY --from=d /x /x")
    check("COPY --from=7 /x /x", "COPY --from=7 /x /x")
    check("COPY --from=0 /x /x", "COPY --from=1 /x /x", stage: 0)
  }

  @Test func failureMode49Mounts() {
    check("RUN --mount=type=bind,from=1,target=/1 x 1", "RUN --mount=type=bind,from=2,target=/1 x 1")
    check(
      "RUN --mount=from=1,target=/a --mount=from=0,target=/b x",
      "RUN --mount=from=2,target=/a --mount=from=0,target=/b x")
  }
}
