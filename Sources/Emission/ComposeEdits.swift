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

  /// By the files' index in the project.
  private let changes: [Int: YAMLChange]

  private init(
    files: [File] = [], services: [String] = [], diagnostics: [Diagnostic] = [], changes: [Int: YAMLChange] = [:]
  ) {
    self.files = files
    self.services = services
    self.diagnostics = diagnostics
    self.changes = changes
  }

  package static let none = ComposeEdits()

  /// Adds `target: stage` to the `build` of `services`, in the style of each file.
  ///
  /// Services that name a target already, or build nothing from a Dockerfile, stay as they are. A `build` that several
  /// services share through an anchor, a merge key or `extends` is edited once, if none of them must stay without the
  /// target. The services of the edited project are worked out again: unless only the targets of these services differ,
  /// nothing is given.
  package static func addTarget(
    _ stage: String, to services: [ComposeService], in project: ComposeProject
  ) -> ComposeEdits {
    add(stage, to: services.filter { $0.build?.target == nil && $0.build?.dockerfilePath != nil }, in: project)
  }

  /// Makes the services that developers work in build `stage`, whatever they build so far.
  ///
  /// The target stands in the file that mounts their source, or nowhere: who leaves that file out gets the stage that
  /// ships. In all else this is as `addTarget(_:to:in:)`.
  ///
  /// - Parameter developers: each service with its mount.
  package static func addTarget(
    _ stage: String, toDevelopers developers: [(service: ComposeService, mount: ComposeVolume)],
    in project: ComposeProject
  ) -> ComposeEdits {
    let able = developers.filter { $0.service.build?.target?.raw.utf8.contains(UInt8(ascii: "$")) != true }
    let homes = Dictionary(able.map { ($0.service.name, $0.mount.place.file) }) { first, _ in first }
    let edits = add(stage, to: able.map(\.service), homes: homes, in: project)
    let refused = developers.filter { homes[$0.service.name] == nil }.map {
      refusal(stage, $0.service, "a variable says which stage it builds", in: project)
    }
    return ComposeEdits(
      files: edits.files, services: edits.services, diagnostics: edits.diagnostics + refused, changes: edits.changes)
  }

  private static func add(
    _ stage: String, to needy: [ComposeService], homes: [String: Int] = [:], in project: ComposeProject
  ) -> ComposeEdits {
    guard !needy.isEmpty else { return .none }
    var search = ComposeTargetSearch(stage: stage, needy: needy, homes: homes, project: project)
    let changes = search.changes()
    let covered = needy.filter { search.spot(of: $0) != nil }
    let names = Set(covered.map(\.name))
    guard check(changes.mapValues(\.values), stage, names, in: project) else {
      let reason = "the change would alter what other services build"
      return ComposeEdits(diagnostics: needy.map { refusal(stage, $0, reason, in: project) })
    }
    let refused = needy.filter { !names.contains($0.name) }
    return ComposeEdits(
      files: changes.keys.sorted().compactMap { file in
        changes[file].map { File(path: project.files[file].path, edits: $0.edits) }
      },
      services: covered.map(\.name),
      diagnostics: refused.map { refusal(stage, $0, search.reason(for: $0), in: project) }, changes: changes)
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

  /// The project with the edits in it.
  package func applied(to project: ComposeProject) -> ComposeProject { project.with(changes.mapValues(\.document)) }

  /// The bytes of a file after the edits, by its index in the project; nil if it stays as it is.
  package func source(of file: Int) -> [UInt8]? { changes[file]?.source }

  private static func isSame(_ before: ComposeBuild?, _ after: ComposeBuild?) -> Bool {
    func pairs(_ pairs: [ComposePair]?) -> [[String?]] { (pairs ?? []).map { [$0.name, $0.value?.raw] } }
    return before?.context?.raw == after?.context?.raw && before?.dockerfilePath == after?.dockerfilePath
      && before?.contextDirectory == after?.contextDirectory && pairs(before?.args) == pairs(after?.args)
      && pairs(before?.additionalContexts) == pairs(after?.additionalContexts)
  }
}
