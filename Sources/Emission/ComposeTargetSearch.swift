import BuildModel
import SourceText
import YAMLSyntax

/// Finds for each service the place where its target goes: as few places as serve all.
struct ComposeTargetSearch {
  /// Each round finds at least one place that can't be patched; after so many the rest is refused.
  private static let roundLimit = 64

  private let stage: String
  private let needy: [ComposeService]
  private let project: ComposeProject
  /// The places where a target would reach a service that must stay as it is, with its name.
  private var blocked: [ComposePlace: String] = [:]
  private var refused: [ComposePlace: String] = [:]
  /// The file in which the target of a service has to stand, by the service's name.
  private let homes: [String: Int]

  /// - Parameter homes: for the services whose target may stand in one file alone, that file's index.
  init(stage: String, needy: [ComposeService], homes: [String: Int] = [:], project: ComposeProject) {
    self.stage = stage
    self.needy = needy
    self.homes = homes
    self.project = project
    let names = Set(needy.map(\.name))
    for service in project.services where !names.contains(service.name) {
      for layer in service.build?.layers ?? [] where blocked[layer.place] == nil && !Self.hides(service, layer) {
        blocked[layer.place] = service.name
      }
    }
  }

  /// The changes by file; a service for which none is found has no `spot` then.
  mutating func changes() -> [Int: YAMLChange] {
    for _ in 0..<Self.roundLimit {
      var result: [Int: YAMLChange] = [:]
      var hasFailed = false
      for (file, spots) in patches() {
        switch attempt(spots, in: file) {
        case .success(let change): result[file] = change
        case .failure(let refusal):
          refuse(refusal, spots, in: file)
          hasFailed = true
        }
      }
      if !hasFailed { return result }
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
      if let other = blocked[layer.place] {
        return "its build is shared with the service \(other), which must stay as it is"
      }
    }
    return homes[service.name] == nil
      ? "its build can't be addressed" : "its build can't be written in the file that mounts its source"
  }

  private func candidates(of service: ComposeService) -> [ComposeBuild.Layer] {
    guard let build = service.build else { return [] }
    let definition = build.definition
    let others = build.layers.reversed().filter { $0.place != definition?.place }
    let all = (definition.map { [$0] } ?? []) + others
    guard let home = homes[service.name] else { return all }
    let own = all.filter { $0.file == home }
    // A target that stands there already hides any other in the file.
    if let named = build.layers.first(where: { $0.file == home && $0.node["target"] != nil }) { return [named] }
    return own.isEmpty ? [body(of: service, in: home)].compactMap { $0 } : own
  }

  /// The mapping of a service in a file that says nothing of its build.
  private func body(of service: ComposeService, in file: Int) -> ComposeBuild.Layer? {
    let route: YAMLRoute = [.key("services"), .key(service.name)]
    guard let node = project.files[file].document.node(at: route), node.isMapping else { return nil }
    return ComposeBuild.Layer(file: file, node: node, route: route)
  }

  private func isBody(_ layer: ComposeBuild.Layer) -> Bool {
    layer.route.map { $0.elements.count == 2 && $0.elements.first == .key("services") } ?? false
  }

  private func isOpen(_ layer: ComposeBuild.Layer) -> Bool {
    layer.route != nil && refused[layer.place] == nil && blocked[layer.place] == nil
  }

  /// Whether a target at `layer` is hidden from `service` by the one that a stronger layer has.
  private static func hides(_ service: ComposeService, _ layer: ComposeBuild.Layer) -> Bool {
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
    for service in needy {
      guard let spot = spot(of: service),
        spots[spot.file]?.contains(where: { $0.place == spot.place }) != true
      else { continue }
      spots[spot.file, default: []].append(spot)
    }
    return spots.keys.sorted().map { ($0, spots[$0] ?? []) }
  }

  private func attempt(_ spots: [ComposeBuild.Layer], in file: Int) -> Result<YAMLChange, YAMLPatchRefusal> {
    YAMLPatcher.change(spots.compactMap(patch), in: project.files[file].document)
  }

  /// Notes which of the spots can't be patched: the one that the refusal names, or those that fail by themselves, or
  /// all.
  private mutating func refuse(_ refusal: YAMLPatchRefusal, _ spots: [ComposeBuild.Layer], in file: Int) {
    if refusal.reason != .changesMore, let spot = spots.first(where: { $0.route == refusal.route }) {
      refused[spot.place] = refusal.message
      return
    }
    var found = false
    for spot in spots where spots.count <= Self.roundLimit {
      guard case .failure(let own) = attempt([spot], in: file) else { continue }
      refused[spot.place] = own.message
      found = true
    }
    guard !found else { return }
    for spot in spots { refused[spot.place] = "no place was found that changes nothing else" }
  }

  private func patch(_ layer: ComposeBuild.Layer) -> YAMLPatch? {
    guard let route = layer.route else { return nil }
    if isBody(layer) { return .addMapping(route, key: "build", YAMLPair("target", stage)) }
    if layer.node["target"] != nil { return .setScalar(route.key("target"), stage) }
    if let context = layer.node.string {
      return .replaceScalarWithMapping(route, [YAMLPair("context", context), YAMLPair("target", stage)])
    }
    let neighbour = layer.node.entries.last { ["context", "dockerfile"].contains($0.key.string) }
    return .addKey(route, key: "target", value: stage, after: neighbour?.key.string)
  }
}
