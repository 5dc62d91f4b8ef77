import BuildModel
import Classification
import DockerfileSyntax
import Planning
import SourceText

/// Remarks on services that a migration changes without changing their files.
enum ComposeNotes {
  /// What developers notice who work inside the containers, and volumes that hide the installed packages.
  ///
  /// - Parameter served: the names of the services that build the build stage.
  static func notes(_ survey: Survey, _ plan: MigrationPlan, served: [String]) -> [PlanNote] {
    guard plan.outcome == .split, let project = survey.project, let build = plan.buildStageName else { return [] }
    let developers = DeveloperServices(facts: survey.facts, plan: plan, files: survey.planInput.context.sent)
    var notes: [PlanNote] = []
    for service in survey.services {
      if let mount = DeveloperServices.mount(of: service, over: survey.facts) {
        let isServed = served.contains(service.name)
        let isServable = !isServed && developers.lack(of: service, mount) == nil
        let outcome = isServed ? "builds `\(build)`, which keeps the compilers" : "runs without compilers"
        notes.append(
          PlanNote(
            id: "compose/development-service",
            message: "the service `\(service.name)` mounts its source over the image, and now \(outcome)",
            help: isServable
              ? "to install packages in its container, let `--dev-target` have it build `\(build)`" : nil,
            range: mount.place.range, path: project.files[mount.place.file].path))
      }
      notes += cacheNotes(service, build, project)
      for volume in service.volumes {
        let target = ImagePath.normalise(volume.target)
        let path = project.files[volume.place.file].path
        if volume.kind == .volume, let copy = plan.copies.first(where: { hides(target, $0) }) {
          let hidden = ImagePath.contains(target, copy.path) ? copy.path : target
          notes.append(
            PlanNote(
              id: "compose/volume-hides-packages",
              message:
                "the volume `\(volume.source ?? target)` of the service `\(service.name)` hides `\(hidden)` with what it holds from before",
              help: "run `docker compose down -v` once", range: volume.place.range, path: path))
        }
      }
    }
    return notes
  }

  /// Whether a volume takes the place of a copied folder or of one in it; a system folder holds other things too.
  private static func hides(_ volume: String, _ copy: ArtifactCopy) -> Bool {
    ImagePath.contains(volume, copy.path)
      || ImagePath.contains(copy.path, volume) && !ImagePath.isStandardFolder(copy.path)
  }

  /// A cache that has only the layers of the image: those of the build stage would be made anew each time.
  private static func cacheNotes(
    _ service: ComposeService, _ stage: String, _ project: ComposeProject
  ) -> [PlanNote] {
    guard let build = service.build else { return [] }
    func note(_ text: ComposeText, _ message: String, help: String) -> PlanNote {
      PlanNote(
        id: "build/cache-without-stages", message: message, help: help, range: text.place.range,
        path: project.files[text.place.file].path)
    }
    if let (export, index) = CacheExport.incomplete(build.cacheTo.map(\.defaultText)) {
      return [
        note(
          build.cacheTo[index], "the cache that the service `\(service.name)` exports holds no layer of `\(stage)`",
          help: export.help)
      ]
    }
    guard build.cacheTo.isEmpty, let image = build.cacheFrom.first(where: { !$0.defaultText.holds("=") }) else {
      return []
    }
    return [
      note(
        image,
        "the image that the service `\(service.name)` takes for its cache will hold no layer of `\(stage)`",
        help: "export a cache of all stages: `cache_to: [\"type=registry,ref=…,mode=max\"]`")
    ]
  }

  /// Folders of the image that are volumes by its own word, and that a copy fills: a container that is made anew by
  /// compose keeps the old one's.
  static func volumeNotes(_ survey: Survey, _ plan: MigrationPlan) -> [PlanNote] {
    guard plan.outcome == .split, !survey.services.isEmpty else { return [] }
    let facts = survey.facts
    return facts.file.chain(of: facts.stage).flatMap(\.body).flatMap { index -> [PlanNote] in
      let instruction = facts.file.dockerfile.instructions[index]
      guard instruction.keyword == .volume else { return [] }
      return instruction.words.compactMap { word in
        let volume = ImagePath.normalise(word.unquoted)
        guard plan.copies.contains(where: { hides(volume, $0) }) else { return nil }
        return PlanNote(
          id: "compose/volume-hides-packages",
          message: "`\(volume)` is a volume, so that containers which run keep what it held before",
          help: "run `docker compose up -V` once", range: word.range)
      }
    }
  }
}
