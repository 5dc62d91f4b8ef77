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

  @Test func ringsEnd() { check("a: b\n\tx\nb: a\n\ty\n", "a", gives: "x\ny") }

  @Test(arguments: ["", "\t", ":", "a", "=", "a:\\\n", "\u{0}:\n\t"])
  func oddText(_ text: String) { check(text, "a", gives: "") }
}
