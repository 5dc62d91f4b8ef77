import BuildModel
import Classification
import DockerfileSyntax
import Emission
import Planning
import SourceText

/// The services that build the build stage, which keeps the compilers, where that is wanted.
struct DeveloperTargets {
  /// The edits that make them do so; relative to the project as it is.
  private(set) var edits = ComposeEdits.none
  /// Why services that developers work in build the run stage all the same.
  private(set) var diagnostics: [Diagnostic] = []

  init(_ survey: Survey, _ plan: MigrationPlan, isWanted: Bool) {
    guard isWanted, plan.outcome == .split, let project = survey.project, let stage = plan.buildStageName else {
      return
    }
    let services = DeveloperServices(facts: survey.facts, plan: plan, files: survey.planInput.context.sent)
    var able: [(service: ComposeService, mount: ComposeVolume)] = []
    for service in survey.services {
      guard let mount = DeveloperServices.mount(of: service, over: survey.facts) else { continue }
      if let lack = services.lack(of: service, mount) {
        diagnostics.append(Self.diagnostic(service, mount, stage, lack, survey, project))
      } else {
        able.append((service, mount))
      }
    }
    // What one of them can't have keeps it from those that share its image.
    var count: Int
    repeat {
      count = able.count
      let names = able.map(\.service.name)
      able.removeAll { developer in
        guard let other = Self.sharer(of: developer.service, in: project, but: names) else {
          return false
        }
        diagnostics.append(Self.diagnostic(developer.service, developer.mount, stage, sharedWith: other, project))
        return true
      }
      edits = ComposeEdits.addTarget(stage, toDevelopers: able, in: project)
      diagnostics += edits.diagnostics
      able.removeAll { !edits.services.contains($0.service.name) }
    } while able.count < count
  }

  /// A service that runs the image which `service` builds under a name, but is none of `developers`.
  private static func sharer(
    of service: ComposeService, in project: ComposeProject, but developers: [String]
  ) -> ComposeService? {
    guard let image = service.image?.defaultText else { return nil }
    return project.services.first { $0.image?.defaultText == image && !developers.contains($0.name) }
  }

  private static func diagnostic(
    _ service: ComposeService, _ mount: ComposeVolume, _ stage: String, sharedWith other: ComposeService,
    _ project: ComposeProject
  ) -> Diagnostic {
    Diagnostic(
      id: "compose/target-not-added", severity: .warning,
      message:
        "the service \(service.name) got no `target: \(stage)`: the service \(other.name) runs its image too, and must run the stage that ships",
      path: project.files[mount.place.file].path, range: mount.place.range,
      help: "give \(service.name) an `image` of its own in this file")
  }

  private static func diagnostic(
    _ service: ComposeService, _ mount: ComposeVolume, _ stage: String, _ lack: Instruction, _ survey: Survey,
    _ project: ComposeProject
  ) -> Diagnostic {
    let line = LineIndex(survey.facts.file.dockerfile.source).line(at: lack.range.lowerBound)
    return Diagnostic(
      id: "compose/target-not-added", severity: .warning,
      message:
        "the service \(service.name) got no `target: \(stage)`: that stage has not what the \(lack.keyword.spelling) at line \(line) of the Dockerfile brings, and the mount does not hide it",
      path: project.files[mount.place.file].path, range: mount.place.range,
      help: "what stands before the install of the packages is in both stages")
  }
}
