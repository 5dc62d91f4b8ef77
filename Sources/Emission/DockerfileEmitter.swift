import BuildModel
package import Classification
import DockerfileSyntax
package import Planning
package import SourceText

/// Turns a plan into edits of the Dockerfile.
package struct DockerfileEmitter {
  private let facts: StageFacts
  private let plan: MigrationPlan
  private let layout: DockerfileLayout
  private var dockerfile: Dockerfile { facts.file.dockerfile }

  private init(_ facts: StageFacts, _ plan: MigrationPlan) {
    self.facts = facts
    self.plan = plan
    layout = DockerfileLayout(facts.file.dockerfile)
  }

  /// The edits of a plan that changes something.
  ///
  /// - Returns: nil if two edits meet in one place, or commands can't be taken out of their list.
  package static func edits(_ facts: StageFacts, _ plan: MigrationPlan) -> EditSet? {
    DockerfileEmitter(facts, plan).edits()
  }

  private func edits() -> EditSet? {
    let from = facts.stage.from
    var edits: [SourceEdit] = []
    edits += FromEdit(dockerfile: dockerfile, from: from)
      .edits(name: plan.namesStage ? plan.stageName : nil, image: plan.baseImage)
    if let line = plan.setupLine { edits.append(setup(line)) }
    if let name = plan.buildStageName {
      let text = BuildStageText(file: facts.file, plan: plan, layout: layout).text(named: name)
      let place = layout.insertionPoint(before: from)
      edits.append(SourceEdit(range: place..<place, replacement: text))
      edits += StageNumbers(file: facts.file).edits(shiftingFrom: facts.stage.index)
    }
    for placement in plan.instructions {
      guard let own = self.edits(placement) else { return nil }
      edits += own
    }
    edits += removals()
    let places = plan.copies.map(\.position).reduce(into: [ArtifactCopy.Position]()) { places, place in
      if !places.contains(place), !isRemoved(place.instruction) { places.append(place) }
    }
    edits += places.map { place in insertion(of: plan.copies.filter { $0.position == place }, place) }
    return EditSet(edits)
  }

  /// The RUN that installs what the base image lacks, right behind FROM.
  private func setup(_ line: String) -> SourceEdit {
    let end = layout.lines(of: facts.stage.from).upperBound
    let isEnded = dockerfile.source[..<end].last == 10
    let keyword = layout.isLowerCase(facts.stage.from) ? "run" : "RUN"
    let text = "\(keyword) \(line)"
    return .insert(isEnded ? text + layout.lineEnd : layout.lineEnd + text, at: end)
  }

  /// Instructions that go, neighbours together, so that no blank lines pile up where they stood.
  private func removals() -> [SourceEdit] {
    let gone = plan.instructions.filter { placement in
      placement.run == .absent && !plan.copies.contains { $0.position.instruction == placement.instruction }
    }
    var ranges: [ByteRange] = []
    for placement in gone {
      let range = layout.rangeWithComments(placement.instruction)
      if let last = ranges.last, layout.isBlank(last.upperBound..<range.lowerBound) {
        ranges[ranges.count - 1] = last.lowerBound..<range.upperBound
      } else {
        ranges.append(range)
      }
    }
    return ranges.map { .delete(layout.withBlankLine($0)) }
  }

  private func isRemoved(_ instruction: Int) -> Bool {
    plan.instructions.contains { $0.instruction == instruction && $0.run == .absent }
  }

  private func edits(_ placement: InstructionPlacement) -> [SourceEdit]? {
    let instruction = dockerfile.instructions[placement.instruction]
    switch placement.run {
    case .whole: return []
    case .keys(let keys): return KeyEdits(dockerfile: dockerfile, instruction: instruction).edits(keeping: keys)
    case .divided(let division):
      guard let script = facts.runs[placement.instruction]?.script else { return nil }
      return RunEdits(dockerfile: dockerfile, instruction: instruction, script: script).edits(division)
    case .absent:
      let copies = plan.copies.filter { $0.position.instruction == placement.instruction }
      guard !copies.isEmpty else { return [] }
      // The copies take the instruction's place.
      let range =
        layout.comments(above: placement.instruction).lowerBound..<layout.lines(of: placement.instruction).upperBound
      var text = copies.map(line).joined()
      if range.upperBound == dockerfile.source.count, dockerfile.source.last != 10 {
        text.removeLast(layout.lineEnd.count)
      }
      return [.replace(range, with: text)]
    }
  }

  private func line(_ copy: ArtifactCopy) -> String {
    let isLower = layout.isLowerCase(facts.stage.from)
    let owner = copy.owner.map { "--chown=\($0) " } ?? ""
    let path = copy.text.contains(" ") ? "[\"\(copy.text)\", \"\(copy.text)\"]" : "\(copy.text) \(copy.text)"
    let clearing =
      copy.clears.isEmpty
      ? "" : "\(isLower ? "run" : "RUN") rm -rf \(copy.clears.joined(separator: " "))\(layout.lineEnd)"
    let settling = copy.settles.map { "\(isLower ? "run" : "RUN") \($0)\(layout.lineEnd)" } ?? ""
    return clearing
      + "\(isLower ? "copy" : "COPY") \(owner)--from=\(plan.buildStageName ?? "") \(path)\(layout.lineEnd)"
      + settling
  }

  /// The copies of one place, one below the other.
  private func insertion(of copies: [ArtifactCopy], _ place: ArtifactCopy.Position) -> SourceEdit {
    let text = copies.map(line).joined()
    let instruction = place.instruction
    let blank = layout.hasBlankLine(above: instruction) ? layout.lineEnd : ""
    switch place {
    case .before: return .insert(text + blank, at: layout.comments(above: instruction).lowerBound)
    case .after:
      let end = layout.lines(of: instruction).upperBound
      let glue = end == dockerfile.source.count && dockerfile.source.last != 10 ? layout.lineEnd : ""
      return .insert(glue + blank + (glue.isEmpty ? text : String(text.dropLast(layout.lineEnd.count))), at: end)
    }
  }
}

extension ArtifactCopy.Position {
  var instruction: Int {
    switch self {
    case .before(let index), .after(let index): index
    }
  }
}
