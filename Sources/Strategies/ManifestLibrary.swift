import SourceText

/// Reads the manifests of a set once each, also where another one is like it.
final class ManifestLibrary {
  /// What came of one `strategy.yaml`.
  struct Loaded {
    var manifest: Manifest?
    /// Whether it takes over what another one says.
    var isLike = false
    var diagnostics: [Diagnostic] = []
  }

  let layers: [[PluginFile]]
  private var loaded: [[String: Loaded]]

  init(_ layers: [[PluginFile]]) {
    self.layers = layers
    loaded = layers.map { _ in [:] }
  }

  /// The manifest at a path of a layer.
  func load(_ file: PluginFile, layer: Int) -> Loaded {
    if let known = loaded[layer][file.path] { return known }
    // A manifest that is like itself finds this entry.
    loaded[layer][file.path] = Loaded(isLike: true)
    let result = ManifestLoader(file: file, library: self).load()
    loaded[layer][file.path] = result
    return result
  }

  /// The last layer's manifest at a path.
  func load(path: String) -> (file: PluginFile, loaded: Loaded)? {
    for (number, layer) in layers.enumerated().reversed() {
      if let file = layer.first(where: { $0.path == path }) { return (file, load(file, layer: number)) }
    }
    return nil
  }
}
