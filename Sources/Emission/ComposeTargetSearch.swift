import BuildModel
import SourceText
import YAMLSyntax

/// Finds for each service the place where its target goes: as few places as serve all.
struct ComposeTargetSearch {
  /// A file has few ways to be written that a patch can't deal with; after so many rounds the rest is refused.
  private static let roundLimit = 4

  private let stage: String
  private let needy: [ComposeService]
  private let project: ComposeProject
  private let needyNames: Set<String>
  /// The services that have a layer at a place.
  private let users: [ComposePlace: [ComposeService]]
  private var refused: [ComposePlace: String] = [:]

  init(stage: String, needy: [ComposeService], project: ComposeProject) {
    self.stage = stage
    self.needy = needy
    self.project = project
    needyNames = Set(needy.map(\.name))
    var users: [ComposePlace: [ComposeService]] = [:]
    for service in project.services {
      for layer in service.build?.layers ?? [] { users[layer.place, default: []].append(service) }
    }
    self.users = users
  }

  /// The edits by file; a service for which none is found has no `spot` then.
  mutating func edits() -> [Int: EditSet] {
    for _ in 0..<Self.roundLimit {
      var result: [Int: EditSet] = [:]
      let failed = patches().filter { file, spots in
        guard case .success(let edits) = attempt(spots, in: file) else { return true }
        result[file] = edits
        return false
      }
      if failed.isEmpty { return result }
      for (file, spots) in failed { refuse(spots, in: file) }
    }
    for (_, spots) in patches() {
      for spot in spots { refused[spot.place] = "no place was found that changes nothing else" }
    }
    return [:]
  }

  /// Where the target of `service` goes: the place that defines what it builds, or else the weakest that will do.
  func spot(of service: ComposeService) -> ComposeBuild.Layer? { candidates(of: service).first { isOpen($0) } }

  /// Why `service` has no spot.
  func reason(for service: ComposeService) -> String {
    for layer in candidates(of: service) {
      if let refusal = refused[layer.place] { return refusal }
      if let other = users[layer.place]?.first(where: { !allows($0, layer) }) {
        return "its build is shared with the service \(other.name), which must stay as it is"
      }
    }
    return "its build can't be addressed"
  }

  private func candidates(of service: ComposeService) -> [ComposeBuild.Layer] {
    guard let build = service.build else { return [] }
    let definition = build.definition
    let others = build.layers.reversed().filter { $0.place != definition?.place }
    return (definition.map { [$0] } ?? []) + others
  }

  private func isOpen(_ layer: ComposeBuild.Layer) -> Bool {
    layer.route != nil && refused[layer.place] == nil && (users[layer.place] ?? []).allSatisfy { allows($0, layer) }
  }

  /// Whether a target at `layer` is wanted by `service`, or hidden from it by a stronger one.
  private func allows(_ service: ComposeService, _ layer: ComposeBuild.Layer) -> Bool {
    if needyNames.contains(service.name) { return true }
    guard let build = service.build, let target = build.target else { return false }
    for stronger in build.layers {
      if stronger.place == layer.place { return false }
      if stronger.file == target.place.file, stronger.node["target"]?.range == target.place.range { return true }
    }
    return false
  }

  /// The spots by file, each once, in the order of the services.
  private func patches() -> [(file: Int, spots: [ComposeBuild.Layer])] {
    var spots: [Int: [ComposeBuild.Layer]] = [:]
    var seen: Set<ComposePlace> = []
    for service in needy {
      guard let spot = spot(of: service), seen.insert(spot.place).inserted else { continue }
      spots[spot.file, default: []].append(spot)
    }
    return spots.keys.sorted().map { ($0, spots[$0] ?? []) }
  }

  private func attempt(_ spots: [ComposeBuild.Layer], in file: Int) -> Result<EditSet, YAMLPatchRefusal> {
    YAMLPatcher.edits(spots.compactMap(patch), in: project.files[file].document)
  }

  /// Notes which of the spots can't be patched; if each can by itself, all.
  private mutating func refuse(_ spots: [ComposeBuild.Layer], in file: Int) {
    var found = false
    for spot in spots {
      guard case .failure(let refusal) = attempt([spot], in: file) else { continue }
      refused[spot.place] = refusal.message
      found = true
    }
    guard !found else { return }
    for spot in spots {
      refused[spot.place] = "two changes meet at one place"
    }
  }

  private func patch(_ layer: ComposeBuild.Layer) -> YAMLPatch? {
    guard let route = layer.route else { return nil }
    if let context = layer.node.string {
      return .replaceScalarWithMapping(route, [YAMLPair("context", context), YAMLPair("target", stage)])
    }
    let neighbour = layer.node.entries.last { ["context", "dockerfile"].contains($0.key.string) }
    return .addKey(route, key: "target", value: stage, after: neighbour?.key.string)
  }
}
