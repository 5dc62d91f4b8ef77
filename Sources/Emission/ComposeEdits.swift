package import BuildModel
package import SourceText
import YAMLSyntax

/// The edits of compose files that make services build a certain stage.
package struct ComposeEdits: Sendable {
  /// The edits of one file.
  package struct File: Sendable, Equatable {
    package let path: String
    package let edits: EditSet
  }

  /// The files that change, in the order of the project's files.
  package let files: [File]
  /// The services that name the stage after the edits.
  package let services: [String]
  /// A `compose/target-not-added` for each service that should name the stage but can't be made to.
  package let diagnostics: [Diagnostic]

  /// Adds `target: stage` to the `build` of `services`, in the style of each file.
  ///
  /// Services that name a target already, or build nothing from a Dockerfile, stay as they are. A `build` that several
  /// services share through an anchor, a merge key or `extends` is edited once, if none of them must stay without the
  /// target. The services of the edited project are worked out again: unless only the targets of these services differ, nothing is given.
  package static func addTarget(
    _ stage: String, to services: [ComposeService], in project: ComposeProject
  ) -> ComposeEdits {
    let needy = services.filter { $0.build != nil && $0.build?.target == nil && $0.build?.dockerfilePath != nil }
    guard !needy.isEmpty else { return ComposeEdits(files: [], services: [], diagnostics: []) }
    var search = ComposeTargetSearch(stage: stage, needy: needy, project: project)
    let changes = search.changes()
    let covered = needy.filter { search.spot(of: $0) != nil }
    let names = Set(covered.map(\.name))
    guard check(changes.mapValues(\.document), stage, names, in: project) else {
      let reason = "the change would alter what other services build"
      return ComposeEdits(files: [], services: [], diagnostics: needy.map { refusal(stage, $0, reason, in: project) })
    }
    let refused = needy.filter { !names.contains($0.name) }
    return ComposeEdits(
      files: changes.keys.sorted().compactMap { file in
        changes[file].map { File(path: project.files[file].path, edits: $0.edits) }
      },
      services: covered.map(\.name),
      diagnostics: refused.map { refusal(stage, $0, search.reason(for: $0), in: project) })
  }

  private static func refusal(
    _ stage: String, _ service: ComposeService, _ reason: String, in project: ComposeProject
  ) -> Diagnostic {
    let place = service.build?.definition?.place ?? service.place
    return Diagnostic(
      id: "compose/target-not-added", severity: .warning,
      message: "the service \(service.name) got no `target: \(stage)`: \(reason)", path: project.files[place.file].path,
      range: place.range, help: "add `target: \(stage)` to its `build` by hand")
  }

  /// Whether with `documents`, by file, the services named in `changed` have the target `stage`, and nothing else
  /// differs in what any service builds.
  private static func check(
    _ documents: [Int: YAMLDocument], _ stage: String, _ changed: Set<String>, in project: ComposeProject
  ) -> Bool {
    let builds = project.builds(with: documents)
    guard builds.count == project.services.count else { return false }
    return zip(project.services, builds).allSatisfy { before, after in
      let target = changed.contains(before.name) ? stage : before.build?.target?.raw
      return before.name == after.name && after.build?.target?.raw == target && isSame(before.build, after.build)
    }
  }

  private static func isSame(_ before: ComposeBuild?, _ after: ComposeBuild?) -> Bool {
    func pairs(_ pairs: [ComposePair]?) -> [[String?]] { (pairs ?? []).map { [$0.name, $0.value?.raw] } }
    return before?.context?.raw == after?.context?.raw && before?.dockerfilePath == after?.dockerfilePath
      && before?.contextDirectory == after?.contextDirectory && pairs(before?.args) == pairs(after?.args)
      && pairs(before?.additionalContexts) == pairs(after?.additionalContexts)
  }
}
