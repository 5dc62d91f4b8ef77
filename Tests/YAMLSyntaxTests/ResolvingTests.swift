import Testing

@testable import YAMLSyntax

/// Checks the merged view of the mapping at `route`, as `key=value` in order.
private func check(
  _ text: String, _ route: YAMLRoute, _ expected: [String], sourceLocation: SourceLocation = #_sourceLocation
) throws {
  let document = parse(text)
  let node = try #require(document.node(at: route), sourceLocation: sourceLocation)
  let found = document.entries(of: node).map { entry in
    "\(entry.key.string ?? "?")=\(document.resolve(entry.value).string ?? "?")"
  }
  #expect(found == expected, sourceLocation: sourceLocation)
  for entry in document.entries(of: node) {
    let key = try #require(entry.key.string, sourceLocation: sourceLocation)
    #expect(document.value(of: node, key: key) == document.resolve(entry.value), sourceLocation: sourceLocation)
  }
}

@Suite struct Resolving {
  @Test func aliasesStandForTheirAnchors() throws {
    try check("x: &x {a: 1}\ny: *x\n", [.key("y")], ["a=1"])
    try check("x: &x one\ny: {a: *x}\n", [.key("y")], ["a=one"])
  }

  @Test func anAliasMeansTheLastAnchorBeforeIt() throws {
    try check("p: &x 1\nm: {a: *x}\nq: &x 2\nn: {a: *x}\n", [.key("m")], ["a=1"])
    try check("p: &x 1\nm: {a: *x}\nq: &x 2\nn: {a: *x}\n", [.key("n")], ["a=2"])
    try check("p: &x {q: &x 2, r: [*x]}\nn: {a: *x}\n", [.key("n")], ["a=2"])
  }

  @Test func mergeKeys() throws {
    let base = "one: &one {a: 1, b: 1}\ntwo: &two {b: 2, c: 2}\n"
    try check(base + "m: {<<: *one}\n", [.key("m")], ["a=1", "b=1"])
    try check(base + "m: {<<: [*one, *two]}\n", [.key("m")], ["a=1", "b=1", "c=2"])
    try check(base + "m: {<<: [*two, *one]}\n", [.key("m")], ["b=2", "c=2", "a=1"])
    try check(base + "m:\n  <<: *one\n  a: 0\n", [.key("m")], ["a=0", "b=1"])
    try check(base + "m: {<<: {z: 9}}\n", [.key("m")], ["z=9"])
    try check(base + "three: &three {<<: *one, c: 3}\nm: {<<: [*three, *two]}\n", [.key("m")], ["c=3", "a=1", "b=1"])
    try check("m: {\"<<\": 1}\n", [.key("m")], ["<<=1"])
  }

  @Test func mergeBombsCostNoMoreThanTheirText() throws {
    var text = "a0: &a0 {k: v}\n"
    for level in 1...2000 { text += "a\(level): &a\(level) {<<: [*a\(level - 1), *a\(level - 1)]}\n" }
    try check(text, [.key("a2000")], ["k=v"])
  }

  @Test func aliasBombsAreNotExpanded() {
    var text = "a0: &a0 [x, x]\n"
    for level in 1...64 { text += "a\(level): &a\(level) [*a\(level - 1), *a\(level - 1)]\n" }
    #expect(parse(text).json(limit: 1 << 16) == nil)
    var chain = "a0: &a0 [x]\n"
    for level in 1...5000 { chain += "a\(level): &a\(level) [*a\(level - 1)]\n" }
    #expect(parse(chain).json() == nil)
  }

  @Test func jsonHoldsAllValuesAsText() {
    let text = "a: [1, 'x\"\\y', ~]\nb: &b {c: \"\\u0001é\"}\n'd': *b\n? [e]\n: f\n---\n- yes\n"
    #expect(
      parse(text).json()
        == #"[{"a":["1","x\"\\y","~"],"b":{"c":"\u0001é"},"d":{"c":"\u0001é"},"[\"e\"]":"f"},["yes"]]"#)
  }

  @Test func routesLeadToTheirNodesAndBack() throws {
    let document = parse("a:\n  - b: {c: 1}\n  -\nd:\n? [x]\n: y: z\n")
    for route: YAMLRoute in [
      [], [.key("a")], [.key("a"), .index(0), .key("b"), .key("c")], [.key("a"), .index(1)], [.key("d")],
    ] {
      let node = try #require(document.node(at: route))
      #expect(document.route(to: node) == route)
    }
    #expect(document.node(at: [.key("a"), .index(2)]) == nil)
    let behindComplexKey = try #require(document.root?.entries.last?.value)
    #expect(document.route(to: behindComplexKey) == nil)
    #expect(YAMLRoute([.key("a"), .index(0), .key("b")]).description == "a[0].b")
  }
}
