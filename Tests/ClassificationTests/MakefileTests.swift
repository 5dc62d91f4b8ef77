import Testing

@testable import Classification

@Suite struct MakefileTests {
  private func check(_ text: String, _ targets: String..., gives expected: String) {
    #expect(String(decoding: Makefile(Array(text.utf8)).commands(of: targets), as: UTF8.self) == expected)
  }

  @Test func targets() {
    let text = ".PHONY: a\na: b c ## help\n\t@x 1\nb:\n\t-y\n\nc: b; z\nother:\n\tgcc\n"
    check(text, gives: "x 1\ny\nz")
    check(text, "c", gives: "z\ny")
    check(text, "gone", gives: "")
  }

  @Test func variablesAndContinuations() {
    check(
      "RUN ?= uv run\nport=80\na:\n\t$(RUN) x \\\n\t  ${port} $$HOME\n\t$(MAKE) b\n",
      gives: "uv run x  \t  80 $HOME\nmake b")
  }

  @Test func allBranchesCount() {
    check("a:\nifeq ($(X), 1)\n\tx\nelse\n\ty\nendif\n", gives: "x\ny")
  }

  @Test func allLinesHaveVariablesThatAreMadeOfOthers() {
    func lines(_ text: String) -> [String] { Makefile(Array(text.utf8)).allLines }
    let text = "T = 1\nI = a:$(T)\nR := run $(I) $(X)\nb:\n\t$(R) $$HOME\na:\n\t@$(MAKE) $(T)\n"
    #expect(lines(text) == ["make 1", "run a:1 $(X) $HOME"])
    #expect(lines("A = $(A)$(A)\nB = \(String(repeating: "x", count: 5000))\na:\n\t$(B)\n").map(\.count) == [4])
    let many = "A = \(String(repeating: "x", count: 1000))\na:\n\t\(String(repeating: "$(A)", count: 1 << 16))\n"
    #expect(lines(many).map { $0.utf8.count < 3 << 20 } == [true])
  }

  @Test func ringsEnd() { check("a: b\n\tx\nb: a\n\ty\n", "a", gives: "x\ny") }

  @Test(arguments: ["", "\t", ":", "a", "=", "a:\\\n", "\u{0}:\n\t"])
  func oddText(_ text: String) { check(text, "a", gives: "") }
}
