import BuildModel
import Classification
import DockerfileSyntax
import Planning
import Strategies
import Testing

@testable import Emission

private let before = """
  # keep me
  FROM base AS first
  RUN x

  FROM image AS app
  ARG V=1
  RUN useradd me
  WORKDIR /app
  # install
  RUN install $V
  LABEL a=b
  EXPOSE 80
  ENV A=1
  USER me
  COPY --chown=me --from=first /x /x
  CMD ["a"]

  """

private let after = """
  # keep me
  FROM base AS first
  RUN x

  FROM image AS app-build
  ARG V=1
  RUN useradd me
  WORKDIR /app
  # install
  RUN install $V

  FROM image AS app
  RUN useradd me
  WORKDIR /app
  LABEL a=b
  EXPOSE 80
  ENV A=1
  USER me
  COPY --chown=me --from=app-build /y /y
  COPY --chown=me --from=first /x /x
  CMD ["a"]

  """

/// The problems that are found once `text` of the good result is replaced.
private func problems(_ text: String = "", with replacement: String = "") -> [String] {
  let file = BuildFile(Dockerfile.parse(Array(before.utf8)))
  let facts = StageFacts(file, stage: file.stages[1], strategies: StrategySet(), files: .none)
  var plan = MigrationPlan(.split, "", stage: 1)
  plan.stageName = "app"
  plan.buildStageName = "app-build"
  var result = after
  if !text.isEmpty {
    let parts = result.split(separator: text, maxSplits: 1, omittingEmptySubsequences: false)
    #expect(parts.count == 2, "\(text) is not in the result")
    result = parts.joined(separator: replacement)
  }
  return ResultCheck.problems(facts, Array(result.utf8), plan)
}

/// Each fault of a result is found before anything is written.
@Suite struct ResultCheckTests {
  @Test func goodResult() { #expect(problems() == []) }

  @Test(arguments: [
    ("CMD [\"a\"]", "CMD [\"b\"]", "CMD of the stage differs"), ("EXPOSE 80\n", "", "EXPOSE of the stage differs"),
    ("a=b", "a=c", "LABEL of the stage differs"), ("CMD", "HEALTHCHECK NONE\nCMD", "HEALTHCHECK of the stage differs"),
    ("A=1", "A=2", "the environment key `A` of the stage differs"),
    ("A=1", "A=1 B=1", "the environment key `B` of the stage differs"),
    ("FROM image AS app\n", "FROM other AS app\n", "the stage has another base image"),
    ("--from=app-build", "--from=gone", "`--from=gone` names no stage before it"),
    ("--from=app-build", "--from=app", "`--from=app` names no stage before it"),
    ("# keep me\n", "", "the comment \"# keep me\" is lost"), ("# install\n", "", "the comment \"# install\" is lost"),
    ("RUN x", "RUN y", "the stage first differs"), ("AS first", "AS third", "the stage `first` is gone"),
    ("CMD [\"a\"]\n", "CMD [\"a\"]\nFROM image\n", "the stage is no longer the last one"),
    ("ARG V=1\n", "", "`V` is used in RUN but no longer declared before it"),
    ("AS app\nRUN useradd me\n", "AS app\n", "the user `me` does not exist yet where `--chown` names it"),
    ("COPY --chown=me --from=first /x /x\n", "", "the stage first is no longer built"),
    (
      "COPY --chown=me --from=app-build /y /y\n", "",
      "nothing comes from the stage app-build, so that it is not built"
    ),
    (
      "COPY --chown=me --from=app-build", "CPY --chown=me --from=app-build",
      "the result does not parse: unknown instruction 'CPY'"
    ),
  ])
  func faults(_ text: String, _ replacement: String, _ problem: String) {
    let found = problems(text, with: replacement)
    #expect(found.contains(problem), "\(found)")
  }

  @Test func userAndFolderOfTheRunStage() {
    #expect(problems("USER me\nCOPY", with: "USER root\nCOPY").contains("USER of the stage differs"))
    #expect(problems("WORKDIR /app\nLABEL", with: "LABEL").contains("WORKDIR of the stage differs"))
  }
}
