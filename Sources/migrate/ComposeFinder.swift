import BuildModel
import SourceText

/// Finds the compose files of a project; all paths are absolute.
struct ComposeFinder {
  /// The names that Docker Compose looks for, in its order (compose-go, `cli/options.go`).
  static let names = ["compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml"]
  /// The first of these is merged over the file found.
  static let overrideNames = [
    "compose.override.yml", "compose.override.yaml", "docker-compose.override.yml", "docker-compose.override.yaml",
  ]

  let folder: String
  let currentFolder: String
  let overlay: [String: [UInt8]]

  /// The files that the user or the configuration names; nil if neither does.
  ///
  /// - Parameters:
  ///   - typed: as seen from the current folder, or else from the project's.
  ///   - configured: as seen from the project's folder.
  func given(_ typed: [String], configured: [String]) throws(Failure) -> [SourceFile]? {
    var paths: [String] = []
    for path in typed {
      let fromHere = Paths.absolute(path, from: currentFolder)
      let fromThere = Paths.absolute(path, from: folder)
      paths.append(Disk.kind(of: fromHere) == .missing && Disk.kind(of: fromThere) == .file ? fromThere : fromHere)
    }
    if typed.isEmpty { paths = configured.map { Paths.absolute($0, from: folder) } }
    return paths.isEmpty ? nil : try read(paths)
  }

  /// The files that Docker Compose would use in `folder`.
  func inFolder(_ folder: String) throws(Failure) -> [SourceFile] {
    guard let name = Self.names.first(where: { Disk.kind(of: folder + "/" + $0) != .missing }) else { return [] }
    let override = Self.overrideNames.first { Disk.kind(of: folder + "/" + $0) != .missing }
    return try read([name, override].compactMap { $0.map { folder + "/" + $0 } })
  }

  /// The files of the nearest folder whose services build the Dockerfile: its own, or one above it in the same git
  /// work tree.
  func files(building dockerfile: String) throws(Failure) -> [SourceFile] {
    var own: [SourceFile] = []
    for candidate in folders {
      let files = try inFolder(candidate)
      guard !files.isEmpty else { continue }
      if Self.dockerfiles(of: files).contains(dockerfile) { return files }
      if candidate == folder { own = files }
    }
    return own
  }

  private var folders: [String] {
    let ancestors = Paths.ancestors(of: folder)
    guard let root = ancestors.firstIndex(where: { Disk.kind(of: $0 + "/.git") != .missing }) else { return [folder] }
    return Array(ancestors[...root])
  }

  /// The Dockerfiles that services of the compose files build, each once.
  static func dockerfiles(of files: [SourceFile]) -> [String] {
    guard !files.isEmpty else { return [] }
    let (project, _) = ComposeProject.load(files: files) { try? Disk.read($0) }
    var paths: [String] = []
    for case let path? in project.services.map({ $0.build?.dockerfilePath }) where !paths.contains(path) {
      paths.append(path)
    }
    return paths
  }

  private func read(_ paths: [String]) throws(Failure) -> [SourceFile] {
    var files: [SourceFile] = []
    for path in paths {
      let shown = Paths.lies(path, in: currentFolder) ? Paths.relative(path, to: currentFolder) : path
      let bytes = if let changed = overlay[path] { changed } else { try Disk.read(path, shown: shown) }
      files.append(SourceFile(path: path, bytes: bytes))
    }
    return files
  }
}
