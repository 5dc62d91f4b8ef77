import SourceText

/// A Dockerfile with its compose files, found on the disk.
///
/// All paths are written in one way, so that the engine can compare them as text: as seen from the current folder if
/// everything lies below it, else absolute.
struct Project {
  /// What the user typed.
  let name: String
  let folder: String
  let dockerfile: SourceFile
  let composeFiles: [SourceFile]
  /// Files below are the project's own: the git work tree, else the folder that holds all of it.
  let root: String
  /// Whether the Dockerfile came by standard input.
  let isInput: Bool
  let paths: PathStyle
  /// The folders above the project's folder up to `root`, the nearest first, as the engine gets them.
  var parents: [String] = []
  /// Remarks on how the project was found, and on its configuration.
  var diagnostics: [Diagnostic] = []
}

/// How the paths of a project are written.
struct PathStyle {
  let currentFolder: String
  /// Whether the engine gets absolute paths.
  let isAbsolute: Bool
  /// Whether the user typed an absolute path.
  let showsAbsolute: Bool

  /// The way that fits all of the absolute `paths`.
  init(for paths: [String], typed: String, currentFolder: String) {
    self.currentFolder = currentFolder
    isAbsolute = !paths.allSatisfy { Paths.lies($0, in: currentFolder) }
    showsAbsolute = typed.hasPrefix("/")
  }

  /// An absolute path as the engine gets it.
  func engine(_ path: String) -> String { isAbsolute ? path : Paths.relative(path, to: currentFolder) }

  /// The folders above an absolute one, up to another and with it.
  func parents(of folder: String, upTo root: String) -> [String] {
    Paths.ancestors(of: folder).dropFirst().filter { Paths.lies($0, in: root) }
      .map { Paths.lies($0, in: currentFolder) ? engine($0) : $0 }
  }

  /// A path of the engine as the user reads it.
  func display(_ path: String) -> String {
    guard path.hasPrefix("/"), !showsAbsolute else { return path }
    return Paths.relative(path, to: currentFolder)
  }
}
