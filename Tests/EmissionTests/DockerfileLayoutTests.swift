import DockerfileSyntax
import Testing

@testable import Emission

/// What stands between instructions.
@Suite struct DockerfileLayoutTests {
  private func layout(_ text: String) -> DockerfileLayout { DockerfileLayout(Dockerfile.parse(Array(text.utf8))) }
  private func separator(_ text: String, above from: Int) -> String {
    String(decoding: layout(text).separator(above: from), as: UTF8.self)
  }

  @Test func separatorsFollowTheFile() {
    #expect(separator("FROM a\nRUN x\n\n\nFROM b\n", above: 2) == "\n\n")
    #expect(separator("FROM a\nRUN x\n\n#####\n\n# the app\nFROM b\n", above: 2) == "\n#####\n\n")
    #expect(separator("FROM a\nRUN x\nFROM b\n", above: 2) == "\n")
    #expect(separator("FROM a\n", above: 0) == "\n")
    #expect(separator("FROM a\r\n", above: 0) == "\r\n")
    #expect(separator("ARG V=1\n\n\nFROM a\n", above: 1) == "\n")
  }

  @Test func aNewStageStandsBelowWhatSpeaksOfTheFile() {
    let text = "# syntax=docker/dockerfile:1\n# My app\nFROM a\n"
    #expect(layout(text).insertionPoint(before: 0) == text.utf8.count - "FROM a\n".utf8.count)
    let second = "FROM a\n# of b\nFROM b\n"
    #expect(layout(second).insertionPoint(before: 1) == "FROM a\n".utf8.count)
  }
}
