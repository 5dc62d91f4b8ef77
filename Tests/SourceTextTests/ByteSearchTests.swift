import SourceText
import Testing

@Suite struct ByteSearchTests {
  /// Each length and place around the eight bytes that are looked at at once.
  @Test func findsEachPlace() {
    for count in 0..<20 {
      for place in 0..<20 {
        for start in 0..<20 {
          var bytes = [UInt8](repeating: 0x81, count: count)
          if place < count { bytes[place] = 0x01 }
          let expected = place < count && place >= start ? place : nil
          #expect(bytes.withUnsafeBufferPointer { $0.firstIndex(of: 0x01, from: start) } == expected)
        }
      }
    }
  }

  @Test func findsTheFirstOfSeveral() {
    let bytes: [UInt8] = [0, 1, 0, 1, 1, 0, 0, 0, 1]
    #expect(bytes.withUnsafeBufferPointer { $0.firstIndex(of: 1, from: 0) } == 1)
    #expect(bytes.withUnsafeBufferPointer { $0.firstIndex(of: 1, from: 5) } == 8)
    #expect(bytes.withUnsafeBufferPointer { $0.firstIndex(of: 2, from: 0) } == nil)
  }

  @Test func findsEachPlaceFromBehind() {
    for count in 0..<20 {
      for place in 0..<20 {
        for end in 0...count {
          // bytes beside the one that is looked for must not be taken for it
          var bytes = [UInt8](repeating: 0x00, count: count)
          if place < count { bytes[place] = 0x01 }
          let expected = place < end ? place : nil
          #expect(bytes.withUnsafeBufferPointer { $0.lastIndex(of: 0x01, before: end) } == expected)
        }
      }
    }
  }

  @Test func findsTheLastOfSeveral() {
    let bytes: [UInt8] = [0, 1, 0, 1, 1, 0, 0, 0, 1, 0x81, 2, 0]
    #expect(bytes.withUnsafeBufferPointer { $0.lastIndex(of: 1, before: 12) } == 8)
    #expect(bytes.withUnsafeBufferPointer { $0.lastIndex(of: 1, before: 8) } == 4)
    #expect(bytes.withUnsafeBufferPointer { $0.lastIndex(of: 1, before: 1) } == nil)
  }

  @Test func knowsASCII() {
    for count in 0..<20 {
      for place in 0..<20 {
        var bytes = [UInt8](repeating: 0x7F, count: count)
        if place < count { bytes[place] = 0x80 }
        #expect(bytes.withUnsafeBufferPointer { $0.isASCII(from: 0) } == (place >= count))
        #expect(bytes.withUnsafeBufferPointer { $0.isASCII(from: place + 1) })
      }
    }
  }

  @Test func holdsPartsUpToTheEnd() {
    let text = Array("a build of builds".utf8)
    #expect(text.holds(Array("builds".utf8)))
    #expect(text.holds([]))
    #expect(!text.holds(Array("buildsx".utf8)))
    #expect("a build of builds".holds("builds"))
    #expect(!"a build".holds("builds"))
  }

  @Test func dividesByAByte() {
    #expect("/usr//bin/".parts(by: UInt8(ascii: "/")) == ["usr", "bin"])
    #expect("/usr//bin/".parts(by: UInt8(ascii: "/"), keepsEmpty: true) == ["", "usr", "", "bin", ""])
    #expect("é:ü"[...].parts(by: UInt8(ascii: ":")) == ["é", "ü"])
    #expect(
      "".parts(by: UInt8(ascii: ":"), keepsEmpty: true) == "".split(separator: ":", omittingEmptySubsequences: false))
  }
}
