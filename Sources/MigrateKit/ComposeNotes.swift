import BuildModel
import Planning

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
      for volume in service.volumes {
        let target = ImagePath.normalise(volume.target)
        let path = project.files[volume.place.file].path
        if volume.kind == .volume, let copy = plan.copies.first(where: { ImagePath.contains(target, $0.path) }) {
          notes.append(
            PlanNote(
              id: "compose/volume-hides-packages",
              message:
                "the volume `\(volume.source ?? target)` of the service `\(service.name)` hides `\(copy.path)` with what it holds from before",
              help: "run `docker compose down -v` once", range: volume.place.range, path: path))
        }
      }
    }
    return notes
  }
}
