import Verification

/// One of the two images with what was read of it.
struct ImageUnderTest: Sendable {
  let tag: String
  let configuration: ImageConfiguration
  let tree: ImageTree

  var libraries: LibrarySearch { LibrarySearch(tree, libraryPath: configuration.value("LD_LIBRARY_PATH") ?? "") }

  /// The path of the first of these programs that the image has; `{workdir}` is the folder that it works in.
  func program(_ names: [String]) -> String? {
    for name in names {
      let name = name.replacing("{workdir}", with: configuration.workingFolder)
      if let path = BrokenReferences.program(name, in: tree, searchPath: configuration.searchPath) { return path }
    }
    return nil
  }

  /// Whether the folder that the image works in has a file whose name fits one of the patterns.
  func hasFile(matching fits: (String) -> Bool) -> Bool {
    let folder = configuration.workingFolder.split(separator: "/").joined(separator: "/")
    let prefix = folder.isEmpty ? "" : folder + "/"
    return tree.entries.keys.contains { path in
      path.hasPrefix(prefix) && fits(String(path.dropFirst(prefix.count)))
    }
  }
}
