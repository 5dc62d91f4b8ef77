import SourceText
import YAMLSyntax

/// Reads what the layers of a service say.
struct ComposeServiceReader: Sendable {
  let layers: ComposeLayers

  func command(of key: String, _ service: [ComposeLayer]) -> ComposeCommand? {
    layers.values(of: key, in: service).first.flatMap(command)
  }

  func profiles(_ service: [ComposeLayer]) -> [ComposeText] {
    layers.items(of: "profiles", in: service).compactMap(layers.text)
  }

  private func command(_ layer: ComposeLayer) -> ComposeCommand? {
    if let text = layers.text(layer) { return ComposeCommand(form: .words(text), place: layer.place) }
    guard layer.node.isSequence else { return nil }
    return ComposeCommand(form: .exec(layers.items(layer).compactMap(layers.text)), place: layer.place)
  }

  func healthcheckTest(_ service: [ComposeLayer]) -> ComposeCommand? {
    let healthcheck = layers.values(of: "healthcheck", in: service)
    if layers.text(of: "disable", in: healthcheck)?.defaultText == "true" { return nil }
    guard let test = layers.values(of: "test", in: healthcheck).first else { return nil }
    if let text = layers.text(test) { return ComposeCommand(form: .shell(text), place: test.place) }
    let words = layers.items(test).compactMap(layers.text)
    switch words.first?.raw {
    case "CMD": return ComposeCommand(form: .exec(Array(words.dropFirst())), place: test.place)
    case "CMD-SHELL": return words.dropFirst().first.map { ComposeCommand(form: .shell($0), place: test.place) }
    default: return nil
    }
  }

  func environmentFiles(_ service: [ComposeLayer]) -> [String] {
    layers.values(of: "env_file", in: service).reversed().flatMap { layer in
      layer.node.isSequence ? layers.items(layer) : [layer]
    }.compactMap { item in
      let text = layers.text(item) ?? layers.text(of: "path", in: [item])
      return text.map { ComposePath.join(item.directory, $0.defaultText) }
    }
  }

  func hooks(_ service: [ComposeLayer]) -> [ComposeCommand] {
    ["post_start", "pre_start", "pre_stop"].flatMap { key in
      layers.items(of: key, in: service).compactMap { hook in
        layers.values(of: "command", in: [hook]).first.flatMap(command)
      }
    }
  }

  func build(_ service: [ComposeLayer]) -> ComposeBuild? {
    let build = layers.values(of: "build", in: service)
    guard !build.isEmpty else { return nil }
    // A layer in the short form says the context alone.
    let contexts = build.compactMap { layer in
      layers.text(layer).map { ($0, layer.directory) }
        ?? layers.text(of: "context", in: [layer]).map { ($0, layer.directory) }
    }
    let mappings = build.filter(\.node.isMapping)
    let dockerfile = layers.text(of: "dockerfile", in: mappings)
    let isInline = !layers.values(of: "dockerfile_inline", in: mappings).isEmpty
    let context = contexts.first
    let folder =
      context.map { context, directory in
        ComposePath.isRemote(context.defaultText) ? nil : ComposePath.join(directory, context.defaultText)
      } ?? build.last.map(\.directory)
    let path = folder.map { ComposePath.join($0, dockerfile?.defaultText ?? "Dockerfile") }
    return ComposeBuild(
      context: context?.0, dockerfile: dockerfile, target: layers.text(of: "target", in: mappings),
      args: layers.pairs(of: "args", in: mappings),
      additionalContexts: layers.pairs(of: "additional_contexts", in: mappings),
      cacheFrom: layers.items(of: "cache_from", in: mappings).compactMap(layers.text),
      cacheTo: layers.items(of: "cache_to", in: mappings).compactMap(layers.text), hasInlineDockerfile: isInline,
      layers: build.flatMap(buildLayers), contextDirectory: folder, dockerfilePath: isInline ? nil : path)
  }

  private func buildLayers(_ layer: ComposeLayer) -> [ComposeBuild.Layer] {
    let document = layers.files[layer.file].document
    let nodes = layer.node.isMapping ? document.mergedMappings(of: layer.node) : [layer.node]
    return nodes.map { ComposeBuild.Layer(file: layer.file, node: $0, route: document.route(to: $0)) }
  }

  func volumes(_ service: [ComposeLayer]) -> [ComposeVolume] {
    var result: [ComposeVolume] = []
    var places: [String: Int] = [:]
    for item in layers.items(of: "volumes", in: service) {
      guard let volume = volume(item) else { continue }
      if let place = places[volume.target] {
        result[place] = volume
      } else {
        places[volume.target] = result.count
        result.append(volume)
      }
    }
    return result
  }

  private func volume(_ item: ComposeLayer) -> ComposeVolume? {
    if let text = layers.text(item)?.defaultText { return shortVolume(text, item) }
    func value(_ key: String) -> String? { layers.text(of: key, in: [item])?.defaultText }
    guard let target = value("target") else { return nil }
    let kind = ComposeVolume.Kind(rawValue: value("type") ?? "volume") ?? .other
    let source = value("source").map { kind == .bind ? ComposePath.join(item.directory, $0) : $0 }
    return ComposeVolume(
      kind: kind, source: source, target: ComposePath.normalized(target), isReadOnly: value("read_only") == "true",
      place: item.place)
  }

  /// `[source:]target[:mode]`; a source that starts with `.`, `/` or `~` is a folder.
  private func shortVolume(_ text: String, _ item: ComposeLayer) -> ComposeVolume? {
    let parts = text.parts(by: UInt8(ascii: ":"), keepsEmpty: true).map(String.init)
    guard let first = parts.first, !first.isEmpty else { return nil }
    guard parts.count > 1 else {
      return ComposeVolume(
        kind: .volume, source: nil, target: ComposePath.normalized(first), isReadOnly: false, place: item.place)
    }
    let isHome = first.hasPrefix("~")
    let isFolder = first.hasPrefix(".") || first.hasPrefix("/") || isHome
    return ComposeVolume(
      kind: isFolder ? .bind : .volume, source: isFolder && !isHome ? ComposePath.join(item.directory, first) : first,
      target: ComposePath.normalized(parts[1]),
      isReadOnly: parts.dropFirst(2).contains { $0.split(separator: ",").contains("ro") }, place: item.place)
  }
}
