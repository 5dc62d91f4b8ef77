import BuildModel
import Classification
import DockerfileSyntax
import Planning
import SourceText
import Strategies

/// Stages of the project's other Dockerfiles that start from the image which this one makes.
struct DerivedImages {
  /// The services that build this Dockerfile; their images are its names.
  let builders: [ComposeService]
  /// The names that makefiles and scripts give to the image.
  let names: [ImageReference]
  /// The Dockerfiles that these build.
  let dockerfiles: [String]
  let project: ComposeProject?
  let input: MigrationInput
  let context: BuildContext

  func stages(_ strategies: StrategySet) -> [DerivedStage] {
    guard !builders.isEmpty || !names.isEmpty else { return [] }
    return paths().flatMap { path -> [DerivedStage] in
      guard let bytes = input.files.read(path) else { return [] }
      let file = BuildFile(Dockerfile.parse(bytes))
      return file.stages.filter { isMade(file.rootBase(of: $0)) }.map { stage in
        DerivedStage(
          path: path, facts: StageFacts(file, stage: stage, strategies: strategies, files: context.sent))
      }
    }
  }

  /// The Dockerfiles that other services and builds read, and those that stand beside this one or on top of the context.
  private func paths() -> [String] {
    var paths = (project?.services ?? []).compactMap { $0.build?.dockerfilePath } + dockerfiles
    let own = input.dockerfile.path
    for name in (context.files.entries("") ?? []).prefix(200) where name.lowercased().holds("dockerfile") {
      paths.append(context.display(name))
    }
    var seen: Set<String> = [ImagePath.contextRelative(own) ?? own]
    return paths.filter { seen.insert(ImagePath.contextRelative($0) ?? $0).inserted && $0 != own }
  }

  /// Whether the image has the name that a build or a service gives it, or the one that compose makes of the service's.
  private func isMade(_ base: Stage.Base) -> Bool {
    guard case .image(let reference) = base else { return false }
    if names.contains(where: { Self.isSame($0, reference) }) { return true }
    return builders.contains { service in
      if let image = service.image?.defaultText { return ImageReference(image).repository == reference.repository }
      return !reference.repository.utf8.contains(UInt8(ascii: "/"))
        && ["-", "_"].contains { reference.repository.hasSuffix($0 + service.name) }
    }
  }

  /// A tag that is a variable can be any.
  private static func isSame(_ name: ImageReference, _ other: ImageReference) -> Bool {
    let tags = [name, other].map { $0.tag ?? "latest" }
    return name.repository == other.repository && (tags[0] == tags[1] || tags.contains { $0.contains("$") })
  }
}
