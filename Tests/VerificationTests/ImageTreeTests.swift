import Strategies
import Testing

@testable import Verification

@Suite struct ImageTreeTests {
  private static let records: [ImageRecords.Record] = [
    .init(format: .paragraphs, path: Glob("/var/db/status")), .init(format: .fileList, path: Glob("/var/db/*.list")),
    .init(format: .taggedLines, path: Glob("/db/installed")),
  ]

  private func tree(_ entries: [[UInt8]]) throws -> ImageTree {
    var builder = ImageTree.Builder(records: Self.records)
    for entry in entries + [TarBytes.end] { entry.withUnsafeBytes { builder.feed($0) } }
    return try #require(builder.finish())
  }

  @Test func packagesAndTheirFiles() throws {
    let status = """
      Package: libpq5
      Status: install ok installed
      Installed-Size: 595
      Version: 15.1
      Description: a library
       Package: none

      Package: gone
      Status: deinstall ok config-files

      """
    let tree = try tree([
      TarBytes.entry("usr/", type: "5"), TarBytes.entry("usr/lib/", type: "5"),
      TarBytes.entry("lib", type: "2", target: "usr/lib"), TarBytes.entry("usr/lib/libpq.so.5"),
      TarBytes.entry("usr/lib/own.so"),
      TarBytes.entry("var/db/status", content: Array((status + String(repeating: "\n", count: 300)).utf8)),
      TarBytes.entry("var/db/libpq5:amd64.list", content: Array("/.\n/lib\n/lib/libpq.so.5\n".utf8)),
    ])
    #expect(tree.packages.packages == [.init(name: "libpq5", version: "15.1", size: 595)])
    // the list names the file by way of the merged folder
    #expect(tree.owner(of: "usr/lib/libpq.so.5") == "libpq5")
    #expect(tree.owner(of: "usr/lib/own.so") == nil)
  }

  @Test func taggedLines() throws {
    let installed =
      "C:x\nP:curl\nV:8.1-r0\nI:250500\nF:usr/bin\nR:curl\n\nP:musl\nV:1\nI:600000\nF:lib\nR:ld-musl.so.1\n"
    let tree = try tree([TarBytes.entry("db/installed", content: Array(installed.utf8))])
    #expect(
      tree.packages.packages == [
        .init(name: "curl", version: "8.1-r0", size: 251), .init(name: "musl", version: "1", size: 600),
      ])
    #expect(tree.owner(of: "usr/bin/curl") == "curl")
  }

  @Test func links() throws {
    let tree = ImageTree(entries: [
      "a": Trees.folder, "a/f": Trees.file, "b": Trees.link("a"), "c": Trees.link("/b/f"), "ring": Trees.link("ring"),
      "a/up": Trees.link("../a/f"), "out": Trees.link("../../a/f"),
    ])
    #expect(tree.resolve("/b/f") == "a/f")
    #expect(tree.resolve("c") == "a/f")
    #expect(tree.resolve("b/up") == "a/f")
    #expect(tree.resolve("out") == "a/f")
    #expect(tree.resolve("ring") == nil)
    #expect(tree.resolve("a/none") == nil)
  }

  @Test func brokenReferences() {
    let tree = ImageTree(entries: [
      "bin": Trees.folder, "bin/sh": Trees.program(), "usr/bin/env": Trees.program(), "usr": Trees.folder,
      "usr/bin": Trees.folder, "app": Trees.folder, "app/ok": Trees.script("/bin/sh"),
      "app/bad": Trees.script("/opt/python", "-u"), "app/env": Trees.script("/usr/bin/env", "-S", "ruby"),
      "app/fine": Trees.script("/usr/bin/env", "sh"), "app/link": Trees.link("gone"), "app/pid": Trees.link("/run/x"),
      "app/silent": ImageTree.Entry(mode: 0o644, content: .script(["/none"])),
    ])
    #expect(BrokenReferences.danglingLinks(of: tree) == ["app/link"])
    let scripts = BrokenReferences.scripts(of: tree, searchPath: "/usr/bin:/bin")
    #expect(scripts.map { "\($0.path) \($0.interpreter)" } == ["app/bad /opt/python", "app/env ruby"])
  }

  @Test func losses() {
    let before = ImageTree(
      entries: [
        "app": Trees.folder, "app/a": Trees.file, "app/b": Trees.file, "app/c": Trees.file, "owned": Trees.file,
        "cache/x": Trees.file, "etc/cc": Trees.link("/etc/alternatives/cc"),
      ], packages: InstalledPackages([.init(name: "p")], owners: ["owned": "p"]))
    let after = ImageTree(entries: ["app": Trees.folder, "app/a": Trees.file])
    let lost = FileLosses.lost(before, after, mayGo: [Glob("/cache/*"), Glob("/etc/alternatives/*")])
    #expect(lost == ["app/b", "app/c"])
    #expect(FileLosses.grouped(lost, in: before, limit: 1) == [.init(path: "/app", count: 2, size: 20)])
    #expect(FileLosses.grouped(lost, in: before).map(\.path) == ["/app/b", "/app/c"])
  }
}
