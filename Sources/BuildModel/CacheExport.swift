import SourceText

/// Where a build leaves its cache, as `--cache-to` of `docker buildx build` has it: `type=gha,mode=max`, or a registry's
/// reference alone (docs.docker.com, "Cache storage backends").
package struct CacheExport: Sendable, Equatable {
  package let type: String
  /// Whether it holds the layers of all stages, not only those of the image.
  package let holdsAllStages: Bool

  /// Gives nil where variables leave open what is exported.
  package init?(_ text: String) {
    let fields = text.parts(by: UInt8(ascii: ",")).map { $0.split(separator: " ").joined(separator: " ") }
    let isReference = !fields.contains { $0.holds("=") }
    let type = fields.lazy.compactMap { Self.value(of: "type", $0) }.first
    let mode = fields.lazy.compactMap { Self.value(of: "mode", $0) }.first
    let isOpen = isReference ? text.holds("$") : (type ?? "$").holds("$") || mode?.holds("$") == true
    guard !fields.isEmpty, !isOpen else { return nil }
    self.type = type ?? "registry"
    holdsAllStages = mode == "max" && type != "inline"
  }

  /// The first of the caches that a build exports, with its place among them, if none of them holds all stages.
  package static func incomplete(_ texts: [String]) -> (export: CacheExport, index: Int)? {
    let exports = texts.indices.compactMap { index in CacheExport(texts[index]).map { ($0, index) } }
    return exports.contains(where: \.0.holdsAllStages) ? nil : exports.first
  }

  private static func value(of key: String, _ field: String) -> String? {
    field.hasPrefix(key + "=") ? String(field.dropFirst(key.count + 1)) : nil
  }

  /// What the user can do so that it holds all stages.
  package var help: String {
    type == "inline"
      ? "an inline cache can hold no other stage: write `type=registry,ref=…,mode=max`" : "add `mode=max` to it"
  }
}
