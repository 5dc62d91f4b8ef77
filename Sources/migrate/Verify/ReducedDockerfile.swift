import BuildModel
import DockerfileSyntax

/// A Dockerfile without the last steps of a stage, so that what the stage holds can be looked at although one of them
/// fails.
enum ReducedDockerfile {
  /// The text without the RUNs behind the stage's last copy from another stage; nil if there are none.
  ///
  /// - Parameter target: the stage's name or number; nil: the last one.
  static func text(_ bytes: [UInt8], target: String?) -> [UInt8]? {
    let file = BuildFile(Dockerfile.parse(bytes))
    guard let stage = target.map({ file.stage(named: $0) }) ?? file.stages.last else { return nil }
    let instructions = file.dockerfile.instructions
    let copies = stage.body.filter { index in
      instructions[index].keyword == .copy && instructions[index].flags.contains { $0.name == "from" }
    }
    let start = copies.last.map { $0 + 1 } ?? stage.body.lowerBound
    let steps = (start..<stage.body.upperBound).filter { instructions[$0].keyword == .run }
    guard !steps.isEmpty else { return nil }
    var result = bytes
    for index in steps.reversed() { result.removeSubrange(instructions[index].elementRange) }
    return result
  }
}
