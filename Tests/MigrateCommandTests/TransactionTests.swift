import Glibc
import SourceText
import Testing

@testable import migrate

/// Several files change together or not at all.
@Suite struct TransactionTests {
  private let sandbox: Sandbox

  init() throws {
    sandbox = try Sandbox()
    for name in ["a", "b", "c"] { try sandbox.write("old \(name)", to: name) }
  }

  private func items(_ names: String..., before: String = "old") -> [FileTransaction.Item] {
    names.map { name in
      FileTransaction.Item(
        name: name, target: sandbox.path(name), before: Array("\(before) \(name)".utf8),
        after: Array("new \(name)".utf8), isBackedUp: true)
    }
  }

  /// Checks that the commit fails and leaves the files as they were, and none beside them.
  private func checkFailure(
    _ items: [FileTransaction.Item], _ id: String, _ transaction: FileTransaction = FileTransaction(),
    _ location: SourceLocation = #_sourceLocation
  ) {
    let failure = #expect(throws: Failure.self, sourceLocation: location) { try transaction.commit(items) }
    #expect(failure?.diagnostic.id == id, sourceLocation: location)
    #expect(sandbox.names() == ["a", "b", "c"], sourceLocation: location)
    for name in ["a", "b", "c"] { #expect(sandbox.text(name) == "old \(name)", sourceLocation: location) }
  }

  @Test func writesAll() throws {
    #expect(try FileTransaction().commit(items("a", "b")) == ["a.orig", "b.orig"])
    #expect(sandbox.names() == ["a", "a.orig", "b", "b.orig", "c"])
    #expect(sandbox.text("a") == "new a" && sandbox.text("b.orig") == "old b")
  }

  @Test(arguments: 0..<3) func takesBackWhatWasRenamed(failing: Int) throws {
    var transaction = FileTransaction()
    var count = 0
    let inodes = try sandbox.run("stat", "-c", "%i", "a", "b", "c").output
    transaction.rename = { old, new in
      count += 1
      if count == failing + 1 {
        errno = EIO
        return -1
      }
      return Glibc.rename(old, new)
    }
    checkFailure(items("a", "b", "c"), "io/unwritable", transaction)
    #expect(count == failing + 1)
    let after = try sandbox.run("stat", "-c", "%i", "a", "b", "c").output
    #expect(after == inodes)
  }

  @Test func leavesAFileThatChangedMeanwhile() {
    checkFailure(items("a") + items("b", before: "older"), "io/changed")
  }

  @Test func leavesAFileThatShouldNotBeThere() {
    let item = FileTransaction.Item(
      name: "a", target: sandbox.path("a"), before: nil, after: [], isBackedUp: false)
    checkFailure([item], "io/exists")
  }

  @Test func needsAFolder() {
    let item = FileTransaction.Item(
      name: "x", target: sandbox.path("none/x"), before: nil, after: [], isBackedUp: false)
    checkFailure(items("a") + [item], "io/unwritable")
  }

  /// Only root can make a small file system.
  @Test(.enabled(if: getuid() == 0)) func leavesEverythingWhenTheDiskIsFull() throws {
    try sandbox.run("mkdir", "small")
    guard try sandbox.run("mount", "-t", "tmpfs", "-o", "size=16k", "tmpfs", "small").status == 0 else {
      print("skipped: no file system can be mounted here")
      return
    }
    defer { _ = try? sandbox.run("umount", "small") }
    let text = [UInt8](repeating: 65, count: 4096)
    try sandbox.write(text, to: "small/a")
    let item = FileTransaction.Item(
      name: "a", target: sandbox.path("small/a"), before: text, after: [UInt8](repeating: 66, count: 20_000),
      isBackedUp: true)
    let failure = #expect(throws: Failure.self) { try FileTransaction().commit([item]) }
    #expect(failure?.diagnostic.message.contains("no space left") == true)
    #expect(sandbox.names("small") == ["a"])
    #expect(sandbox.bytes("small/a") == text)
  }
}
