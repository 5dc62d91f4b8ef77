package import MigrateKit

/// A project that stands in memory.
package struct MemoryFiles: Sendable {
  package let files: [String: [UInt8]]

  package init(_ files: [String: String]) {
    self.files = files.mapValues { Array($0.utf8) }
  }

  package init(bytes files: [String: [UInt8]]) { self.files = files }

  /// The files as the engine asks for them, by their paths.
  package var projectFiles: ProjectFiles {
    let files = files
    return ProjectFiles(
      read: { files[$0] },
      entries: { folder in
        let prefix = folder.isEmpty || folder == "." ? "" : folder + "/"
        let names = Set(
          files.keys.filter { $0.hasPrefix(prefix) }.map { $0.dropFirst(prefix.count).split(separator: "/")[0] })
        return names.isEmpty ? nil : names.map(String.init).sorted()
      })
  }
}
