import SourceText
import YAMLSyntax

/// Collects what is wrong with one manifest.
final class ManifestProblems {
  let path: String
  private(set) var diagnostics: [Diagnostic] = []
  private let document: YAMLDocument
  /// Whether the manifest was found to be in order before.
  let areRuledOut: Bool
  /// The first part of the diagnostics' ids.
  private let domain: String

  init(_ document: YAMLDocument, path: String, domain: String = "manifest", areRuledOut: Bool = false) {
    self.document = document
    self.areRuledOut = areRuledOut
    self.path = path
    self.domain = domain
  }

  /// The node that an alias stands for, or the node itself.
  func resolve(_ node: YAMLNode) -> YAMLNode { document.resolve(node) }

  func report(_ id: String, _ message: String, at range: ByteRange?, help: String? = nil) {
    diagnostics.append(
      Diagnostic(id: "\(domain)/\(id)", severity: .error, message: message, path: path, range: range, help: help))
  }

  func append(_ others: [Diagnostic]) { diagnostics += others }
}

/// Reads one mapping of a manifest key by key; a key that nobody asked for is an error.
struct ManifestReader {
  let node: YAMLNode
  let what: String
  let problems: ManifestProblems
  private var known: [String] = []
  /// How many entries the mapping has, and how many of them were asked for.
  private let count: Int
  private var taken = 0

  /// Takes the node that must be a mapping, and what it describes, for messages.
  init?(_ node: YAMLNode, what: String, problems: ManifestProblems) {
    let node = problems.resolve(node)
    guard case .mapping(let entries) = node.kind else {
      problems.report("wrong-type", "\(what) must be a mapping", at: node.range)
      return nil
    }
    count = entries.count
    self.node = node
    self.what = what
    self.problems = problems
    known.reserveCapacity(24)
  }

  private mutating func take(_ key: String) -> YAMLNode? {
    assert(!known.contains(key), "each key is asked for once")
    known.append(key)
    guard taken < count, let value = node[key] else { return nil }
    taken += 1
    return problems.resolve(value)
  }

  mutating func string(_ key: String) -> String? {
    guard let value = take(key) else { return nil }
    guard let text = value.string else {
      problems.report("wrong-type", "`\(key)` of \(what) must be a string", at: value.range)
      return nil
    }
    return text
  }

  mutating func requiredString(_ key: String) -> String {
    if let text = string(key) { return text }
    if node[key] == nil { problems.report("missing-key", "\(what) lacks the key `\(key)`", at: node.range) }
    return ""
  }

  mutating func integer(_ key: String) -> Int? {
    guard let value = take(key) else { return nil }
    guard let text = value.string, let number = Int(text) else {
      problems.report("wrong-type", "`\(key)` of \(what) must be a whole number", at: value.range)
      return nil
    }
    return number
  }

  mutating func boolean(_ key: String) -> Bool {
    guard let value = take(key) else { return false }
    switch value.string {
    case "true": return true
    case "false": return false
    default:
      problems.report("wrong-type", "`\(key)` of \(what) must be true or false", at: value.range)
      return false
    }
  }

  /// A list of strings; one string stands for a list of one.
  mutating func strings(_ key: String) -> [String] {
    guard let value = take(key) else { return [] }
    if let text = value.string { return [text] }
    guard case .sequence(let items) = value.kind else {
      problems.report("wrong-type", "`\(key)` of \(what) must be a string or a list of strings", at: value.range)
      return []
    }
    return items.compactMap { item in
      if let text = item.string { return text }
      problems.report("wrong-type", "an entry of `\(key)` of \(what) must be a string", at: item.range)
      return nil
    }
  }

  mutating func globs(_ key: String) -> [Glob] { strings(key).map { Glob($0) } }

  /// One of the raw values of an enumeration.
  mutating func choice<Value: RawRepresentable & CaseIterable>(_ key: String, default fallback: Value) -> Value
  where Value.RawValue == String {
    guard let value = take(key) else { return fallback }
    if let text = value.string, let choice = Value(rawValue: text) { return choice }
    let all = Value.allCases.map(\.rawValue)
    let closest = Suggestion.closest(to: value.string ?? "", among: all)
    problems.report(
      "unknown-value", "`\(value.string ?? "")` is no value for `\(key)` of \(what)", at: value.range,
      help: closest.map { "did you mean `\($0)`?" } ?? "the values are: \(all.joined(separator: ", "))")
    return fallback
  }

  /// Reads each entry of a list of mappings.
  mutating func each<Value>(_ key: String, _ what: String, _ read: (inout ManifestReader) -> Value?) -> [Value] {
    guard let value = take(key) else { return [] }
    guard case .sequence(let items) = value.kind else {
      problems.report("wrong-type", "`\(key)` of \(self.what) must be a list", at: value.range)
      return []
    }
    return Self.each(items, what, problems, read)
  }

  /// Reads each entry of a list of mappings when it is asked for, or now if it can have problems.
  mutating func later<Value>(
    _ key: String, _ what: String, _ read: @escaping (inout ManifestReader) -> Value?
  ) -> () -> [Value] {
    guard problems.areRuledOut else {
      let values = each(key, what, read)
      return { values }
    }
    guard let value = take(key) else { return { [] } }
    return { [problems] in Self.each(value.items, what, problems, read) }
  }

  private static func each<Value>(
    _ items: [YAMLNode], _ what: String, _ problems: ManifestProblems, _ read: (inout ManifestReader) -> Value?
  ) -> [Value] {
    items.compactMap { item in
      guard var reader = ManifestReader(item, what: what, problems: problems) else { return nil }
      let result = read(&reader)
      reader.finish()
      return result
    }
  }

  /// Reads a mapping that stands under `key`.
  mutating func mapping<Value>(_ key: String, _ what: String, _ read: (inout ManifestReader) -> Value?) -> Value? {
    guard let value = take(key) else { return nil }
    guard var reader = ManifestReader(value, what: what, problems: problems) else { return nil }
    let result = read(&reader)
    reader.finish()
    return result
  }

  /// The keys and strings of a free mapping, in the file's order.
  mutating func pairs(_ key: String) -> [(key: String, value: String)] {
    guard let value = take(key) else { return [] }
    guard case .mapping(let entries) = value.kind else {
      problems.report("wrong-type", "`\(key)` of \(what) must be a mapping", at: value.range)
      return []
    }
    return entries.compactMap { entry in
      guard let name = entry.key.string, let text = entry.value.string else { return nil }
      return (name, text)
    }
  }

  /// Reports the keys that nobody asked for, and those that stand twice.
  mutating func finish() {
    // Each key is asked for once: if that were as many as there are, none is unknown or stands twice.
    guard case .mapping(let entries) = node.kind, taken != count else { return }
    var seen: Set<String> = []
    for entry in entries {
      let key = entry.key.string ?? ""
      if !known.contains(key) {
        let closest = Suggestion.closest(to: key, among: known)
        problems.report(
          "unknown-key", "\(what) has no key `\(key)`", at: entry.key.range,
          help: closest.map { "did you mean `\($0)`?" } ?? "the keys are: \(known.sorted().joined(separator: ", "))")
      }
      if !seen.insert(key).inserted {
        problems.report("duplicate-key", "the key `\(key)` of \(what) stands twice", at: entry.key.range)
      }
    }
  }
}
