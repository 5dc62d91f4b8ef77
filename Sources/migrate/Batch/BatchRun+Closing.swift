import Reports

extension BatchRun {
  /// What came of it all, for the end of a run.
  func closing(_ terminal: Terminal) -> String {
    func count(_ number: Int, _ word: String) -> String { "\(BatchSummary.grouped(number)) \(word)" }
    var parts = [
      count(summary.count(.split), "split"), count(summary.count(.prune), "pruned"),
      count(summary.count(.nothingToGain), "with nothing to gain"), count(summary.count(.refused), "refused"),
    ]
    if summary.count(.failed) > 0 { parts.append(count(summary.count(.failed), "failed")) }
    let projects = count(summary.projects, summary.projects == 1 ? "project" : "projects")
    var text = terminal.paint(projects, .bold) + ": " + parts.joined(separator: ", ") + "\n"
    if summary.saving > 0 {
      let verb = writer == nil ? "would save" : "saves"
      text +=
        "\(verb) about \(BatchSummary.size(summary.saving)) of installed packages in \(count(summary.changing, "images"))\n"
    }
    for (id, number) in summary.reasons.prefix(setup.isVerbose ? Int.max : 5) {
      text += "  \(count(number, id))\n"
    }
    if let stop { text += terminal.paint(stop.rawValue, .yellow) + "\n" }
    return text
  }
}
