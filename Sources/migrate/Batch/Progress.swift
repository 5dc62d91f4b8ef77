#if canImport(Musl)
  import Musl
#else
  import Glibc
#endif
import Reports

/// One line on the terminal that tells how far a run is.
struct Progress {
  /// Milliseconds between two pictures; a person can't read faster.
  private static let interval = 100

  private let isShown: Bool
  private var total = 0
  private var begin = 0
  private var last = 0
  private var isDrawn = false

  /// - Parameter isShown: whether it is wanted; it also takes a terminal.
  init(isShown: Bool) { self.isShown = isShown && isatty(2) == 1 }

  mutating func start(_ total: Int) {
    self.total = total
    begin = WorkerPool.now
  }

  /// Draws the line anew, if it is time to.
  mutating func show(_ done: Int, _ summary: BatchSummary) {
    guard isShown else { return }
    let now = WorkerPool.now
    guard now - last >= Self.interval else { return }
    last = now
    isDrawn = true
    Output.complain("\r\u{1B}[K" + Self.line(done, of: total, summary, milliseconds: now - begin))
  }

  /// Takes the line away, before something else is printed.
  mutating func erase() {
    guard isDrawn else { return }
    isDrawn = false
    Output.complain("\r\u{1B}[K")
  }

  /// `[=====     ] 1,234 of 10,000, 800 split, 20 pruned, 31 refused, 3,100 per second, 3 s left`.
  static func line(_ done: Int, of total: Int, _ summary: BatchSummary, milliseconds: Int) -> String {
    let width = 20
    let filled = total == 0 ? width : done * width / total
    var parts = ["\(BatchSummary.grouped(done)) of \(BatchSummary.grouped(total))"]
    for (outcome, word) in [
      (ProjectRecord.Outcome.split, "split"), (.prune, "pruned"), (.refused, "refused"), (.failed, "failed"),
    ] where summary.count(outcome) > 0 {
      parts.append("\(BatchSummary.grouped(summary.count(outcome))) \(word)")
    }
    if milliseconds >= 500, done > 0 {
      let rate = done * 1000 / milliseconds
      parts.append("\(BatchSummary.grouped(max(rate, 1))) per second")
      parts.append("\((total - done) * milliseconds / done / 1000) s left")
    }
    let bar = String(repeating: "=", count: filled) + String(repeating: " ", count: width - filled)
    return "[\(bar)] " + parts.joined(separator: ", ")
  }
}
