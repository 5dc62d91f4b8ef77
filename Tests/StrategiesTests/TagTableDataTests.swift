import FoundationEssentials
import SourceText
import Strategies
import Testing

/// The shipped tables of tags, against images whose release and whose smaller ones are known otherwise.
@Suite struct TagTableDataTests {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent().appending(
    path: "../../Plugins/ecosystems")

  private func bytes(_ image: String) throws -> [UInt8] {
    let folder = image == "erlang" ? "elixir" : image
    return [UInt8](try Data(contentsOf: Self.root.appending(path: "\(folder)/\(image).tags.tsv")))
  }

  @Test(arguments: [
    ("python", "3.6", "bullseye", true), ("python", "3.9", "trixie", true), ("python", "3.8.10", "buster", true),
    ("python", "2.7.14", "jessie", false), ("node", "16", "buster", true), ("node", "18", "bookworm", true),
    ("node", "8", "stretch", true), ("node", "carbon", "stretch", true), ("node", "10.13.0", "stretch", false),
    ("ruby", "2.7.5", "bullseye", true), ("ruby", "2.5", "buster", true), ("ruby", "2.1.3", "jessie", false),
    ("erlang", "22", "buster", true), ("elixir", "1.10", "buster", true), ("elixir", "1.14-otp-25", "bullseye", true),
  ])
  func settled(_ image: String, _ tag: String, _ release: String, _ hasSmaller: Bool) throws {
    let entry = try #require(TagTable(TableText(bytes(image))).entry(tag))
    #expect(entry.release == release)
    #expect(entry.slim.contains("=") == hasSmaller)
  }

  @Test func namedReleases() throws {
    let entry = try #require(TagTable(TableText(bytes("ruby"))).entry("2.5"))
    #expect(entry.slim == ["=", "buster", "stretch"])
  }

  @Test(arguments: [("python", "3.13"), ("node", "22"), ("ruby", "3.4"), ("node", "latest"), ("node", "22-alpine")])
  func moves(_ image: String, _ tag: String) throws {
    #expect(TagTable(TableText(try bytes(image))).entry(tag) == nil)
  }

  /// A look-up finds nothing in rows out of order.
  @Test(arguments: ["python", "node", "ruby", "erlang", "elixir"])
  func isSorted(_ image: String) throws {
    let rows = try bytes(image).split(separator: 10).filter { $0.first != UInt8(ascii: "#") }
    let tags = rows.map { Array($0.prefix { $0 != 9 }) }
    #expect(tags.count > 100)
    #expect(zip(tags, tags.dropFirst()).allSatisfy { $0.lexicographicallyPrecedes($1) })
  }
}
