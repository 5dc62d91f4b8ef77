import SourceText
import YAMLSyntax

/// A node that takes part in a merged value, and from where its relative paths are seen.
struct ComposeLayer: Sendable {
  let file: Int
  let node: YAMLNode
  let directory: String

  var place: ComposePlace { ComposePlace(file: file, range: node.range) }

  func with(_ node: YAMLNode) -> ComposeLayer { ComposeLayer(file: file, node: node, directory: directory) }
}

/// Looks up values through layers, the strongest first (Compose specification, "Merge").
struct ComposeLayers: Sendable {
  let files: [ComposeFile]

  /// What each layer says of `key`, aliases followed; nothing beyond `!reset`, nothing weaker than `!override`.
  func values(of key: String, in layers: [ComposeLayer]) -> [ComposeLayer] {
    var result: [ComposeLayer] = []
    for layer in layers {
      guard let value = files[layer.file].document.value(of: layer.node, key: key) else { continue }
      if value.tag == "!reset" { break }
      if !value.isNull { result.append(layer.with(value)) }
      if value.tag == "!override" { break }
    }
    return result
  }

  func text(of key: String, in layers: [ComposeLayer]) -> ComposeText? {
    values(of: key, in: layers).first.flatMap(text)
  }

  func text(_ layer: ComposeLayer) -> ComposeText? {
    layer.node.string.map { ComposeText($0, at: layer.place) }
  }

  /// The items of all sequences, those of the weakest layer first.
  func items(of key: String, in layers: [ComposeLayer]) -> [ComposeLayer] {
    values(of: key, in: layers).reversed().flatMap(items)
  }

  func items(_ layer: ComposeLayer) -> [ComposeLayer] {
    layer.node.items.map { layer.with(files[layer.file].document.resolve($0)) }
  }

  /// The pairs of mappings and of `NAME=value` lists; a stronger one replaces the weaker of its name in place.
  func pairs(of key: String, in layers: [ComposeLayer]) -> [ComposePair] {
    var result: [ComposePair] = []
    var places: [String: Int] = [:]
    for layer in values(of: key, in: layers).reversed() {
      for pair in pairs(layer) {
        if let place = places[pair.name] {
          result[place] = pair
        } else {
          places[pair.name] = result.count
          result.append(pair)
        }
      }
    }
    return result
  }

  private func pairs(_ layer: ComposeLayer) -> [ComposePair] {
    let document = files[layer.file].document
    if layer.node.isMapping {
      return document.entries(of: layer.node).compactMap { entry in
        guard let name = entry.key.string else { return nil }
        let value = document.resolve(entry.value)
        return ComposePair(
          name: name, value: value.isNull ? nil : text(layer.with(value)),
          place: ComposePlace(file: layer.file, range: entry.key.range))
      }
    }
    return items(layer).compactMap { item in
      guard let text = item.node.string else { return nil }
      let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let value = parts.count > 1 ? ComposeText(String(parts[1]), at: item.place) : nil
      return ComposePair(name: String(parts[0]), value: value, place: item.place)
    }
  }
}
