import Testing

@testable import DockerfileSyntax

@Suite struct VariableTests {
  private static let values = ["A": "x", "E": "", "P": "/usr/local/bin", "F": "app.tar.gz", "É": "é"]

  /// Checks what `word` expands to; `nil` if it can't be.
  private func check(
    _ word: String, _ expected: String?, escape: UInt8 = .backslash, at location: SourceLocation = #_sourceLocation
  ) {
    let result = VariableExpansion.expand(word, escape: escape) { Self.values[$0] }
    #expect(result == expected, "\(word)", sourceLocation: location)
  }

  @Test func removesQuotesAndEscapes() {
    check("'a b'\"c d\"", "a bc d")
    check("\\\"a\\ b\\\\", "\"a b\\")
    check("\"a\\\"b\\n\"", "a\"b\\n")
    check("'a\\'", "a\\")
    check("a\\", "a")
    check("a`\"b", "a\"b", escape: .backtick)
    check("C:\\x", "C:\\x", escape: .backtick)
    check("<<a<b", "<<a<b")
  }

  @Test func putsValuesIn() {
    check("$A${A}/$A-b", "xx/x-b")
    check("\"$A\"'$A'\\$A", "x$A$A")
    check("$", "$")
    check("a$/", "a$/")
    check("$É", "é")
    check("$AB", nil)
    check("$A\u{2026}", "x\u{2026}")
    check("$U", nil)
    check("$1", nil)
  }

  @Test func usesDefaults() {
    check("${U:-d}${E:-d}${A:-d}", "ddx")
    check("${U-d}${E-d}${A-d}", "dx")
    check("${U:+d}${E:+d}${A:+d}", "d")
    check("${U+d}${E+d}${A+d}", "dd")
    check("${A:?m}${E?m}", "x")
    check("${E:?m}", nil)
    check("${U?m}", nil)
    check("${U:-${V:-$A}}", "x")
    check("${U:-\"a b\"'}'}", "a b}")
    check("${A:-$U}", "x")
    check("${U:-$V}", nil)
    check("${U:+$V}", "")
  }

  @Test func takesPatternsAway() {
    check("${P#*/}${P##*/}", "usr/local/binbin")
    check("${F%.*}-${F%%.*}", "app.tar-app")
    check("${F#???}", ".tar.gz")
    check("${F#b}", "app.tar.gz")
    check("${F%.g?}", "app.tar")
    check("${U#a}", nil)
    check("${P/usr/opt}", "/opt/local/bin")
    check("${P/\\//-}", "-usr/local/bin")
    check("${P//\\//-}", "-usr-local-bin")
    check("${P//l*/x}", "/usr/x")
    check("${F//?/x}", "xxxxxxxxxx")
    check("${F//q/x}", "app.tar.gz")
    check("${F#\\a}", nil)
  }

  @Test func refusesWhatCannotBeRead() {
    for word in ["'a", "\"a", "${", "${A", "${}", "${:a}", "${{A}}", "${A:a}", "${A:#b}", "${A!b}", "${A/b}"] {
      check(word, nil)
    }
  }

  @Test func limitsGrowth() {
    let long = String(repeating: "a", count: 100_000)
    let count = { (word: String) in
      VariableExpansion.expand(word, escape: .backslash) { _ in long }?.utf8.count
    }
    #expect(count(String(repeating: "\"$L\"", count: 10)) == 1_000_000)
    #expect(count(String(repeating: "\"$L\"", count: 12)) == nil)
    #expect(count(String(repeating: "$L", count: 12)) == nil)
    #expect(count("${L//*b/c}") == nil)
    let nested = { (depth: Int) in String(repeating: "${U:-", count: depth) + String(repeating: "}", count: depth) }
    #expect(VariableExpansion.expand(nested(100), escape: .backslash) { _ in nil } == "")
    #expect(VariableExpansion.expand(nested(101), escape: .backslash) { _ in nil } == nil)
  }

  @Test func findsReferences() {
    let bytes = Array("$A '${B}' \"${C:-$D}\" \\$E ${F#g} $".utf8)
    let found = VariableReference.scan(bytes, escape: .backslash)
    #expect(found.map(\.name) == ["A", "C", "D", "F"])
    #expect(found.map { text(bytes, $0.range) } == ["$A", "${C:-$D}", "$D", "${F#g}"])
    #expect(found.map(\.operator) == [nil, ":-", nil, "#"])
    #expect(found.map(\.default) == [nil, "$D", nil, nil])
    #expect(found.map { $0.operand.map { text(bytes, $0) } } == [nil, "$D", nil, "g"])
  }

  @Test func readsNoQuotesInDocuments() {
    let bytes = Array("it's $A".utf8)
    #expect(VariableReference.scan(bytes, escape: .backslash, readsQuotes: false).map(\.name) == ["A"])
    #expect(VariableReference.scan(bytes, escape: .backslash).isEmpty)
  }
}
