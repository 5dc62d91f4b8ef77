import Glibc
import Testing

@testable import migrate

/// A worker that ends takes no other task with it.
@Suite struct WorkerPoolTests {
  /// As the command does before it starts workers: a worker that is gone is an error of the write, no end of the program.
  init() { signal(SIGPIPE, SIG_IGN) }

  /// A worker in shell: it answers each message with the same one, but ends at one that starts with `die`.
  ///
  /// A message is eight bytes of length and as many as they say; the lengths here are below 256.
  private static let script = """
    take() { dd bs=1 count="$1" 2>/dev/null; }
    number() { n=$(take 8 | od -An -tu1 | awk '{print $1}'); }
    number; take "$n" >/dev/null
    while number && [ -n "$n" ]; do
      text=$(take "$n")
      case "$text" in die*) exit 3 ;; kill*) kill -9 $$ ;; hang*) sleep 60 ;; esac
      printf "\\\\$(printf %03o "$n")\\\\0\\\\0\\\\0\\\\0\\\\0\\\\0\\\\0%s" "$text"
    done
    """

  private func answers(_ texts: [String], count: Int, timeLimit: Int = 60_000) throws -> [String] {
    func message(_ text: String) -> WireWriter {
      WireWriter(bytes: Array(text.utf8))
    }
    var setup = WireWriter()
    setup.add("x")
    let pool = WorkerPool(
      command: ["/bin/sh", "-c", Self.script], setup: setup.framed, count: count, timeLimit: timeLimit)
    pool.message = { message(texts[$0]) }
    for (number, text) in texts.enumerated() { pool.submit(number, message(text)) }
    var found = [String](repeating: "", count: texts.count)
    while pool.isBusy {
      switch try pool.event(within: 1000) {
      case .result(let task, let bytes):
        #expect(found[task].isEmpty)
        found[task] = String(decoding: bytes, as: UTF8.self)
      case .failed(let task, let reason):
        #expect(found[task].isEmpty)
        found[task] = "failed: " + reason
      case .nothing: break
      }
    }
    return found
  }

  @Test(arguments: [1, 3]) func answersAll(count: Int) throws {
    let texts = (0..<60).map { "task \($0)" }
    #expect(try answers(texts, count: count) == texts)
  }

  @Test(arguments: [1, 2]) func replacesAWorkerThatEnds(count: Int) throws {
    var texts = (0..<40).map { "task \($0)" }
    texts[0] = "die"
    texts[7] = "kill"
    texts[39] = "die"
    var expected = texts
    expected[0] = "failed: ended with status 3"
    expected[7] = "failed: ended by signal 9"
    expected[39] = "failed: ended with status 3"
    #expect(try answers(texts, count: count) == expected)
  }

  @Test func givesUpOnATaskThatDoesNotEnd() throws {
    let found = try answers(["a", "hang", "b"], count: 1, timeLimit: 1500)
    #expect(found == ["a", "failed: took longer than 1 s", "b"])
  }

  @Test func saysThatNoWorkerStarts() throws {
    let pool = WorkerPool(command: ["/nowhere/program"], setup: [], count: 1)
    pool.submit(0, WireWriter())
    #expect(throws: Failure.self) { while pool.isBusy { _ = try pool.event(within: 100) } }
  }
}
