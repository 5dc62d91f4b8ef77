import BuiltinPlugins
import SourceText
import Strategies

/// Reads manifests and tables: those compiled in, and those of folders.
struct StrategyFolders {
  /// The built-in plugins.
  static var builtin: [PluginFile] {
    BuiltinManifests.all.map {
      PluginFile(path: $0.path, displayPath: "built-in/\($0.path)", text: TableText($0.text), flat: $0.flat)
    }
  }

  /// The strategies of the built-in plugins alone, which nearly all projects have.
  private static let builtinStrategies = StrategySet.load([builtin])

  /// The strategies that are in force for the project in `folder`.
  ///
  /// - Parameter plugins: the folder that the user names.
  /// - Throws: a `Failure` if it is none, or one of its files can't be read.
  static func load(
    plugins: String?, folder: String?
  ) throws(Failure) -> (strategies: StrategySet, diagnostics: [Diagnostic]) {
    var layers = [builtin]
    if let plugins {
      guard Disk.kind(of: plugins) == .folder else {
        throw Failure("io/missing", "there is no folder `\(plugins)` with plugins", path: plugins)
      }
      layers.append(try files(in: plugins))
    }
    if let folder {
      let own = folder + "/.migrate/plugins"
      if Disk.kind(of: own) == .folder { layers.append(try files(in: own)) }
    }
    return layers.count == 1 ? builtinStrategies : StrategySet.load(layers)
  }

  /// The manifests and tables of a folder of plugins: `ecosystems/<id>/…` and `distributions/<id>/…`.
  static func files(in root: String) throws(Failure) -> [PluginFile] {
    let root = root.hasPrefix("./") ? String(root.dropFirst(2)) : root
    var files: [PluginFile] = []
    for kind in ["distributions", "ecosystems"] {
      for id in Disk.entries(of: "\(root)/\(kind)") ?? [] {
        files += try self.files(ofPlugin: "\(root)/\(kind)/\(id)", as: "\(kind)/\(id)")
      }
    }
    return files
  }

  /// The manifest and the tables in one plugin's folder.
  static func files(ofPlugin folder: String, as path: String) throws(Failure) -> [PluginFile] {
    var files: [PluginFile] = []
    for name in Disk.entries(of: folder) ?? [] where name == "strategy.yaml" || name.hasSuffix(".tsv") {
      let place = "\(folder)/\(name)"
      files.append(
        PluginFile(path: "\(path)/\(name)", displayPath: place, text: TableText(try Disk.read(place))))
    }
    return files
  }
}
