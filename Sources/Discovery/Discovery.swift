/// Finds the projects of a repository in its list of files and in what some of them say.
package struct Discovery {
  /// The Dockerfiles that were listed.
  package var dockerfiles: Set<String> = []
  /// Files of other names that a reference builds, if they exist.
  package var references: [BuildReference] = []
  /// Projects' configurations by their folders, with the Dockerfile that each names.
  package var configurations: [String: String?] = [:]

  package init() {}

  /// The projects, sorted by the bytes of their Dockerfiles' paths.
  ///
  /// - Parameter exists: whether there is a file of a name that is no Dockerfile's, which something builds.
  package func projects(exists: (String) -> Bool) -> [BatchProject] {
    var byDockerfile: [String: [BuildReference]] = [:]
    for reference in references { byDockerfile[reference.dockerfile, default: []].append(reference) }
    var named: [String: String] = [:]
    for folder in configurations.keys.sorted() {
      guard let file = configurations[folder] ?? nil, let path = RelativePath.join(folder, file) else { continue }
      named[path] = folder
    }
    var paths = dockerfiles
    for path in byDockerfile.keys where !paths.contains(path) && exists(path) { paths.insert(path) }
    for path in named.keys where !paths.contains(path) && exists(path) { paths.insert(path) }
    return paths.sorted(by: RelativePath.precedes).map { path in
      project(path, byDockerfile[path] ?? [], configuration: named[path])
    }
  }

  private func project(
    _ path: String, _ references: [BuildReference], configuration: String?
  ) -> BatchProject {
    let folder = RelativePath.folder(of: path)
    var contexts: [String] = []
    var composeFolders: [String] = []
    var composeFiles: [String] = []
    for reference in references.sorted(by: { ($0.source, $0.context) < ($1.source, $1.context) }) {
      if !contexts.contains(reference.context) { contexts.append(reference.context) }
      guard FileRole(path: reference.source) == .compose else { continue }
      let place = RelativePath.folder(of: reference.source)
      if ComposeReferences.names.contains(RelativePath.name(of: reference.source)) {
        if place != folder, !composeFolders.contains(place) { composeFolders.append(place) }
      } else if !composeFiles.contains(reference.source) {
        composeFiles.append(reference.source)
      }
    }
    if contexts.isEmpty { contexts = [folder] }
    let own = ([folder] + contexts).first { configurations[$0] != nil }
    return BatchProject(
      dockerfile: path, contexts: contexts, composeFolders: composeFolders, composeFiles: composeFiles,
      configuration: configuration ?? own)
  }
}
