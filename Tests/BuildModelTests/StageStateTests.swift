import BuildModel
import DockerfileSyntax
import Testing

/// The state behind the last instruction of the last stage.
private func end(_ text: String) -> StageState {
  let file = BuildFile(Dockerfile.parse(Array(text.utf8)))
  return file.states(of: file.stages[file.stages.count - 1]).end
}

@Suite struct StageStateTests {
  @Test func failureMode46EnvironmentWinsOverArguments() {
    #expect(end("FROM x\nENV A=env\nARG A=arg\n").value("A") == "env")
    #expect(end("FROM x\nARG A=arg\nENV A=env\n").value("A") == "env")
    #expect(end("FROM x\nARG A=arg\nENV B=$A\n").value("B") == "arg")
    #expect(end("FROM x\nENV B=$A\nARG A=arg\n").value("B") != "arg")
  }

  @Test func valuesOfOneInstructionReadThoseBeforeIt() {
    let state = end("FROM x\nENV A=1\nENV A=2 B=$A\n")
    #expect(state.value("A") == "2")
    #expect(state.value("B") == "1")
  }

  @Test func globalArgumentsHaveToBeDeclaredAgain() {
    #expect(end("ARG A=1\nFROM x\nENV B=$A\n").value("B") != "1")
    #expect(end("ARG A=1\nFROM x\nARG A\nENV B=$A\n").value("B") == "1")
    #expect(end("ARG A=1\nFROM x\nARG A=2\nENV B=$A\n").value("B") == "2")
    #expect(end("FROM x\nARG A\n").value("A") == nil)
  }

  @Test func failureMode47StagesInheritOnlyFromTheirOwnChain() {
    #expect(end("FROM x AS a\nENV A=1\nARG B=2\nFROM a\n").value("A") == "1")
    #expect(end("FROM x AS a\nENV A=1\nARG B=2\nFROM a\n").value("B") == nil)
    #expect(end("FROM x AS a\nENV A=1\nFROM x\n").value("A") == nil)
    #expect(end("FROM x AS a\nUSER me\nWORKDIR /a\nFROM a\nWORKDIR b\n").workdir == "/a/b")
  }

  @Test func foldersAddUp() {
    #expect(end("FROM x\nWORKDIR /a\nWORKDIR b/../c\nWORKDIR .\n").workdir == "/a/c")
    #expect(end("FROM x\nENV D=/d\nWORKDIR $D/e\n").workdir == "/d/e")
    #expect(!end("FROM x\nWORKDIR $NOTHING/e\n").isWorkdirKnown)
    #expect(end("FROM x\nWORKDIR $NOTHING/e\nWORKDIR /f\n").isWorkdirKnown)
    #expect(!end("FROM x\nWORKDIR $NOTHING/e\nWORKDIR f\n").isWorkdirKnown)
  }

  @Test(arguments: [
    ("", true, "/root"), ("USER root", true, "/root"), ("USER 0:0", true, "/root"), ("USER me", false, "/home/me"),
    ("USER me:staff", false, "/home/me"), ("USER me\nENV HOME=/x", false, "/x"), ("USER 1000", false, nil),
    ("USER www-data", false, nil), ("ARG U=me\nUSER $U", false, "/home/me"), ("USER $U", false, nil),
  ])
  func users(_ lines: String, _ isRoot: Bool, _ home: String?) {
    let state = end("FROM x\n\(lines)\n")
    #expect(state.isRoot == isRoot)
    #expect(state.home == home)
  }
}

@Suite struct BuildFileTests {
  private func file(_ text: String) -> BuildFile { BuildFile(Dockerfile.parse(Array(text.utf8))) }

  @Test func bases() {
    let file = file(
      "ARG V=3.13\nARG W\nFROM python:${V}-slim AS Base\nFROM base AS b\nFROM scratch\nFROM $W\nFROM x:${V:-1}\nFROM b\n"
    )
    #expect(
      file.stages.map(\.base) == [
        .image(ImageReference("python:3.13-slim")), .stage(0), .scratch, .unresolved("$W"),
        .image(ImageReference("x:3.13")),
        .stage(1),
      ])
    #expect(file.rootBase(of: file.stages[5]) == .image(ImageReference("python:3.13-slim")))
    #expect(file.chain(of: file.stages[5]).map(\.index) == [0, 1, 5])
  }

  @Test func aStageCanHaveTheNameOfItsImage() {
    #expect(
      file("FROM python AS python\nFROM python\n").stages.map(\.base) == [.image(ImageReference("python")), .stage(0)])
  }

  @Test func referencesToStages() {
    let file = file("FROM x AS a\nFROM y AS A2\nFROM z\n")
    #expect(file.stage(named: "a2")?.index == 1)
    #expect(file.stage(named: "2")?.index == 2)
    #expect(file.stage(named: "2", before: 2) == nil)
    #expect(file.stage(named: "b") == nil)
  }
}
