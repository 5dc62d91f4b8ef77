/// Links and scripts of an image that name something which is not there.
package enum BrokenReferences {
  /// What runs in the image fills these folders; links into them lead nowhere as long as it does not run.
  private static let runtimeFolders = ["proc", "dev", "sys", "run", "tmp", "var/run"]

  /// Symbolic links that lead nowhere, sorted.
  package static func danglingLinks(of tree: ImageTree) -> [String] {
    tree.entries.filter { path, entry in
      guard entry.kind == .link, !runtimeFolders.contains(where: { ImagePaths.lies(path, in: $0) }) else {
        return false
      }
      let base = entry.target.hasPrefix("/") ? "" : ImagePaths.folder(of: path) + "/"
      let target = ImagePaths.clean(base + entry.target)
      return !runtimeFolders.contains { ImagePaths.lies(target, in: $0) } && tree.resolve(path) == nil
    }.keys.sorted()
  }

  /// Scripts that can be run but for their interpreter, which is missing; sorted.
  ///
  /// - Parameter searchPath: the image's PATH, for `#!/usr/bin/env NAME`.
  package static func scripts(
    of tree: ImageTree, searchPath: String
  ) -> [(path: String, interpreter: String)] {
    var found: [(path: String, interpreter: String)] = []
    for path in tree.paths {
      guard let entry = tree.entries[path], entry.mode & 0o111 != 0, case .script(let words) = entry.content,
        let interpreter = words.first
      else { continue }
      if tree.resolve(interpreter) == nil {
        found.append((path, interpreter))
      } else if ImagePaths.name(of: interpreter) == "env",
        let name = words.dropFirst().first(where: { !$0.hasPrefix("-") && !$0.contains("=") }),
        program(name, in: tree, searchPath: searchPath) == nil
      {
        found.append((path, name))
      }
    }
    return found
  }

  /// The file that is run under a name; nil if PATH leads to none.
  package static func program(_ name: String, in tree: ImageTree, searchPath: String) -> String? {
    if name.contains("/") { return tree.resolve(name).map { _ in name } }
    for folder in searchPath.split(separator: ":") {
      guard let path = tree.resolve(folder + "/" + name), let entry = tree.entries[path], entry.kind == .file,
        entry.mode & 0o111 != 0
      else { continue }
      return folder + "/" + name
    }
    return nil
  }
}
