import BuildModel
import Classification
import DockerfileSyntax
import ShellSyntax
import SourceText
import Strategies

/// Divides ENV and ARG between the stages, key by key.
struct EnvironmentPlanner {
  private let input: PlanInput
  private let fates: UnitFates
  private var instructions: [Instruction] { input.facts.file.dockerfile.instructions }

  /// Variables that the copies in the run stage refer to.
  private let copied: Set<String>

  init(_ input: PlanInput, fates: UnitFates, copied: Set<String> = []) {
    self.input = input
    self.fates = fates
    self.copied = copied
  }

  /// Takes the placements of all other instructions, and gives them with those of ENV and ARG settled.
  func divide(_ placements: [InstructionPlacement]) -> [InstructionPlacement] {
    var result = placements
    for (index, placement) in placements.enumerated() where isDivided(placement) {
      let instruction = instructions[placement.instruction]
      guard instruction.keyword == .env, !input.overrides.ignored.contains(placement.instruction) else { continue }
      let keys = instruction.variables.map(\.key)
      let run = keys.filter { !isBuildOnly($0) || isUsed($0, in: placements, stage: \.run) }
      let build = keys.filter { !isRunOnly($0) || isUsed($0, in: placements, stage: \.build) }
      result[index].run = Self.placement(run, of: keys)
      result[index].build = Self.placement(build, of: keys)
      if run != keys || build != keys { result[index].reason = "each key goes where it is read" }
    }
    for (index, placement) in placements.enumerated() where isDivided(placement) {
      let instruction = instructions[placement.instruction]
      guard instruction.keyword == .arg, !input.overrides.ignored.contains(placement.instruction) else { continue }
      let names = instruction.arg.map(\.name)
      // The commands of every RUN see an ARG in their environment.
      if names.contains(where: input.ecosystem.sharedEnvironment.match) { continue }
      let isUsedAnywhere = names.contains { isUsed($0, in: placements, stage: nil, countsItself: true) }
      guard isUsedAnywhere else { continue }
      // What a package manager reads from its environment is used without being named.
      let isImplied = names.contains { name in
        input.ecosystem.packageManagers.contains { $0.environment.match(name) } || isBuildOnly(name)
      }
      if !isImplied, !names.contains(where: { isUsed($0, in: result, stage: \.build, countsItself: true) }) {
        result[index].build = .absent
        result[index].reason = "only the run stage uses it"
      }
      if !copied.isDisjoint(with: names) { continue }
      let isRead = !names.allSatisfy(isBuildOnly) && runsPrograms(behind: placement.instruction, in: result)
      if !isRead, !names.contains(where: { isUsed($0, in: result, stage: \.run, countsItself: true) }) {
        result[index].run = .absent
        result[index].reason = "only the build stage uses it"
      }
    }
    return result
  }

  /// Whether the instruction stands where both stages can need it: behind the last install none is only for building.
  private func isDivided(_ placement: InstructionPlacement) -> Bool {
    placement.build != .absent && placement.instruction <= fates.lastInstall
  }

  /// Whether the run stage starts programs behind the instruction: an ARG is in their environment, used or not.
  private func runsPrograms(behind index: Int, in placements: [InstructionPlacement]) -> Bool {
    placements.contains { placement in
      guard placement.instruction > index, placement.run != .absent, let run = input.facts.runs[placement.instruction]
      else { return false }
      return fates.remaining(of: run).contains { unit in unit.facts.contains { $0.effect.isRun } }
    }
  }

  private static func placement(_ kept: [String], of keys: [String]) -> InstructionPlacement.Placement {
    kept.isEmpty ? .absent : kept.count == keys.count ? .whole : .keys(kept)
  }

  private func isBuildOnly(_ key: String) -> Bool {
    if copied.contains(key) { return false }
    if input.needs.variables.contains(key) { return false }
    if input.ecosystem.sharedEnvironment.match(key) { return false }
    if input.ecosystem.buildOnlyEnvironment.match(key) { return true }
    return input.ecosystem.packageManagers.contains { manager in
      manager.environment.match(key) && fates.neededTools.isDisjoint(with: manager.tools)
    }
  }

  private func isRunOnly(_ key: String) -> Bool {
    !input.servesDevelopers && input.ecosystem.runOnlyEnvironment.match(key)
  }

  /// Whether an instruction that stands in the stage, or in any (`stage` nil), refers to the variable.
  private func isUsed(
    _ name: String, in placements: [InstructionPlacement],
    stage: KeyPath<InstructionPlacement, InstructionPlacement.Placement>?, countsItself: Bool = false
  ) -> Bool {
    placements.contains { placement in
      let instruction = instructions[placement.instruction]
      guard let stage else { return refers(instruction, to: name, keys: nil, countsItself: countsItself) }
      switch placement[keyPath: stage] {
      case .absent: return false
      case .keys(let keys): return refers(instruction, to: name, keys: keys, countsItself: countsItself)
      case .whole: return refers(instruction, to: name, keys: nil, countsItself: countsItself)
      case .divided(let division):
        guard let script = input.facts.runs[placement.instruction]?.script else {
          return refers(instruction, to: name, keys: nil, countsItself: countsItself)
        }
        return script.tree.root.items.enumerated().contains { number, item in
          !division.removedItems.contains(number) && Self.refers(Array(script.tree.text.bytes[item.range]), to: name)
        }
      }
    }
  }

  private func refers(_ instruction: Instruction, to name: String, keys: [String]?, countsItself: Bool) -> Bool {
    if instruction.keyword == .env {
      // `A=$A` reads the A before it: a use of an ARG, but none of the key itself.
      return instruction.environment.contains { pair in
        keys?.contains(pair.key) != false && (pair.key != name || countsItself)
          && Self.refers(Array(pair.value.utf8), to: name)
      }
    }
    if instruction.keyword == .arg {
      return instruction.arg.contains { $0.default.map { Self.refers(Array($0.text.utf8), to: name) } ?? false }
    }
    if Self.refers(instruction.arguments.bytes, to: name) { return true }
    let source = input.facts.file.dockerfile.source
    if instruction.heredocs.contains(where: { Self.refers(Array(source[$0.bodyRange]), to: name) }) { return true }
    return instruction.flags.contains { Self.refers(Array(($0.value ?? "").utf8), to: name) }
  }

  /// Whether `$NAME` or `${NAME…}` stands in the text.
  static func refers(_ bytes: [UInt8], to name: String) -> Bool {
    let name = Array(name.utf8)
    var index = 0
    while let dollar = bytes[index...].firstIndex(of: UInt8(ascii: "$")) {
      var start = dollar + 1
      if start < bytes.count, bytes[start] == UInt8(ascii: "{") { start += 1 }
      if start < bytes.count, bytes[start] == UInt8(ascii: "#") || bytes[start] == UInt8(ascii: "!") { start += 1 }
      let end = start + name.count
      if end <= bytes.count, Array(bytes[start..<end]) == name, end == bytes.count || !isNameByte(bytes[end]) {
        return true
      }
      index = dollar + 1
    }
    return false
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"): true
    case UInt8(ascii: "0")...UInt8(ascii: "9"): true
    default: false
    }
  }
}
