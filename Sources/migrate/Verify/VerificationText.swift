import Verification

/// A verification for people.
struct VerificationText {
  let terminal: Terminal
  let isVerbose: Bool

  func render(_ outcome: VerificationSession.Outcome) -> String {
    guard let report = outcome.report else { return "" }
    guard outcome.failure == nil else {
      guard !report.checks.isEmpty else { return "" }
      return report.checks.map(check).joined() + "\n" + verdict(report) + "\n"
    }
    let source = outcome.source
    var text = terminal.paint("\(source.beforeName) against \(source.afterName), \(report.engine)", .bold) + "\n\n"
    text += table(report)
    text += packages(report)
    text += "\n" + report.checks.map(check).joined()
    text += layers(report)
    if !report.fixes.isEmpty { text += "\nadded to the plan: \(report.fixes.joined(separator: ", "))\n" }
    return text + "\n" + verdict(report) + "\n"
  }

  private func table(_ report: VerificationReport) -> String {
    let (before, after) = (report.before, report.after)
    var rows = [["", "before", "after", ""]]
    rows.append([
      "image", SizeText.megabytes(before.size), SizeText.megabytes(after.size),
      "\(SizeText.percent(report.ratio)), saves \(SizeText.megabytes(report.saving))",
    ])
    rows.append(["its files", SizeText.megabytes(before.content), SizeText.megabytes(after.content), ""])
    rows.append([
      "packages", String(before.packages.count), String(after.packages.count),
      "\(report.removedPackages.count) went"
        + (report.newPackages.isEmpty ? "" : ", \(report.newPackages.count) are new"),
    ])
    let cached = before.cachedSteps + after.cachedSteps > 0 ? "partly from the cache" : ""
    rows.append(["build", SizeText.time(before.buildTime), SizeText.time(after.buildTime), cached])
    if let estimate = report.estimatedSaving, let deviation = report.deviation {
      let sign = deviation > 0 ? "+" : ""
      rows.append(["estimate", "", SizeText.megabytes(estimate), "saved by the plan, \(sign)\(deviation) % off"])
    }
    let widths = (0..<3).map { column in rows.map { $0[column].unicodeScalars.count }.max() ?? 0 }
    return rows.map { row in
      let cells = zip(row, widths).enumerated().map { index, cell in
        let blanks = String(repeating: " ", count: cell.1 - cell.0.unicodeScalars.count)
        return index == 0 ? terminal.paint(cell.0 + blanks, .dim) : blanks + cell.0
      }
      return Self.trimmed("  " + cells.joined(separator: "  ") + "  " + row[3]) + "\n"
    }.joined()
  }

  private func packages(_ report: VerificationReport) -> String {
    let removed = report.removedPackages.sorted { ($1.size, $0.name) < ($0.size, $1.name) }
    guard !removed.isEmpty else { return "" }
    let shown = isVerbose ? removed[...] : removed.prefix(8)
    var text = shown.map { "\($0.name) \(SizeText.megabytes($0.size * 1000))" }.joined(separator: ", ")
    if shown.count < removed.count { text += " and \(removed.count - shown.count) more" }
    var result = "\n  \(terminal.paint("went", .dim))  \(text)\n"
    if !report.newPackages.isEmpty {
      result += "  \(terminal.paint("new", .dim))   \(report.newPackages.map(\.name).joined(separator: ", "))\n"
    }
    return result
  }

  private func check(_ check: VerificationReport.Check) -> String {
    let mark =
      switch check.result {
      case .passed: terminal.paint("ok     ", .green)
      case .failed: terminal.paint("FAILED ", .boldRed)
      case .noted: terminal.paint("note   ", .cyan)
      case .differs: terminal.paint("differs", .yellow)
      }
    var text = "  \(mark)  \(Printable.text(check.title))\n"
    for detail in check.details { text += "           \(Printable.text(detail))\n" }
    return text
  }

  private func layers(_ report: VerificationReport) -> String {
    guard isVerbose else { return "" }
    func list(_ title: String, _ layers: [VerificationReport.Layer]) -> String {
      "\n  \(terminal.paint(title, .dim))\n"
        + layers.filter { $0.size > 0 }.map { layer in
          let size = SizeText.megabytes(layer.size)
          let blanks = String(repeating: " ", count: max(10 - size.utf8.count, 0))
          return "  \(blanks)\(size)  \(Printable.text(String(layer.instruction.prefix(90))))\n"
        }.joined()
    }
    return list("layers before", report.before.layers) + list("layers after", report.after.layers)
  }

  private func verdict(_ report: VerificationReport) -> String {
    guard report.isPassed else {
      let failed = report.checks.filter { $0.result == .failed }.count
      var text = terminal.paint("not proven", .boldRed) + ": \(failed) of \(report.checks.count) checks failed"
      if !report.proposals.isEmpty {
        let options = report.proposals.map { "--add \($0)" }.joined(separator: " ")
        text += "; `--fix` adds \(report.proposals.joined(separator: ", ")), and so does `\(options)`"
      }
      return text
    }
    return terminal.paint("proven", .green)
      + ": the image is \(SizeText.percent(report.ratio)) of its size and does what it did, as far as was looked"
  }

  private static func trimmed(_ text: String) -> String {
    var text = Substring(text)
    while text.last == " " { text.removeLast() }
    return String(text)
  }
}
