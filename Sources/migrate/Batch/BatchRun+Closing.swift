import Reports

extension BatchRun {
  /// What came of it all, for the end of a run.
  func closing(_ terminal: Terminal) -> String {
    var text = SummaryText.render(
      summary, isDry: writer == nil, reasonLimit: setup.isVerbose ? Int.max : 5, terminal: terminal)
    if let journal = writer?.journalName {
      text += "journal: \(Printable.text(journal)); `migrate undo` with it takes everything back\n"
    }
    if let stop { text += terminal.paint(stop.rawValue, .yellow) + "\n" }
    return text
  }
}
