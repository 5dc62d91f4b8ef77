/// A place in the repository that says how a Dockerfile is built.
package struct BuildReference: Sendable, Equatable, Hashable {
  /// All paths are seen from the root.
  package let dockerfile: String
  package let context: String
  /// The file that says so.
  package let source: String

  package init(dockerfile: String, context: String, source: String) {
    self.dockerfile = dockerfile
    self.context = context
    self.source = source
  }

  /// The builds that a file declares; none for a Dockerfile and for what can't be read.
  ///
  /// - Parameters:
  ///   - path: as seen from the root.
  ///   - repository: the folder of the repository that the path lies in, as seen from the root.
  ///   - readFile: the bytes of another file, by its path from the root.
  package static func read(
    _ role: FileRole, path: String, bytes: [UInt8], repository: String = "", readFile: (String) -> [UInt8]?
  ) -> [BuildReference] {
    switch role {
    case .compose: ComposeReferences.read(path: path, bytes: bytes, readFile: readFile)
    case .bake: BakeReferences.read(path: path, bytes: bytes)
    case .workflow: WorkflowReferences.read(path: path, bytes: bytes, repository: repository)
    case .skaffold: SkaffoldReferences.read(path: path, bytes: bytes)
    case .dockerfile, .configuration: []
    }
  }
}
