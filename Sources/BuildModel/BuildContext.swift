/// The folder that a build is given, and what of it comes to an image.
package struct BuildContext: Sendable {
  /// The folder as the user would write it.
  package let folder: String
  /// All that lies in the folder.
  package let files: ContextFiles
  /// What COPY and mounts of a RUN can bring: without what the ignore file excludes.
  package let sent: ContextFiles
  private let rules: IgnoreRules

  /// - Parameter ignore: the bytes of an ignore file that belongs to the Dockerfile alone; nil: the context's own
  ///   `.dockerignore` holds.
  package init(folder: String, files: ContextFiles, ignore: [UInt8]? = nil) {
    let rules = (ignore ?? files.read(".dockerignore")).map { IgnoreRules($0) } ?? .none
    self.folder = folder
    self.files = files.remembered()
    self.rules = rules
    sent = rules.isEmpty ? self.files : files.without(rules).remembered()
  }

  /// Whether the build would get the file or folder at a path, or something in it, if it were there.
  package func sends(_ path: String) -> Bool { !rules.excludeAll(in: path) }

  /// Whether an ignore file excludes anything.
  package var hasRules: Bool { !rules.isEmpty }

  /// What containers of these services can see: what the build gets, and what is mounted from the folder.
  package func seen(by services: [ComposeService]) -> ContextFiles {
    guard !rules.isEmpty else { return files }
    let mounted = services.flatMap(\.volumes).filter { $0.kind == .bind }.compactMap(\.source)
    let shown = mounted.compactMap { holdsContext($0) ? "" : path(of: $0) }
    return shown.isEmpty ? sent : files.without(rules, butFor: shown)
  }

  /// A path of the project as one in the build context; nil if it lies elsewhere.
  package func path(of path: String) -> String? {
    let path = ImagePath.contextRelative(path) ?? path
    let folder = ImagePath.contextRelative(folder) ?? folder
    if path == folder || folder.isEmpty { return path == folder ? "" : path }
    return ImagePath.rest(of: path, below: folder)
  }

  /// Whether a path of the project can be a folder around the context: one above all that the user names is.
  private func holdsContext(_ path: String) -> Bool {
    guard let path = ImagePath.contextRelative(path) else { return true }
    return path.isEmpty || ImagePath.contains(path, ImagePath.contextRelative(folder) ?? folder)
  }

  /// A path of the build context as the user would write it.
  package func display(_ path: String) -> String {
    folder.isEmpty || folder == "." ? path : ImagePath.join(folder, path)
  }
}
