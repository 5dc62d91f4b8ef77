import BuildModel
import Classification
import Planning

/// Remarks on services that a migration changes without changing their files.
enum ComposeNotes {
  /// What developers notice who work inside the containers, and volumes that hide the installed packages.
  static func notes(
    _ services: [ComposeService], of project: ComposeProject?, plan: MigrationPlan, facts: StageFacts
  ) -> [PlanNote] {
    guard plan.outcome == .split, let project, let build = plan.buildStageName else { return [] }
    var notes: [PlanNote] = []
    for service in services {
      for volume in service.volumes {
        let target = ImagePath.normalise(volume.target)
        let path = project.files[volume.place.file].path
        if volume.kind == .bind, ImagePath.contains(target, facts.end.workdir), !volume.isReadOnly {
          notes.append(
            PlanNote(
              id: "compose/development-service",
              message: "the service `\(service.name)` mounts its source over the image, and now runs without compilers",
              help: "to install packages in its container, build it with `target: \(build)`", range: volume.place.range,
              path: path))
        }
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
