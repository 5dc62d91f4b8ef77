import Classification
import DockerfileSyntax
import MigrateKit
import Planning
import SourceText

/// A plan for people: what goes where, and why, line by line.
struct PlanText {
  /// Instructions and names are cut or padded to so many columns.
  private static let instructionWidth = 44
  private static let packageWidth = 30

  private let report: ProjectReport
  private let plan: MigrationPlan
  private let dockerfile: Dockerfile
  private let lines: LineIndex
  private let terminal: Terminal

  /// Gives nil if there is no plan.
  init?(_ report: ProjectReport, _ terminal: Terminal) {
    guard let plan = report.result?.plan, let project = report.project else { return nil }
    self.report = report
    self.plan = plan
    self.terminal = terminal
    dockerfile = Dockerfile.parse(project.dockerfile.bytes)
    lines = LineIndex(project.dockerfile.bytes)
  }

  func render() -> String {
    var text = terminal.paint("\(report.dockerfileName): \(OutcomeText.title(of: plan))", .bold) + "\n"
    text += "  \(plan.summary)\n"
    text += section("instructions", legend: legend, plan.instructions.map(line))
    text += section("system packages", legend: "", zip(plan.packages, report.evidence).map(line))
    text += section("added to the run stage", legend: "", zip(plan.additions, report.additionEvidence).map(line))
    text += section("copies", legend: plan.buildStageName.map { "from \($0)" } ?? "", plan.copies.map(line))
    text += section("notes", legend: "", notes)
    text += section(
      "suggestions", legend: "what each saves; none is proven to be right", plan.notes.filter(\.isSuggestion).map(line))
    if let estimate = plan.estimate { text += "\nestimate: \(OutcomeText.estimate(estimate))\n" }
    return text
  }

  private func section(_ title: String, legend: String, _ lines: [String]) -> String {
    guard !lines.isEmpty else { return "" }
    let legend = legend.isEmpty ? "" : " (\(legend))"
    return "\n" + terminal.paint(title, .bold) + legend + "\n" + lines.map { "  \($0)\n" }.joined()
  }

  private var legend: String {
    let stage = plan.stageName ?? "stage \(plan.stage)"
    guard let build = plan.buildStageName else { return "R: in \(stage)" }
    return "B: in \(build), R: in \(stage), small: a part of it"
  }

  private func line(_ placement: InstructionPlacement) -> String {
    guard dockerfile.instructions.indices.contains(placement.instruction) else { return "" }
    let instruction = dockerfile.instructions[placement.instruction]
    let first = lines.line(at: instruction.range.lowerBound)
    let source = dockerfile.source[instruction.range].prefix { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }
    let number = String(first)
    let padding = String(repeating: " ", count: max(4 - number.utf8.count, 0))
    let marks = "\(mark(placement.build, "B")) \(mark(placement.run, "R"))"
    let written = Self.fit(Printable.text(String(decoding: source, as: UTF8.self)), Self.instructionWidth)
    return "\(padding)\(number)  \(marks)  \(written)  \(terminal.paint(Printable.text(placement.reason), .dim))"
  }

  private func mark(_ placement: InstructionPlacement.Placement, _ letter: String) -> String {
    switch placement {
    case .absent: "-"
    case .whole: terminal.paint(letter, .green)
    case .divided, .keys: terminal.paint(letter.lowercased(), .yellow)
    }
  }

  private func line(_ package: PackagePlacement, _ place: String) -> String {
    let (mark, style, name): (String, Terminal.Style, String) =
      switch package.decision {
      case .removed: ("-", .red, package.name)
      case .replaced: ("~", .yellow, "\(package.name) -> \(package.replacement.joined(separator: " "))")
      case .kept: ("=", .green, package.name)
      }
    let evidence = package.evidence.map { evidence in
      evidence.what.isEmpty || package.reason.contains(evidence.what) ? place : "\(evidence.what), \(place)"
    }
    let reason = package.reason + (evidence.map { $0.isEmpty ? "" : " (\($0))" } ?? "")
    return "\(terminal.paint(mark, style)) \(Self.fit(Printable.text(name), Self.packageWidth, isCut: false))  "
      + terminal.paint(Printable.text(reason), .dim)
  }

  private func line(_ addition: PackageAddition, _ place: String) -> String {
    let reason = addition.reason + (place.isEmpty ? "" : " (\(place))")
    return
      "\(terminal.paint("+", .green)) \(Self.fit(Printable.text(addition.name), Self.packageWidth, isCut: false))  "
      + terminal.paint(Printable.text(reason), .dim)
  }

  private func line(_ copy: ArtifactCopy) -> String {
    let owner = copy.owner.map { " for \($0)" } ?? ""
    return Printable.text("\(copy.path)\(owner)  ") + terminal.paint(Printable.text(copy.reason), .dim)
  }

  private func line(_ suggestion: PlanNote) -> String {
    let size = suggestion.saving.map(OutcomeText.megabytes) ?? "?"
    let padding = String(repeating: " ", count: max(7 - size.utf8.count, 0))
    return "\(padding)\(size)  "
      + Printable.text(suggestion.message + (suggestion.help.map { " (\($0))" } ?? ""))
  }

  private var notes: [String] {
    let suggestions = Set(plan.notes.filter(\.isSuggestion).map(\.id))
    return report.findings.filter { $0.level == .note && !suggestions.contains($0.id) }.map { note in
      let place = note.place.isEmpty ? "" : note.place + ": "
      return Printable.text(place + note.message + (note.help.map { " (\($0))" } ?? ""))
    }
  }

  /// The text with blanks up to `width` columns; a longer one is cut where it may be.
  private static func fit(_ text: String, _ width: Int, isCut: Bool = true) -> String {
    let count = text.unicodeScalars.count
    if count <= width { return text + String(repeating: " ", count: width - count) }
    guard isCut else { return text }
    return String(text[..<text.unicodeScalars.index(text.startIndex, offsetBy: width - 1)]) + "…"
  }
}

/// How outcomes and estimates read.
enum OutcomeText {
  static func title(of plan: MigrationPlan) -> String {
    let stage = plan.stageName.map { "the stage `\($0)`" } ?? "the stage"
    switch plan.outcome {
    case .split:
      return "split \(stage)" + (plan.buildStageName.map { "; dependencies are installed in `\($0)`" } ?? "")
    case .prune: return "remove build-only packages from \(stage)"
    case .nothingToGain: return "nothing to gain"
    case .refused: return "refused"
    }
  }

  static func estimate(_ estimate: Estimate) -> String {
    var text = "\(megabytes(estimate.before)) of system packages become \(megabytes(estimate.after))"
    if estimate.overhead > 0 { text += ", copies add \(megabytes(estimate.overhead))" }
    return text + ": about \(megabytes(max(estimate.saving, 0))) smaller"
  }

  /// A size in kB as people read it.
  static func megabytes(_ kilobytes: Int) -> String {
    kilobytes < 1000 ? "\(kilobytes) kB" : "\((kilobytes + 500) / 1000) MB"
  }
}
