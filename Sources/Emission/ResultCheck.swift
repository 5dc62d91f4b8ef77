import BuildModel
package import Classification
import DockerfileSyntax
package import Planning
import SourceText

/// Compares an emitted Dockerfile with its original before anything is written.
///
/// A finding is a fault of the program, not of the user's file.
package struct ResultCheck {
  private let before: StageFacts
  private let after: BuildFile
  private let plan: MigrationPlan

  /// - Returns: what is wrong with the result, a sentence each; empty if it can be written.
  package static func problems(_ before: StageFacts, _ result: [UInt8], _ plan: MigrationPlan) -> [String] {
    let parsed = Dockerfile.parse(result)
    let errors = parsed.diagnostics.filter { $0.severity == .error }
    if let error = errors.first { return ["the result does not parse: \(error.message)"] }
    return ResultCheck(before: before, after: BuildFile(parsed), plan: plan).problems()
  }

  private func problems() -> [String] {
    guard
      let stage = after.stages.first(where: { $0.index == before.stage.index + (plan.buildStageName == nil ? 0 : 1) })
    else { return ["the stage is gone"] }
    return stages(stage) + configuration(stage) + environment(stage) + references() + arguments(stage) + owners(stage)
      + comments() + untouched() + developers() + built(stage)
  }

  /// What was built for the image still is, and so is the build stage: nothing that a step checks is skipped.
  private func built(_ stage: Stage) -> [String] {
    let new = after.built(for: stage)
    var problems = before.file.built(for: before.stage).subtracting([before.stage.index]).subtracting(new).sorted().map
    {
      "the stage \(before.file.stages[$0].name ?? String($0)) is no longer built"
    }
    if let name = plan.buildStageName, !new.contains(where: { after.stages[$0].name == name }) {
      problems.append("nothing comes from the stage \(name), so that it is not built")
    }
    return problems
  }

  /// A build stage that developers' services run is configured as the original was.
  private func developers() -> [String] {
    guard plan.servesDevelopers, let stage = after.stages.first(where: { $0.name == plan.buildStageName }) else {
      return []
    }
    let new = after.states(of: stage, environment: before.base.environment, workdir: before.base.workdir).end
    var problems = configuration(stage, but: [.label, .maintainer, .onbuild])
    if new.environment != before.end.environment { problems.append("the environment of the build stage differs") }
    if new.workdir != before.end.workdir || new.user != before.end.user {
      problems.append("WORKDIR or USER of the build stage differs")
    }
    return problems
  }

  private func stages(_ stage: Stage) -> [String] {
    var problems: [String] = []
    for old in before.file.stages {
      if let name = old.name, !after.stages.contains(where: { $0.name == name }) {
        problems.append("the stage `\(name)` is gone")
      }
    }
    let wasLast = before.stage.index == before.file.stages.count - 1
    if wasLast, stage.index != after.stages.count - 1 { problems.append("the stage is no longer the last one") }
    if let name = before.stage.name, stage.name != name { problems.append("the stage `\(name)` has another place") }
    if stage.imageText != plan.baseImage ?? before.stage.imageText {
      problems.append("the stage has another base image")
    }
    return problems
  }

  /// The last instruction of each kind counts, and all of those that add up.
  private func configuration(_ stage: Stage, but others: Set<Keyword> = []) -> [String] {
    func last(_ keyword: Keyword, _ file: BuildFile, _ stage: Stage) -> [UInt8]? {
      stage.body.last { file.dockerfile.instructions[$0].keyword == keyword }
        .map { file.dockerfile.instructions[$0] }.map {
          $0.flags.flatMap { Array(($0.value ?? $0.name).utf8) } + $0.arguments.bytes
        }
    }
    func all(_ keyword: Keyword, _ file: BuildFile, _ stage: Stage) -> [[UInt8]] {
      stage.body.filter { file.dockerfile.instructions[$0].keyword == keyword }
        .map { file.dockerfile.instructions[$0].arguments.bytes }
    }
    var problems: [String] = []
    for keyword in [Keyword.cmd, .entrypoint, .healthcheck, .stopsignal, .shell, .user, .workdir, .maintainer]
    where !others.contains(keyword) && last(keyword, before.file, before.stage) != last(keyword, after, stage) {
      problems.append("\(keyword.spelling) of the stage differs")
    }
    for keyword in [Keyword.expose, .volume, .label, .onbuild]
    where !others.contains(keyword) && all(keyword, before.file, before.stage) != all(keyword, after, stage) {
      problems.append("\(keyword.spelling) of the stage differs")
    }
    return problems
  }

  private func environment(_ stage: Stage) -> [String] {
    let old = before.end
    let new = after.states(of: stage, environment: before.base.environment, workdir: before.base.workdir).end
    var problems: [String] = []
    if old.workdir != new.workdir || old.isWorkdirKnown != new.isWorkdirKnown {
      problems.append("WORKDIR of the stage differs")
    }
    if old.user != new.user { problems.append("USER of the stage differs") }
    var declared: Set<String> = []
    for placement in plan.instructions {
      let keys = before.file.dockerfile.instructions[placement.instruction].variables.map(\.key)
      switch placement.run {
      case .keys(let kept): declared.formUnion(keys.filter { !kept.contains($0) })
      case .absent: declared.formUnion(keys)
      default: break
      }
    }
    let keys = Set(old.environment.keys).union(new.environment.keys).subtracting(declared)
    for key in keys.sorted() where old.environment[key] != new.environment[key] {
      problems.append("the environment key `\(key)` of the stage differs")
    }
    return problems
  }

  /// Every `--from` names a stage before it, or something that the original named.
  private func references() -> [String] {
    let known = Set(before.file.dockerfile.instructions.compactMap { $0.flag("from")?.value?.lowercased() })
    var problems: [String] = []
    for stage in after.stages {
      for index in stage.body {
        guard let from = after.dockerfile.instructions[index].flag("from")?.value else { continue }
        if after.stage(named: from, before: stage.index) == nil, !known.contains(from.lowercased()) {
          problems.append("`--from=\(from)` names no stage before it")
        }
      }
    }
    return problems
  }

  /// What was declared before an instruction still is, in each stage in which that instruction stands.
  private func arguments(_ stage: Stage) -> [String] {
    var problems: [String] = []
    let originals = before.file.dockerfile.instructions
    let declaredBefore = Self.declarations(before.file, before.stage)
    guard !declaredBefore.isEmpty else { return [] }
    for stage in after.stages where stage.index >= before.stage.index && stage.index <= before.stage.index + 1 {
      let declaredAfter = Self.declarations(after, stage)
      for index in stage.body {
        let instruction = after.dockerfile.instructions[index]
        guard instruction.arguments.bytes.contains(UInt8(ascii: "$")),
          let original = before.stage.body.first(where: { originals[$0].arguments.bytes == instruction.arguments.bytes }
          )
        else { continue }
        let names = Set(VariableReference.scan(instruction.arguments.bytes, escape: instruction.escape).map(\.name))
        let missing = names.filter { name in
          guard let first = declaredBefore[name], first < original else { return false }
          return declaredAfter[name].map { $0 >= index } ?? true
        }
        problems += missing.sorted().map {
          "`\($0)` is used in \(instruction.keyword.spelling) but no longer declared before it"
        }
      }
    }
    return problems
  }

  /// The first instruction that declares each ARG and ENV of the stage; -1 for those of the stages below it.
  private static func declarations(_ file: BuildFile, _ stage: Stage) -> [String: Int] {
    var first: [String: Int] = [:]
    for ancestor in file.chain(of: stage) {
      for index in ancestor.body {
        let instruction = file.dockerfile.instructions[index]
        let names =
          instruction.arg.map(\.name) + (instruction.keyword == .env ? instruction.variables.map(\.key) : [])
        for name in names where first[name] == nil { first[name] = ancestor.index == stage.index ? index : -1 }
      }
    }
    return first
  }

  /// A user that the stage itself makes exists before the first copy that names it.
  private func owners(_ stage: Stage) -> [String] {
    var problems: [String] = []
    let made = Set(
      before.runs.values.flatMap(\.facts).compactMap { fact in
        ["useradd", "adduser"].contains(fact.program ?? "") ? fact.words.last : nil
      })
    for index in stage.body {
      guard let owner = after.dockerfile.instructions[index].flag("chown")?.value,
        let user = owner.parts(by: UInt8(ascii: ":")).first.map(String.init), made.contains(user)
      else { continue }
      let exists = (stage.body.lowerBound..<index).contains { earlier in
        let instruction = after.dockerfile.instructions[earlier]
        return instruction.keyword == .run && makes(user, instruction)
      }
      if !exists { problems.append("the user `\(user)` does not exist yet where `--chown` names it") }
    }
    return problems
  }

  /// Whether the instruction names the user, or makes one whose name stands in a variable.
  private func makes(_ user: String, _ instruction: Instruction) -> Bool {
    let text = String(decoding: after.dockerfile.source[instruction.range], as: UTF8.self)
    return text.holds(user) || text.holds("$") && (text.holds("useradd") || text.holds("adduser"))
  }

  private func comments() -> [String] {
    var counts: [String: Int] = [:]
    for comment in Self.comments(after.dockerfile) { counts[comment, default: 0] += 1 }
    var problems: [String] = []
    let gone = commentsThatGo()
    for comment in Self.comments(before.file.dockerfile, but: gone) {
      counts[comment, default: 0] -= 1
      if counts[comment, default: 0] < 0 { problems.append("the comment \"\(comment)\" is lost") }
    }
    return problems
  }

  /// Where comments speak of what neither stage has any more.
  private func commentsThatGo() -> [ByteRange] {
    let layout = DockerfileLayout(before.file.dockerfile)
    return plan.instructions.filter { $0.build == .absent }.compactMap { placement in
      switch placement.run {
      case .absent: layout.rangeWithComments(placement.instruction)
      case .divided: layout.lines(of: placement.instruction)
      case .whole, .keys: nil
      }
    }
  }

  private static func comments(_ dockerfile: Dockerfile, but gone: [ByteRange] = []) -> [String] {
    let ranges =
      dockerfile.elements.filter { $0.kind == .comment }.map(\.range) + dockerfile.instructions.flatMap(\.innerComments)
    return ranges.filter { range in !gone.contains { $0.overlaps(range) } }.map { range in
      let line = dockerfile.source[range].drop { $0 == 32 || $0 == 9 }.filter { $0 != 10 && $0 != 13 }
      return String(decoding: line, as: UTF8.self)
    }
  }

  /// Other stages are the same byte for byte, but for references to stages by number.
  private func untouched() -> [String] {
    var problems: [String] = []
    for old in before.file.stages where old.index != before.stage.index {
      let shift = plan.buildStageName != nil && old.index > before.stage.index ? 1 : 0
      guard old.index + shift < after.stages.count else { return ["a stage is gone"] }
      let new = after.stages[old.index + shift]
      let pairs = zip(old.instructions, new.instructions)
      let isSame =
        old.instructions.count == new.instructions.count
        && pairs.allSatisfy { oldIndex, newIndex in
          let left = before.file.dockerfile.instructions[oldIndex]
          let right = after.dockerfile.instructions[newIndex]
          if left.flags.contains(where: { $0.name == "from" || $0.name == "mount" }) {
            return left.arguments.bytes == right.arguments.bytes
          }
          return before.file.dockerfile.source[left.range] == after.dockerfile.source[right.range]
        }
      if !isSame { problems.append("the stage \(old.name ?? String(old.index)) differs") }
    }
    return problems
  }
}
