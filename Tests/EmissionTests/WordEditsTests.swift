import DockerfileSyntax
import SourceText
import Testing

@testable import Emission

/// Removes the words that stand in `<…>` and replaces those in `<…=x y>`, and checks the text that comes out.
private func check(
  _ marked: String, _ expected: String, escape: Character = "\\", sourceLocation: SourceLocation = #_sourceLocation
) {
  for isCRLF in [false, true] {
    var source: [UInt8] = []
    var changes: [WordEdits.Change] = []
    var start = 0
    var replacement: [UInt8]?
    let text =
      isCRLF ? marked.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\r\n") : marked
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "<"): start = source.count
      case UInt8(ascii: "="): replacement = []
      case UInt8(ascii: ">"):
        let words = String(decoding: replacement ?? [], as: UTF8.self).split(separator: " ").map(String.init)
        changes.append(WordEdits.Change(range: start..<source.count, replacement: words))
        replacement = nil
      default: if replacement == nil { source.append(byte) } else { replacement?.append(byte) }
      }
    }
    let dockerfile = Dockerfile.parse(source)
    let edits = WordEdits(
      source, instruction: dockerfile.instructions[0].range, comments: dockerfile.instructions[0].innerComments,
      escape: escape.asciiValue ?? 0, changes: changes
    ).edits()
    let result = EditSet(edits).map { String(decoding: $0.apply(to: source), as: UTF8.self) }
    let wanted =
      isCRLF ? expected.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\r\n") : expected
    #expect(result == wanted, sourceLocation: sourceLocation)
  }
}

/// What is left of a list looks as if written that way, with either line end.
@Suite struct WordEditsTests {
  @Test func oneLine() {
    check("RUN a <b> c\n", "RUN a c\n")
    check("RUN a <b> <c>\n", "RUN a\n")
    check("RUN a <b> <c> d\n", "RUN a d\n")
    check("RUN a  <b>  c\n", "RUN a  c\n")
    check("RUN a <b=x y> c\n", "RUN a x y c\n")
    check("RUN a <b>", "RUN a")
  }

  @Test func oneWordALine() {
    check("RUN a \\\n    <b> \\\n    c\n", "RUN a \\\n    c\n")
    check("RUN a \\\n    b \\\n    <c>\n", "RUN a \\\n    b\n")
    check("RUN a \\\n    <b> \\\n    <c>\n", "RUN a\n")
    check("RUN a \\\n\t<b> <c> \\\n\td e\n", "RUN a \\\n\td e\n")
    check("RUN a \\\n    <b=x y> \\\n    c\n", "RUN a \\\n    x \\\n    y \\\n    c\n")
    check("RUN a \\\n    b <c> \\\n    d\n", "RUN a \\\n    b \\\n    d\n")
  }

  @Test func commentsGoWithTheirLine() {
    check("RUN a \\\n  # of b\n  <b> \\\n  # of c\n  c\n", "RUN a \\\n  # of c\n  c\n")
    check("RUN a \\\n  b \\\n  # of c\n  <c>\n", "RUN a \\\n  b\n")
  }

  @Test func theKeywordsLine() {
    check("ENV <A> \\\n    B\n", "ENV B\n")
    check("ENV <A> \\\n    <B> \\\n    C D\n", "ENV C D\n")
    check("ENV <A> \\\n    # of B\n    B\n", "ENV \\\n    # of B\n    B\n")
  }

  @Test func emptyLinesBetween() {
    check("ENV <A> \\\n\n    B\n", "ENV B\n")
    check("ENV A \\\n\n    <B>\n", "ENV A\n")
    check("ENV A \\\n  \n    <B> \\\n\n    <C>\n", "ENV A\n")
    check("ENV A \\\n\n    <B> \\\n\n    C\n", "ENV A \\\n\n\n    C\n")
    check("RUN a \\\n\n    <c> && \\\n    d\n", "RUN a && \\\n    d\n")
  }

  @Test func quotes() {
    check("RUN sh -c \"<b> c\"\n", "RUN sh -c \"c\"\n")
    check("RUN sh -c \"<b> <c> d\"\n", "RUN sh -c \"d\"\n")
    check("RUN x 'a <b>'\n", "RUN x 'a'\n")
    check("ENV A \"1\" <b> <c>\n", "ENV A \"1\"\n")
  }

  @Test func manyWordsTakeLinearTime() {
    let lines = Array(repeating: "  <gcc> \\\n", count: 4000).joined()
    check("RUN a \\\n\(lines)  b\n", "RUN a \\\n  b\n")
  }
}
