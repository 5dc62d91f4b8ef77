package import DockerfileSyntax

/// A Dockerfile as BuildKit sees it: global arguments and stages that refer to each other.
package struct BuildFile: Sendable {
  package let dockerfile: Dockerfile
  package let stages: [Stage]
  /// The defaults of the ARGs before the first FROM; a missing default is nil.
  package let globalArguments: [String: String?]
  package init(_ dockerfile: Dockerfile) {
    self.dockerfile = dockerfile
    var globals: [String: String?] = [:]
    var stages: [Stage] = []
    let instructions = dockerfile.instructions
    let starts = instructions.indices.filter { instructions[$0].keyword == .from }
    for index in 0..<(starts.first ?? instructions.count) where instructions[index].keyword == .arg {
      for argument in instructions[index].arg {
        let value = argument.default.flatMap { word in
          VariableExpansion.expand(word.text, escape: dockerfile.escape) { globals[$0] ?? nil }
        }
        globals[argument.name] = .some(value)
      }
    }
    for (number, start) in starts.enumerated() {
      let end = number + 1 < starts.count ? starts[number + 1] : instructions.count
      let arguments = instructions[start].from
      let written = arguments?.image.text ?? ""
      let image = VariableExpansion.expand(written, escape: dockerfile.escape) { globals[$0] ?? nil }
      stages.append(
        Stage(
          index: number, name: arguments?.alias?.text, from: start, body: start + 1..<end,
          base: Self.base(image, written: written, earlier: stages), imageText: written))
    }
    self.stages = stages
    globalArguments = globals
  }

  private static func base(_ image: String?, written: String, earlier: [Stage]) -> Stage.Base {
    guard let image, !image.isEmpty else { return .unresolved(written) }
    if let stage = earlier.last(where: { $0.name?.lowercased() == image.lowercased() }) { return .stage(stage.index) }
    return image == "scratch" ? .scratch : .image(ImageReference(image))
  }

  /// The stage that a `--from` value or a target names: by name, or by number.
  package func stage(named reference: String, before limit: Int? = nil) -> Stage? {
    let candidates = stages.prefix(limit ?? stages.count)
    if let number = Int(reference) { return candidates.first { $0.index == number } }
    return candidates.last { $0.name?.lowercased() == reference.lowercased() }
  }

  /// The image at the root of the stage's chain of stages.
  package func rootBase(of stage: Stage) -> Stage.Base {
    var current = stage
    while case .stage(let index) = current.base { current = stages[index] }
    return current.base
  }

  /// The numbers of the stages that are built for the stage: itself, and those that it starts or takes something from.
  ///
  /// A builder leaves out all others, with what they would have run.
  package func built(for stage: Stage) -> Set<Int> {
    var built: Set<Int> = []
    var waiting = [stage]
    while let next = waiting.popLast() {
      guard built.insert(next.index).inserted else { continue }
      if case .stage(let index) = next.base { waiting.append(stages[index]) }
      for flag in next.body.flatMap({ dockerfile.instructions[$0].flags }) {
        waiting += flag.sources.compactMap { self.stage(named: $0, before: next.index) }
      }
    }
    return built
  }

  /// The stage and the stages that it starts from, the root first.
  package func chain(of stage: Stage) -> [Stage] {
    var chain = [stage]
    while case .stage(let index) = chain[0].base { chain.insert(stages[index], at: 0) }
    return chain
  }
}

extension Flag {
  /// What `--from=NAME` and `--mount=…,from=NAME` name.
  fileprivate var sources: [String] {
    guard let value else { return [] }
    switch name {
    case "from": return [value]
    case "mount": return value.split(separator: ",").filter { $0.hasPrefix("from=") }.map { String($0.dropFirst(5)) }
    default: return []
    }
  }
}
