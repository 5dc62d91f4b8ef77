import Testing

@testable import Verification

@Suite struct TarReaderTests {
  /// What is read of a stream that comes in pieces of so many bytes.
  private func read(_ bytes: [UInt8], pieces: Int, wants: String = "") -> (seen: [String], isBroken: Bool) {
    final class Seen { var lines: [String] = [] }
    let seen = Seen()
    var reader = TarReader(
      wants: { header, _ in header.path == wants },
      visit: { header, content in
        seen.lines.append("\(header.kind) \(header.path) \(header.size) \(content.count) \(header.target)")
      })
    var start = 0
    while start < bytes.count {
      let end = min(start + pieces, bytes.count)
      bytes[start..<end].withUnsafeBytes { reader.feed($0) }
      start = end
    }
    return (seen.lines, reader.isBroken)
  }

  @Test(arguments: [1, 7, 512, 513, 100_000])
  func doesNotDependOnThePieces(_ pieces: Int) {
    let long = String(repeating: "d/", count: 80) + "file"
    let stream =
      TarBytes.entry("./", type: "5") + TarBytes.entry("./etc/", type: "5")
      + TarBytes.entry("./etc/small", content: Array("hello".utf8))
      + TarBytes.entry("large", content: [UInt8](repeating: 7, count: 2000))
      + TarBytes.entry("other", content: [UInt8](repeating: 7, count: 2000))
      + TarBytes.entry("lib", type: "2", target: "usr/lib") + TarBytes.entry("hard", type: "1", target: "large")
      + TarBytes.entry("@LongLink", type: "L", content: Array((long + "\0").utf8)) + TarBytes.entry("cut")
      + TarBytes.entry("pax", type: "x", content: TarBytes.record("path", "a/ä") + TarBytes.record("linkpath", "b"))
      + TarBytes.entry("cut", type: "2") + TarBytes.end
    let result = read(stream, pieces: pieces, wants: "large")
    #expect(!result.isBroken)
    #expect(
      result.seen == [
        "folder  0 0 ", "folder etc 0 0 ", "file etc/small 5 5 ", "file large 2000 2000 ", "file other 2000 256 ",
        "link lib 0 0 usr/lib", "hardLink hard 0 0 large", "file \(long) 0 0 ", "link a/ä 0 0 b",
      ])
  }

  @Test func anythingElseIsBroken() {
    #expect(read([UInt8](repeating: 65, count: 2048), pieces: 512).isBroken)
    #expect(!read(TarBytes.end, pieces: 512).isBroken)
  }
}
