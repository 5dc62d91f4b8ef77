package import SourceText

/// A YAML file: its bytes, and its values with the places where they stand.
package struct YAMLDocument: Sendable {
  /// An anchor and the node that bears it.
  struct Anchor: Sendable {
    let document: Int
    let node: YAMLNode
  }

  /// The deepest nesting of collections that is read; no compose file or manifest comes near.
  package static let depthLimit = 200

  package let source: [UInt8]
  /// The name of the file in diagnostics.
  package let path: String
  /// The root value of each document in the file, in order.
  package let documents: [YAMLNode]
  /// Whether an alias has no anchor, or the file could not be read at all.
  package let hasErrors: Bool
  /// By name, in the order in which they start.
  let anchors: [String: [Anchor]]

  /// The value of the first document; `nil` if the file holds none or could not be read.
  package var root: YAMLNode? { documents.first }

  /// Reads `source` by way of libyaml.
  ///
  /// A file that is not YAML has no documents, and an error says why and where. Keys that stand twice and aliases
  /// without an anchor are diagnostics too; the tree then holds what is written.
  package static func parse(_ source: [UInt8], path: String) -> (document: YAMLDocument, diagnostics: [Diagnostic]) {
    var builder = YAMLTreeBuilder(source: source, path: path)
    builder.build()
    let document = YAMLDocument(
      source: source, path: path, documents: builder.documents,
      hasErrors: builder.diagnostics.contains { $0.severity == .error }, anchors: builder.anchors)
    return (document, builder.diagnostics)
  }
}
