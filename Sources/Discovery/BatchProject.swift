/// A Dockerfile of a repository with all that says how it is built; paths are seen from the root.
package struct BatchProject: Sendable, Equatable {
  package let dockerfile: String
  /// The folders that it is built with, each once; its own if nothing says otherwise.
  package let contexts: [String]
  /// Folders, beside its own, whose compose files of the usual names build it.
  package let composeFolders: [String]
  /// Compose files of other names that build it.
  package let composeFiles: [String]
  /// The folder whose `.migrate/config.yaml` speaks of it.
  package let configuration: String?

  package init(
    dockerfile: String, contexts: [String], composeFolders: [String] = [], composeFiles: [String] = [],
    configuration: String? = nil
  ) {
    self.dockerfile = dockerfile
    self.contexts = contexts
    self.composeFolders = composeFolders
    self.composeFiles = composeFiles
    self.configuration = configuration
  }

  package var folder: String { RelativePath.folder(of: dockerfile) }
}
