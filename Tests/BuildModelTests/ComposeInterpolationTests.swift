import Testing

@testable import BuildModel

@Suite struct ComposeInterpolations {
  @Test(arguments: [
    ("a", "a"), ("$$a", "$a"), ("${A:-b}", "b"), ("x${A-b}y", "xby"), ("${A:-${B:-c}}", "c"), ("${A}", "${A}"),
    ("${A:?no}", "${A:?no}"), ("${A:+b}", ""), ("$A", "$A"), ("${A:-}", ""), ("${A:-x", "${A:-x"),
    ("${A:-curl -f \"http://x/{y}\"}", "curl -f \"http://x/{y}\""), ("$", "$"), ("${}", "${}"), ("${A:-$$b}", "$b"),
  ])
  func defaults(_ text: String, _ expected: String) {
    #expect(ComposeInterpolation.applyingDefaults(to: text) == expected)
  }

  @Test(arguments: [
    ("a$$b", "a$b"), ("$SET-${SET}", "s-s"), ("$GONE.", "."), ("${GONE}", ""), ("${SET:-x}${SET-x}", "ss"),
    ("${EMPTY:-x}${EMPTY-y}", "x"), ("${GONE:-${SET}}", "s"), ("${SET:+${GONE-z}}${GONE:+a}${EMPTY:+b}", "z"),
    ("${GONE:?no}", ""), ("${SET:?no}", "s"), ("${SET", "${SET"),
  ])
  func values(_ text: String, _ expected: String) {
    let values = ["SET": "s", "EMPTY": ""]
    #expect(ComposeInterpolation.expand(text) { values[$0] } == expected)
  }

  @Test func hostileTextTakesNoLongTime() {
    #expect(ComposeInterpolation.applyingDefaults(to: String(repeating: "${A:-", count: 10_000)).utf8.count == 50_000)
    let nested = String(repeating: "${A:-", count: 2_000) + String(repeating: "}", count: 2_000)
    #expect(!ComposeInterpolation.applyingDefaults(to: nested).isEmpty)
  }

  @Test(arguments: [
    ("", ".", ""), ("a", "../b", "b"), ("a", "../../b", "../b"), ("", "./x//y/.", "x/y"), ("a", "/b/../c", "/c"),
    ("/", "../a", "/a"), ("..", "a", "../a"),
  ])
  func paths(_ directory: String, _ path: String, _ expected: String) {
    #expect(ComposePath.join(directory, path) == expected)
  }
}
