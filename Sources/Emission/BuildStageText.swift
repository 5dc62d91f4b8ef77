import BuildModel
import DockerfileSyntax
import Planning
import SourceText

/// Writes the new build stage out of the original's own lines.
struct BuildStageText {
  let file: BuildFile
  let plan: MigrationPlan
  let layout: DockerfileLayout

  private var dockerfile: Dockerfile { file.dockerfile }

  /// The stage with the separator behind it.
  func text(named name: String) -> [UInt8] {
    let from = file.stages[plan.stage].from
    var text = withLineEnd(fromLine(from, name))
    var previous = from
    for placement in plan.instructions where placement.build != .absent {
      let index = placement.instruction
      if (previous + 1...index).contains(where: layout.hasBlankLine) { text += layout.lineEnd.utf8 }
      text +=
        placement.run == .absent ? Array(dockerfile.source[layout.comments(above: index)]) : directives(above: index)
      text += withLineEnd(body(placement))
      previous = index
    }
    return text + layout.separator(above: from)
  }

  /// The comments above an instruction that speak to a linter: they are needed wherever the instruction stands.
  private func directives(above index: Int) -> [UInt8] {
    let comments = layout.comments(above: index)
    return dockerfile.elements.filter { element in
      guard comments.contains(element.range.lowerBound) else { return false }
      let text = String(decoding: dockerfile.source[element.range], as: UTF8.self)
      let words = text.split(whereSeparator: { $0 == " " || $0 == "#" || $0 == "\t" })
      return words.first == "hadolint"
    }.flatMap { dockerfile.source[$0.range] }
  }

  private func body(_ placement: InstructionPlacement) -> [UInt8] {
    let window = layout.lines(of: placement.instruction)
    guard case .keys(let keys) = placement.build else { return Array(dockerfile.source[window]) }
    let edits = KeyEdits(dockerfile: dockerfile, instruction: dockerfile.instructions[placement.instruction]).edits(
      keeping: keys)
    return (EditSet(edits) ?? EditSet()).apply(to: dockerfile.source, in: window)
  }

  private func fromLine(_ from: Int, _ name: String) -> [UInt8] {
    let window = layout.lines(of: from)
    return (EditSet([FromEdit(dockerfile: dockerfile, from: from).naming(name)].compactMap { $0 }) ?? EditSet())
      .apply(to: dockerfile.source, in: window)
  }

  private func withLineEnd(_ text: [UInt8]) -> [UInt8] {
    text.last == 10 ? text : text + Array(layout.lineEnd.utf8)
  }
}

/// Gives a stage a name, or another one.
struct FromEdit {
  let dockerfile: Dockerfile
  let from: Int

  /// Nil if the FROM can't be read.
  func naming(_ name: String) -> SourceEdit? {
    let instruction = dockerfile.instructions[from]
    guard let arguments = instruction.from else { return nil }
    if let alias = arguments.alias { return .replace(alias.range, with: name) }
    let isLower = dockerfile.source[instruction.keywordRange.lowerBound] >= UInt8(ascii: "a")
    return .insert(isLower ? " as \(name)" : " AS \(name)", at: arguments.image.range.upperBound)
  }

  /// The edits that give the stage another image, and a name if it has none.
  ///
  /// - Parameters:
  ///   - name: nil where the stage keeps the name that it has.
  ///   - image: nil where it keeps its image.
  func edits(name: String?, image: String?) -> [SourceEdit] {
    guard let image, let written = dockerfile.instructions[from].from?.image else {
      return [name.flatMap(naming)].compactMap { $0 }
    }
    guard let name, case let edit? = naming(name), edit.range.isEmpty else {
      return [.replace(written.range, with: image)] + [name.flatMap(naming)].compactMap { $0 }
    }
    return [.replace(written.range, with: image + String(decoding: edit.replacement, as: UTF8.self))]
  }
}

/// Leaves keys out of an ENV.
struct KeyEdits {
  let dockerfile: Dockerfile
  let instruction: Instruction

  func edits(keeping keys: [String]) -> [SourceEdit] {
    let changes = instruction.environment.filter { !keys.contains($0.key) }.map { WordEdits.Change(range: $0.range) }
    return WordEdits(
      dockerfile.source, instruction: instruction.range, comments: instruction.innerComments,
      escape: instruction.escape,
      changes: changes
    ).edits()
  }
}
