import SourceText
import Testing

@testable import DockerfileSyntax

/// Parses `source`, checks that it prints back and that the elements tile it, and gives the tree.
func check(_ source: String, at location: SourceLocation = #_sourceLocation) -> Dockerfile {
  check(Array(source.utf8), at: location)
}

@discardableResult
func check(_ source: [UInt8], at location: SourceLocation = #_sourceLocation) -> Dockerfile {
  let tree = Dockerfile.parse(source)
  #expect(tree.print() == source, "the printed tree differs", sourceLocation: location)
  var end = 0
  for element in tree.elements {
    #expect(element.range.lowerBound == end, "a gap or an overlap", sourceLocation: location)
    #expect(!element.range.isEmpty, "an empty element", sourceLocation: location)
    end = element.range.upperBound
  }
  #expect(end == source.count, "the elements end before the source", sourceLocation: location)
  return tree
}

@Suite struct DockerfileSyntaxTests {
  @Test func keepsCommentsBetweenContinuations() {
    let tree = check("RUN a \\\n  # why\n\n  && b\n")
    #expect(tree.instructions.count == 1)
    let run = tree.instructions[0]
    #expect(run.keyword == .run)
    #expect(text(run.arguments.bytes, 0..<run.arguments.count) == "a   && b")
    #expect(run.innerComments.map { text(tree.source, $0) } == ["  # why"])
    #expect(run.continuations.map { text(tree.source, $0) } == ["\\\n", "\n"])
  }

  @Test func readsFlagsAndCopy() {
    let tree = check("COPY --from=build --chown=\"a b\" /x ./y \"/z z\"\n")
    let copy = tree.instructions[0]
    #expect(copy.flag("from")?.value == "build")
    #expect(copy.flag("chown")?.value == "a b")
    #expect(copy.copy?.destination?.text == "z\"")
    #expect(copy.copy?.sources.map(\.text) == ["/x", "./y", "\"/z"])
  }

  @Test func readsHeredocs() {
    let tree = check("RUN <<EOF cat && <<-\"B\" x\na\nEOF\n\tb\n\tB\nUSER x\n")
    #expect(tree.instructions.map(\.keyword) == [.run, .user])
    #expect(tree.instructions[0].heredocs.map(\.name) == ["EOF", "B"])
    #expect(tree.instructions[0].heredocs.map(\.isQuoted) == [false, true])
    #expect(tree.instructions[0].heredocs.map { text(tree.source, $0.bodyRange) } == ["a\n", "\tb\n"])
  }

  @Test func expandsVariables() {
    let lookup: (String) -> String? = { ["A": "x", "E": ""][$0] }
    #expect(VariableExpansion.expand("${A}-$E'$A'", escape: .backslash, lookup: lookup) == "x-$A")
    #expect(VariableExpansion.expand("${U:-${A}}", escape: .backslash, lookup: lookup) == "x")
    #expect(VariableExpansion.expand("${A:-$U}", escape: .backslash, lookup: lookup) == "x")
    #expect(VariableExpansion.expand("$U", escape: .backslash, lookup: lookup) == nil)
  }

  @Test func readsKeyValues() {
    let tree = check("ENV A=\"b c\" D=e\nENV X y  z\nARG F G=h\n")
    #expect(tree.instructions[0].environment.map(\.unquotedValue) == ["b c", "e"])
    #expect(tree.instructions[1].environment.map(\.value) == ["y  z"])
    #expect(tree.instructions[1].isLegacy)
    #expect(tree.instructions[2].arg.map(\.name) == ["F", "G"])
  }
}
