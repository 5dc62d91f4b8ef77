import BuildModel
import Classification
import Strategies

/// The change of the run stage's base to the image of the same tag without compilers and headers.
struct BaseChange: Sendable {
  /// The image as it was.
  let full: BaseImage
  /// The smaller image as FROM is to name it.
  let written: String
  /// The commands that files of the project call.
  var calls = CommandCalls.none
}

extension PlanInput {
  /// The same on the smaller image of the stage's tag; nil where there is none, or the stage must keep its own.
  func onSlimBase() -> PlanInput? {
    guard !keepsBase, baseChange == nil, facts.base.isFull, case .image(_) = facts.stage.base,
      let (image, written) = facts.base.slim(written: facts.stage.imageText, strategies: strategies)
    else { return nil }
    var input = self
    input.baseChange = BaseChange(full: facts.base, written: written)
    input.facts = StageFacts(facts, on: image)
    return input
  }

  /// The size of what the full image has beyond the smaller one, in kB; nil where no table tells it.
  func sizeBeyondSlimBase() -> Int? {
    guard baseChange != nil, let release = facts.base.releases.last, let distribution = facts.base.distribution
    else { return nil }
    let size = release.table.closure(of: distribution.fullImage, recommends: false, present: facts.base.carries)
      .installedSize
    return size > 0 ? size : nil
  }
}
