import BuildModel
import YAMLSyntax

/// The targets of `docker-bake.json` and `docker-bake.hcl`.
///
/// The Dockerfile is seen from the context, the context from the file's folder, which is where bake is started. Of HCL
/// only what is written out is read: `target "name" { context = "…" }`; values with variables are left out.
enum BakeReferences {
  private struct Target {
    var context: String?
    var dockerfile: String?
    var inherits: [String] = []
    var caches: [String]?
  }

  static func read(path: String, bytes: [UInt8]) -> [BuildReference] {
    builds(path: path, bytes: bytes).map(\.reference)
  }

  /// The caches that the targets which build a Dockerfile export.
  static func caches(of dockerfile: String, path: String, bytes: [UInt8]) -> [CacheExport] {
    builds(path: path, bytes: bytes).filter { $0.reference.dockerfile == dockerfile }.compactMap { build in
      CacheExport.incomplete(build.caches)?.export
    }
  }

  private static func builds(path: String, bytes: [UInt8]) -> [(reference: BuildReference, caches: [String])] {
    let targets = path.hasSuffix(".hcl") ? hcl(bytes) : json(bytes, path: path)
    let folder = RelativePath.folder(of: path)
    let byName = Dictionary(targets.map { ($0.name, $0.target) }) { _, last in last }
    return targets.compactMap { name, target in
      func inherited<Value>(_ value: (Target) -> Value?) -> Value? {
        if let own = value(target) { return own }
        for name in target.inherits.reversed() {
          if let base = byName[name], let found = value(base) { return found }
        }
        return nil
      }
      guard let context = RelativePath.join(folder, inherited(\.context) ?? "."),
        let dockerfile = RelativePath.join(context, inherited(\.dockerfile) ?? "Dockerfile")
      else { return nil }
      return (
        BuildReference(dockerfile: dockerfile, context: context, source: path), inherited(\.caches) ?? []
      )
    }
  }

  private static func json(_ bytes: [UInt8], path: String) -> [(name: String, target: Target)] {
    let (document, _) = YAMLDocument.parse(bytes, path: path)
    return (document.root?["target"]?.entries ?? []).compactMap { entry in
      guard let name = entry.key.string else { return nil }
      let inherits = entry.value["inherits"]?.items.compactMap(\.string) ?? []
      return (
        name,
        Target(
          context: entry.value["context"]?.string, dockerfile: entry.value["dockerfile"]?.string, inherits: inherits,
          caches: entry.value["cache-to"]?.items.compactMap(\.string))
      )
    }
  }

  private static func hcl(_ bytes: [UInt8]) -> [(name: String, target: Target)] {
    var targets: [(name: String, target: Target)] = []
    var depth = 0
    var isTarget = false
    for line in bytes.split(separator: UInt8(ascii: "\n")) {
      let tokens = tokens(line)
      if depth == 0, tokens.first == .word("target"), tokens.count > 2, case .text(let name) = tokens[1] {
        targets.append((name, Target()))
        isTarget = true
      } else if depth == 1, isTarget, tokens.count > 2, case .word(let key) = tokens[0], tokens[1] == .other("=") {
        let texts = tokens.dropFirst(2).compactMap { if case .text(let text) = $0 { text } else { nil } }
        switch key {
        case "context": targets[targets.count - 1].target.context = texts.first
        case "dockerfile": targets[targets.count - 1].target.dockerfile = texts.first
        case "inherits": targets[targets.count - 1].target.inherits = texts
        case "cache-to": targets[targets.count - 1].target.caches = texts
        default: break
        }
      }
      for token in tokens {
        if token == .other("{") { depth += 1 }
        if token == .other("}") { depth = max(depth - 1, 0) }
      }
      if depth == 0 { isTarget = false }
    }
    return targets
  }

  private enum Token: Equatable {
    case word(String)
    case text(String)
    case other(String)
  }

  /// The tokens of one line up to a comment; a brace inside of a string is none.
  private static func tokens(_ line: ArraySlice<UInt8>) -> [Token] {
    var tokens: [Token] = []
    var rest = line
    while let byte = rest.first {
      switch byte {
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"): rest = rest.dropFirst()
      case UInt8(ascii: "#"): return tokens
      case UInt8(ascii: "/") where rest.dropFirst().first == UInt8(ascii: "/"): return tokens
      case UInt8(ascii: "\""):
        let text = rest.dropFirst().prefix { $0 != UInt8(ascii: "\"") }
        tokens.append(.text(String(decoding: text, as: UTF8.self)))
        rest = rest[text.endIndex...].dropFirst()
      default:
        let word = rest.prefix { $0.isWordByte }
        if word.isEmpty {
          tokens.append(.other(String(decoding: [byte], as: UTF8.self)))
          rest = rest.dropFirst()
        } else {
          tokens.append(.word(String(decoding: word, as: UTF8.self)))
          rest = rest[word.endIndex...]
        }
      }
    }
    return tokens
  }
}

extension UInt8 {
  fileprivate var isWordByte: Bool {
    (self | 0x20 >= UInt8(ascii: "a") && self | 0x20 <= UInt8(ascii: "z"))
      || (self >= UInt8(ascii: "0") && self <= UInt8(ascii: "9")) || self == UInt8(ascii: "_")
      || self == UInt8(ascii: "-")
  }
}
