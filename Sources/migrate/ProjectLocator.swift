import SourceText
import Strategies

/// Finds the Dockerfile and the compose files that belong to a path.
struct ProjectLocator {
  /// The names that Docker and Podman look for.
  static let dockerfileNames = ["Dockerfile", "Containerfile"]

  let options: ProjectOptions
  let currentFolder: String
  /// Files that earlier paths of the same run would have changed, by their absolute paths.
  var overlay: [String: [UInt8]] = [:]

  /// Finds the project at `path`: a folder, a Dockerfile, or `-`.
  ///
  /// - Returns: the project, and its options with those of its configuration.
  /// - Throws: a `Failure` if there is no Dockerfile, several, or one that can't be read.
  func locate(_ path: String) throws(Failure) -> (project: Project, options: ProjectOptions) {
    guard !path.isEmpty else { throw Failure("usage/empty-path", "a path is empty", help: "write . for this folder") }
    let isInput = path == "-"
    let target = isInput ? currentFolder : Paths.absolute(path, from: currentFolder)
    var folder = target
    var file: String?
    switch Disk.kind(of: target) {
    case .folder: break
    case .file:
      if options.file != nil {
        throw Failure("usage/file-twice", "`\(path)` is a file already, so --file has no meaning", path: path)
      }
      file = target
      folder = Paths.folder(of: target)
    case .special: throw Failure("io/special", "`\(path)` is neither a folder nor a regular file")
    case .unreadable(let reason): throw Failure("io/unreadable", "`\(path)` can't be read: \(reason)")
    case .missing: throw missing(path)
    }
    var (configuration, diagnostics) = try configuration(of: folder)
    if diagnostics.contains(where: { $0.severity == .error }) { configuration = ProjectConfiguration() }
    let finder = ComposeFinder(folder: folder, currentFolder: currentFolder, overlay: overlay)
    let given = try finder.given(options.compose, configured: configuration.compose)
    if file == nil, let named = options.file ?? configuration.file {
      file = Paths.absolute(named, from: folder)
    }
    if file == nil, isInput { file = folder + "/" + Self.dockerfileNames[0] }
    if file == nil {
      let nearby = if let given { given } else { try finder.inFolder(folder) }
      file = try dockerfile(in: folder, shown: path, compose: nearby)
    }
    let found = file ?? folder
    let compose = if let given { given } else { try finder.files(building: found) }
    let bytes = isInput ? try Disk.readInput() : try read(found)
    let root = Paths.ancestors(of: folder).first { Disk.kind(of: $0 + "/.git") != .missing }
    let style = PathStyle(
      for: [found, folder] + compose.map { Paths.folder(of: $0.path) }, typed: path, currentFolder: currentFolder)
    var project = Project(
      name: path, folder: style.engine(folder), dockerfile: SourceFile(path: style.engine(found), bytes: bytes),
      composeFiles: compose.map { SourceFile(path: style.engine($0.path), bytes: $0.bytes) },
      root: root ?? shared([folder, Paths.folder(of: found)] + compose.map { Paths.folder(of: $0.path) }),
      isInput: isInput, paths: style, diagnostics: diagnostics)
    if let root { project.parents = style.parents(of: folder, upTo: root) }
    try Self.check(bytes, shown: isInput ? "-" : style.display(project.dockerfile.path))
    return (project, options.merged(with: configuration))
  }

  private func missing(_ path: String) -> Failure {
    let closest = Suggestion.closest(to: path, among: Migrate.commandNames)
    return Failure(
      "io/missing", "there is no folder or file `\(path)`", help: closest.map { "did you mean `migrate \($0)`?" })
  }

  private func configuration(
    of folder: String
  ) throws(Failure) -> (configuration: ProjectConfiguration, diagnostics: [Diagnostic]) {
    let path = folder + "/.migrate/config.yaml"
    guard Disk.kind(of: path) != .missing else { return (ProjectConfiguration(), []) }
    let shown = Paths.lies(path, in: currentFolder) ? Paths.relative(path, to: currentFolder) : path
    return ProjectConfiguration.read(SourceFile(path: shown, bytes: try Disk.read(path)))
  }

  /// The Dockerfile of a folder: by its usual names, else the only one of another name, else the one that the compose
  /// files build.
  private func dockerfile(in folder: String, shown: String, compose: [SourceFile]) throws(Failure) -> String {
    for name in Self.dockerfileNames where Disk.kind(of: folder + "/" + name) != .missing { return folder + "/" + name }
    let others = (Disk.entries(of: folder) ?? []).filter {
      Self.isDockerfileName($0) && Disk.kind(of: folder + "/" + $0) == .file
    }
    if others.count == 1 { return folder + "/" + others[0] }
    if others.count > 1 { throw several(others, in: shown) }
    let built = ComposeFinder.dockerfiles(of: compose).filter { Disk.kind(of: $0) == .file }
    if built.count == 1 { return built[0] }
    if built.count > 1 { throw several(built.map { Paths.relative($0, to: folder) }, in: shown) }
    var places = "looked for \(Self.dockerfileNames.joined(separator: ", ")), *.Dockerfile and Dockerfile.* in it"
    if !compose.isEmpty {
      let names = compose.map { Paths.relative($0.path, to: folder) }.joined(separator: ", ")
      places += ", and for what the services of \(names) build"
    }
    throw Failure("io/no-dockerfile", "there is no Dockerfile in `\(shown)`", help: places + "; name one by --file")
  }

  private func several(_ names: [String], in folder: String) -> Failure {
    Failure(
      "usage/several-dockerfiles", "`\(folder)` has several Dockerfiles: \(names.joined(separator: ", "))",
      help: "name one of them by --file")
  }

  /// Whether the name is one that people give to a further Dockerfile; copies and ignore files are none.
  static func isDockerfileName(_ name: String) -> Bool {
    let lower = name.lowercased()
    guard
      lower.hasSuffix(".dockerfile") || lower.hasSuffix(".containerfile") || name.hasPrefix("Dockerfile.")
        || name.hasPrefix("Containerfile.")
    else { return false }
    let parts = lower.split(separator: ".")
    return !name.hasSuffix("~") && !parts.contains { ["dockerignore", "orig", "bak", "swp", "rej"].contains($0) }
  }

  private func read(_ path: String) throws(Failure) -> [UInt8] {
    if let changed = overlay[path] { return changed }
    let shown = Paths.lies(path, in: currentFolder) ? Paths.relative(path, to: currentFolder) : path
    return try Disk.read(path, shown: shown)
  }

  /// Rejects what is no text before a parser makes little sense of it.
  static func check(_ bytes: [UInt8], shown path: String) throws(Failure) {
    if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
      throw Failure("io/utf-16", "`\(path)` is UTF-16 text", help: "save it as UTF-8, which is all that Docker reads")
    }
    if bytes.contains(0) { throw Failure("io/binary", "`\(path)` holds NUL bytes, so it is no Dockerfile") }
  }

  /// The deepest folder that holds all of the absolute `folders`.
  private func shared(_ folders: [String]) -> String {
    Paths.ancestors(of: folders[0]).first { ancestor in folders.allSatisfy { Paths.lies($0, in: ancestor) } } ?? "/"
  }
}
