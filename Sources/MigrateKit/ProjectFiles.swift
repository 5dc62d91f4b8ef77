package import BuildModel

/// The files of a project, as whoever calls the engine can read them.
package struct ProjectFiles: Sendable {
  /// The bytes of a file by its path as the user would write it; nil if it can't be read.
  package let read: @Sendable (String) -> [UInt8]?
  /// The names in a folder, sorted; nil if it is none.
  package let entries: @Sendable (String) -> [String]?
  /// Whether a folder stands at a path.
  package let isFolder: @Sendable (String) -> Bool
  /// The size of all that lies in a folder, in kB; nil if it is not known, or not worth the time to find out.
  package let size: @Sendable (String) -> Int?

  package init(
    read: @escaping @Sendable (String) -> [UInt8]?, entries: @escaping @Sendable (String) -> [String]?,
    isFolder: (@Sendable (String) -> Bool)? = nil, size: @escaping @Sendable (String) -> Int? = { _ in nil }
  ) {
    self.read = read
    self.entries = entries
    self.isFolder = isFolder ?? { entries($0) != nil }
    self.size = size
  }

  package static let none = ProjectFiles(read: { _ in nil }, entries: { _ in nil })

  /// All files by the paths that the user would write, those of the current folder without `.`.
  package var all: ContextFiles {
    let entries = entries
    let isFolder = isFolder
    return ContextFiles(
      read: read, entries: { entries($0.isEmpty ? "." : $0) }, isFolder: { isFolder($0.isEmpty ? "." : $0) })
  }

  /// One folder as the build context of a Dockerfile, whose own ignore file has precedence over that of the folder.
  package func context(at folder: String, for dockerfile: String) -> BuildContext {
    let read = read
    let entries = entries
    let isFolder = isFolder
    let size = size
    @Sendable func path(_ name: String) -> String {
      folder.isEmpty || folder == "." ? (name.isEmpty ? "." : name) : ImagePath.join(folder, name)
    }
    return BuildContext(
      folder: folder,
      files: ContextFiles(
        read: { read(path($0)) }, entries: { entries(path($0)) }, isFolder: { isFolder(path($0)) },
        size: { size(path($0)) }),
      ignore: read(dockerfile + ".dockerignore"))
  }
}

extension String {
  /// A folder as the user would write it, without `.`: the current one is empty.
  var normalPath: String {
    hasPrefix("/") ? ImagePath.normalise(self) : ImagePath.contextRelative(self) ?? self
  }
}
