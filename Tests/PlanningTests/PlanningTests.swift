import Testing

@testable import Planning

@Suite struct VariableUseTests {
  /// Where an ARG or ENV is redeclared hangs on this: failure mode 46.
  @Test(arguments: [
    ("$A", true), ("${A}", true), ("${A:-x}", true), ("x$A/y", true), ("${#A}", true), ("$AB", false), ("A", false),
    ("${AB}", false), ("$B ${C}", false), ("$", false), ("", false),
  ])
  func failureMode46(text: String, refers: Bool) {
    #expect(EnvironmentPlanner.refers(Array(text.utf8), to: "A") == refers)
  }

  @Test func variablesOfAWrittenPath() {
    #expect(WrittenValues.variables(of: "${HOME_DIR}/.venv $USER") == ["HOME_DIR", "USER"])
    #expect(WrittenValues.variables(of: "/opt/venv").isEmpty)
  }
}
