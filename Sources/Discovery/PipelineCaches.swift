package import BuildModel
package import SourceText

/// Caches that a repository's workflows and bake files export without the layers of build stages.
package enum PipelineCaches {
  /// A cache that holds only the layers of the image.
  package struct Cache: Sendable {
    package let export: CacheExport
    /// Nil in a bake file, which is read line by line.
    package let range: ByteRange?
  }

  /// The first one that a file exports for a Dockerfile; nil if there is none.
  ///
  /// - Parameters:
  ///   - dockerfile: as seen from the root.
  ///   - path: that of the file, as seen from the root.
  package static func first(of dockerfile: String, path: String, bytes: [UInt8]) -> Cache? {
    switch FileRole(path: path) {
    case .workflow:
      WorkflowReferences.caches(of: dockerfile, path: path, bytes: bytes, repository: "").first
        .map { Cache(export: $0.export, range: $0.range) }
    case .bake:
      BakeReferences.caches(of: dockerfile, path: path, bytes: bytes).first.map { Cache(export: $0, range: nil) }
    default: nil
    }
  }
}
