import SourceText
import Testing

@testable import YAMLSyntax

/// Parses `text`, which must be YAML without a complaint, and gives the source text of each node in document order.
func nodes(_ text: String) -> [String] {
  let document = parse(text)
  return document.documents.flatMap { flatten($0) }.map { String(decoding: document.source[$0.range], as: UTF8.self) }
}

func flatten(_ node: YAMLNode) -> [YAMLNode] {
  [node] + node.items.flatMap(flatten) + node.entries.flatMap { flatten($0.key) + flatten($0.value) }
}

/// Parses `text`, which must be YAML without a complaint.
func parse(_ text: String) -> YAMLDocument {
  let (document, diagnostics) = YAMLDocument.parse(Array(text.utf8), path: "compose.yaml")
  #expect(diagnostics.isEmpty)
  return document
}
