import BuildModel
import Classification
import DockerfileSyntax

/// Names for the stages: none that the file, its compose files or an image in it uses already.
struct StageNames {
  let build: String
  let run: String

  init(_ input: PlanInput) {
    var taken = Set(input.takenNames.map { $0.lowercased() })
    for stage in input.facts.file.stages {
      if let name = stage.name { taken.insert(name.lowercased()) }
      taken.insert(stage.imageText.lowercased())
      if case .image(let image) = stage.base { taken.insert(image.repository.lowercased()) }
    }
    for instruction in input.facts.file.dockerfile.instructions {
      if let from = instruction.flag("from")?.value { taken.insert(from.lowercased()) }
    }
    func free(_ candidates: [String]) -> String {
      candidates.first { !taken.contains($0.lowercased()) }
        ?? (2...).lazy.map { "\(candidates[0])-\($0)" }.first { !taken.contains($0.lowercased()) } ?? candidates[0]
    }
    if let name = input.facts.stage.name {
      run = name
    } else {
      // A compose file that already names the stage it means would not have found it: only other files can take it.
      run = free(["app", "final", "application"])
    }
    taken.insert(run.lowercased())
    build = free(["\(run)-build", "\(run)-builder", "\(run)-packages"])
  }
}
