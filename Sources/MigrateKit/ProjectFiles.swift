package import BuildModel

/// The files of a project, as whoever calls the engine can read them.
package struct ProjectFiles: Sendable {
  /// The bytes of a file by its path as the user would write it; nil if it can't be read.
  package let read: @Sendable (String) -> [UInt8]?
  /// The names in a folder, sorted; nil if it is none.
  package let entries: @Sendable (String) -> [String]?

  package init(
    read: @escaping @Sendable (String) -> [UInt8]?, entries: @escaping @Sendable (String) -> [String]?
  ) {
    self.read = read
    self.entries = entries
  }

  package static let none = ProjectFiles(read: { _ in nil }, entries: { _ in nil })

  /// The files of one folder as a build context.
  package func context(at folder: String) -> ContextFiles {
    let read = read
    let entries = entries
    @Sendable func path(_ name: String) -> String {
      folder.isEmpty || folder == "." ? (name.isEmpty ? "." : name) : name.isEmpty ? folder : folder + "/" + name
    }
    return ContextFiles(read: { read(path($0)) }, entries: { entries(path($0)) })
  }
}
