import SourceText
import Testing

@Suite struct EditSetTests {
  private let source = Array("abcdef".utf8)

  private func apply(_ edits: [SourceEdit], in window: ByteRange? = nil) -> String? {
    EditSet(edits).map { String(decoding: $0.apply(to: source, in: window), as: UTF8.self) }
  }

  @Test func orderDoesNotMatter() {
    let edits = [SourceEdit.replace(4..<5, with: "X"), .delete(0..<2), .insert("-", at: 2)]
    #expect(apply(edits) == "-cdXf")
    #expect(apply(edits.reversed()) == "-cdXf")
  }

  @Test func overlapsAreRefused() {
    #expect(apply([.delete(0..<3), .delete(2..<4)]) == nil)
    #expect(apply([.delete(2..<4), .delete(0..<3)]) == nil)
    #expect(apply([.delete(1..<5), .insert("x", at: 3)]) == nil)
    #expect(apply([.insert("x", at: 3), .delete(1..<5)]) == nil)
    #expect(apply([.delete(0..<2), .delete(2..<4)]) == "ef")
  }

  @Test func insertionsAtOnePlaceKeepTheirOrder() {
    #expect(apply([.insert("1", at: 3), .insert("2", at: 3)]) == "abc12def")
  }

  @Test func onlyTheWindowIsRewritten() {
    #expect(apply([.delete(0..<1), .replace(3..<4, with: "X"), .delete(5..<6)], in: 2..<5) == "cXe")
  }
}

@Suite struct LineIndexTests {
  private func place(_ offset: Int, _ text: String) -> [Int] {
    let position = LineIndex(Array(text.utf8)).position(at: offset)
    return [position.line, position.column]
  }

  @Test func linesAndColumnsCountFromOne() {
    #expect(place(0, "") == [1, 1])
    #expect(place(0, "a\nb") == [1, 1])
    #expect(place(1, "a\nb") == [1, 2])
    #expect(place(2, "a\nb") == [2, 1])
    #expect(place(3, "a\r\nb") == [2, 1])
    #expect(place(2, "a\n") == [2, 1])
    #expect(place(99, "a\nbc") == [2, 3])
  }

  @Test func columnsCountScalars() {
    #expect(place(3, "äb") == [1, 3])
    #expect(place(4, "🐳x") == [1, 2])
  }

  @Test func rangesOfLinesHoldTheirEnds() {
    let index = LineIndex(Array("a\r\nbc\n".utf8))
    #expect(index.lineCount == 3)
    #expect((1...3).map { index.range(ofLine: $0) } == [0..<3, 3..<6, 6..<6])
  }
}
