import SourceText
import Testing

/// Each character of a derived text must lead back to the bytes that it stands for.
@Suite struct MappedTextTests {
  private let source = Array("RUN a \\\n  b \"c\\\"d\"".utf8)

  /// `a   b "c"d"`: the continuation is left out, the escaped quote undone.
  private var text: MappedText {
    var text = MappedText()
    text.appendCopy(of: source, 4..<6)
    text.appendCopy(of: source, 8..<14)
    text.append([UInt8(ascii: "\"")], standingFor: 14..<16)
    text.appendCopy(of: source, 16..<18)
    return text
  }

  private func sourceText(_ range: ByteRange, of text: MappedText) -> String {
    String(decoding: source[text.sourceRange(of: range)], as: UTF8.self)
  }

  @Test func rangesLeadBack() {
    #expect(String(decoding: text.bytes, as: UTF8.self) == "a   b \"c\"d\"")
    #expect(sourceText(0..<1, of: text) == "a")
    #expect(sourceText(4..<5, of: text) == "b")
    #expect(sourceText(0..<5, of: text) == "a \\\n  b")
    #expect(sourceText(8..<9, of: text) == "\\\"")
    #expect(sourceText(6..<11, of: text) == "\"c\\\"d\"")
  }

  @Test func emptyRangesStandBeforeTheNextByte() {
    #expect(text.sourceRange(of: 2..<2) == 8..<8)
    #expect(text.sourceRange(of: 8..<8) == 14..<14)
    #expect(text.sourceRange(of: text.count..<text.count) == source.count..<source.count)
    #expect(MappedText().sourceRange(of: 0..<0) == 0..<0)
  }

  @Test func neighboursBecomeOneSegment() {
    var text = MappedText()
    text.appendCopy(of: source, 0..<2)
    text.appendCopy(of: source, 2..<4)
    #expect(text.segments.count == 1)
    #expect(
      text
        == {
          var whole = MappedText(); whole.appendCopy(of: source, 0..<4); return whole
        }())
  }

  @Test func partsOfADerivedTextKeepTheFirstSource() {
    var inner = MappedText()
    inner.append(text, 6..<10)
    #expect(String(decoding: inner.bytes, as: UTF8.self) == "\"c\"d")
    #expect(sourceText(2..<3, of: inner) == "\\\"")
    #expect(sourceText(3..<4, of: inner) == "d")
    inner.append([0], standingFor: 0..<5, of: text)
    #expect(sourceText(4..<5, of: inner) == "a \\\n  b")
  }
}
