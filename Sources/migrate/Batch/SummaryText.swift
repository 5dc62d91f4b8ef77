import Reports

/// The counts of a run for people.
enum SummaryText {
  /// - Parameter reasonLimit: so many of the most frequent reasons are named.
  static func render(
    _ summary: BatchSummary, isDry: Bool, reasonLimit: Int, terminal: Terminal = Terminal(.never, descriptor: 2)
  ) -> String {
    func count(_ number: Int, _ word: String) -> String { "\(BatchSummary.grouped(number)) \(word)" }
    var parts = [
      count(summary.count(.split), "split"), count(summary.count(.prune), "pruned"),
      count(summary.count(.nothingToGain), "with nothing to gain"), count(summary.count(.refused), "refused"),
    ]
    if summary.count(.failed) > 0 { parts.append(count(summary.count(.failed), "failed")) }
    let projects = count(summary.projects, summary.projects == 1 ? "project" : "projects")
    var text = terminal.paint(projects, .bold) + ": " + parts.joined(separator: ", ") + "\n"
    if summary.saving > 0 {
      let images = count(summary.changing, summary.changing == 1 ? "image" : "images")
      let verb = isDry ? "would save" : "saves"
      text += "\(verb) about \(BatchSummary.size(summary.saving)) of installed packages in \(images)\n"
    }
    for (id, number) in summary.reasons.prefix(reasonLimit) { text += "  \(count(number, id))\n" }
    return text
  }
}
