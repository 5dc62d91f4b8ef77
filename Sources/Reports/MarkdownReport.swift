/// A run as the text of a pull request: what changes, what it saves, and why others are left.
package struct MarkdownReport: Sendable {
  /// GitHub cuts the text of a pull request at 65,536 characters.
  private static let rowLimit = 200

  private var summary = BatchSummary()
  private var rows: [String] = []
  private var refusals: [(id: String, path: String, message: String)] = []

  package init() {}

  package mutating func add(_ record: ProjectRecord) {
    summary.add(record)
    if record.outcome.changes {
      let saving = record.sizes.map { BatchSummary.size(max($0.saving, 0)) } ?? ""
      rows.append("| \(Self.code(record.path)) | \(record.outcome.rawValue) | \(Self.packages(record)) | \(saving) |")
    } else if let reason = record.reason {
      let message = record.findings.first { $0.id == reason }?.message ?? record.summary
      refusals.append((reason, record.path, message))
    }
  }

  package var text: String {
    var text = "## Smaller images\n\n"
    let changing = BatchSummary.grouped(summary.changing)
    if summary.changing == 0 {
      text += "No Dockerfile changes.\n"
    } else {
      text +=
        "\(changing) \(summary.changing == 1 ? "Dockerfile changes" : "Dockerfiles change"): what is needed only to "
      text += "build goes to a stage of its own. **About \(BatchSummary.size(summary.saving))** of installed packages "
      text += "leave the images that ship.\n\n"
      text += "| Dockerfile | outcome | packages that go | saves about |\n|---|---|---|---:|\n"
      text += rows.prefix(Self.rowLimit).map { $0 + "\n" }.joined()
      if rows.count > Self.rowLimit { text += "\nand \(BatchSummary.grouped(rows.count - Self.rowLimit)) more\n" }
    }
    if summary.count(.nothingToGain) > 0 {
      text += "\n\(BatchSummary.grouped(summary.count(.nothingToGain))) have nothing to gain.\n"
    }
    return text + reasons
  }

  private var reasons: String {
    var text = ""
    for (id, count) in summary.reasons {
      text += "\n<details><summary><code>\(id)</code>: \(BatchSummary.grouped(count)) not changed</summary>\n\n"
      let group = refusals.filter { $0.id == id }
      for refusal in group.prefix(20) { text += "- \(Self.code(refusal.path)): \(Self.plain(refusal.message))\n" }
      if group.count > 20 { text += "- and \(BatchSummary.grouped(group.count - 20)) more\n" }
      text += "\n</details>\n"
    }
    return text
  }

  private static func packages(_ record: ProjectRecord) -> String {
    let names = record.packages.compactMap { package -> String? in
      switch package.decision {
      case "removed": package.name
      case "replaced": "\(package.name) → \(package.replacement.joined(separator: " "))"
      default: nil
      }
    }
    let more = names.count > 6 ? " and \(names.count - 6) more" : ""
    return plain(names.prefix(6).joined(separator: ", ") + more)
  }

  /// A path that no character of its name takes out of its cell.
  private static func code(_ path: String) -> String {
    let safe = path.map { character -> String in
      switch character {
      case "`": "'"
      case "|": "\\|"
      default: character.isNewline ? "␤" : String(character)
      }
    }
    return "`\(safe.joined())`"
  }

  private static func plain(_ text: String) -> String {
    text.map { character -> String in
      switch character {
      case "|": "\\|"
      case "<": "&lt;"
      default: character.isNewline ? " " : String(character)
      }
    }.joined()
  }
}
