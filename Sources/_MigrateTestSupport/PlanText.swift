import BuildModel
import Classification
import DockerfileSyntax
package import Planning
import SourceText

/// A plan in a form that people review: one decision a line, places as lines of the Dockerfile.
package struct PlanText {
  private let plan: MigrationPlan
  private let dockerfile: Dockerfile
  private let lines: LineIndex

  /// - Parameter source: the Dockerfile before the migration.
  package static func of(_ plan: MigrationPlan, source: [UInt8]) -> String {
    PlanText(plan: plan, dockerfile: Dockerfile.parse(source), lines: LineIndex(source)).text()
  }

  private func text() -> String {
    var text = ["outcome: \(plan.outcome.rawValue)", "summary: \(plan.summary)"]
    if let ecosystem = plan.ecosystem { text.append("ecosystem: \(ecosystem)") }
    if let name = plan.stageName { text.append("stage: \(name)\(plan.namesStage ? " (new name)" : "")") }
    if let name = plan.buildStageName { text.append("build stage: \(name)") }
    text += section("packages", plan.packages.map(package))
    text += section("instructions", plan.instructions.map(instruction))
    text += section("copies", plan.copies.map(copy))
    if let estimate = plan.estimate {
      let about = estimate.isEstimated ? " (in part estimated)" : ""
      text.append("estimate: \(estimate.before) kB -> \(estimate.after) kB, copies \(estimate.overhead) kB\(about)")
    }
    text += section("refusals", plan.refusals.map(refusal))
    text += section("notes", plan.notes.map { "\($0.id): \($0.message)" + ($0.help.map { "; \($0)" } ?? "") })
    return text.joined(separator: "\n") + "\n"
  }

  private func section(_ title: String, _ lines: [String]) -> [String] {
    lines.isEmpty ? [] : ["\(title):"] + lines.map { "  " + $0 }
  }

  private func line(_ instruction: Int) -> Int { lines.line(at: dockerfile.instructions[instruction].range.lowerBound) }

  private func package(_ placement: PackagePlacement) -> String {
    let decision =
      switch placement.decision {
      case .removed: "goes"
      case .replaced(let names): "becomes \(names.joined(separator: " "))"
      case .kept: "stays"
      }
    let evidence = placement.evidence.map { " (\($0.what))" } ?? ""
    return "\(placement.name) \(decision): \(placement.reason)\(evidence)"
  }

  private func instruction(_ placement: InstructionPlacement) -> String {
    let keyword = dockerfile.instructions[placement.instruction].keyword.spelling
    let build = place(placement.build)
    let run = place(placement.run)
    return "\(line(placement.instruction)) \(keyword): build \(build), run \(run); \(placement.reason)"
  }

  private func place(_ placement: InstructionPlacement.Placement) -> String {
    switch placement {
    case .absent: "-"
    case .whole: "whole"
    case .divided(let division):
      "divided (\(division.removedItems.count) commands go, \(division.words.count) words change)"
    case .keys(let keys): "keys \(keys.joined(separator: " "))"
    }
  }

  private func copy(_ copy: ArtifactCopy) -> String {
    let position =
      switch copy.position {
      case .before(let index): "before line \(line(index))"
      case .after(let index): "after line \(line(index))"
      }
    return "\(copy.path) \(copy.owner.map { "of \($0) " } ?? "")\(position): \(copy.reason)"
  }

  private func refusal(_ refusal: Refusal) -> String {
    let place = refusal.range.map { "line \(lines.line(at: $0.lowerBound)): " } ?? ""
    return "\(refusal.id): \(place)\(refusal.reason)" + (refusal.help.map { "; \($0)" } ?? "")
  }
}
