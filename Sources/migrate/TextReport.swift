import Classification
import MigrateKit
import Planning

/// What a run did, for people.
struct TextReport {
  let mode: ApplyMode
  let terminal: Terminal

  /// What changed, what was kept and why, what it saves, and what to do next.
  func render(_ report: ProjectReport) -> String {
    guard let plan = report.result?.plan, report.status == .done else { return "" }
    let title = "\(report.dockerfileName): \(OutcomeText.title(of: plan))"
    guard plan.changes, !report.changes.isEmpty else { return "\(title): \(Printable.text(plan.summary))\n" }
    var text = terminal.paint(title, .bold) + "\n"
    text += line("removed", removed(plan))
    text += line("replaced", replaced(plan))
    text += line("base image", plan.baseImage ?? "")
    text += line("added", plan.additions.map(\.name).joined(separator: ", "))
    text += line("kept", kept(plan, report.evidence))
    text += line("copied", plan.copies.map(\.path).joined(separator: ", "))
    if let estimate = plan.estimate, estimate.saving > 0 {
      text += line("saves", "about \(OutcomeText.megabytes(estimate.saving))")
    }
    text += outcome(report)
    return text
  }

  private func outcome(_ report: ProjectReport) -> String {
    guard let written = report.written else {
      return line("would change", report.changes.map { report.display($0.path) }.joined(separator: ", "))
    }
    var text = line("wrote", written.files.joined(separator: ", "))
    text += line("backup", written.backups.joined(separator: ", "))
    guard case .write = mode, let project = report.project else { return text }
    let folder = project.paths.display(project.folder)
    let next = project.composeFiles.isEmpty ? "docker build \(folder)" : "docker compose build"
    return text + line("next step", next)
  }

  private func line(_ label: String, _ value: String) -> String {
    guard !value.isEmpty else { return "" }
    let padding = String(repeating: " ", count: max(13 - label.utf8.count, 1))
    return "  \(terminal.paint(label, .dim))\(padding)\(Printable.text(value))\n"
  }

  private func removed(_ plan: MigrationPlan) -> String {
    plan.packages.filter { $0.decision == .removed }.map(\.name).joined(separator: ", ")
  }

  private func replaced(_ plan: MigrationPlan) -> String {
    plan.packages.compactMap { package in
      package.replacement.isEmpty ? nil : "\(package.name) by \(package.replacement.joined(separator: " "))"
    }.joined(separator: ", ")
  }

  private func kept(_ plan: MigrationPlan, _ places: [String]) -> String {
    zip(plan.packages, places).compactMap { package, place in
      guard package.decision == .kept else { return nil }
      return place.isEmpty ? package.name : "\(package.name) (\(place))"
    }.joined(separator: ", ")
  }
}
