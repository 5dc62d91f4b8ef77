import SourceText
import YAMLSyntax

/// Collects what is wrong with one manifest.
final class ManifestProblems {
  let path: String
  private(set) var diagnostics: [Diagnostic] = []
  /// Whether the manifest was found to be in order before.
  let areRuledOut: Bool
  /// The first part of the diagnostics' ids.
  private let domain: String

  init(path: String, domain: String = "manifest", areRuledOut: Bool = false) {
    self.areRuledOut = areRuledOut
    self.path = path
    self.domain = domain
  }

  func report(_ id: String, _ message: String, at range: ByteRange?, help: String? = nil) {
    diagnostics.append(
      Diagnostic(id: "\(domain)/\(id)", severity: .error, message: message, path: path, range: range, help: help))
  }

  func append(_ others: [Diagnostic]) { diagnostics += others }
}

/// Reads one mapping of a manifest key by key; a key that nobody asked for is an error.
struct ManifestReader {
  let node: FlatYAML.Node
  let what: String
  let problems: ManifestProblems
  /// The keys that were asked for, as far as a message can need them.
  private var known: [StaticString] = []
  /// How many entries the mapping has, and how many of them were asked for.
  private let count: Int
  private var taken = 0

  /// Takes the node that must be a mapping, and what it describes, for messages.
  init?(_ node: FlatYAML.Node, what: String, problems: ManifestProblems) {
    let node = node.resolved
    guard node.isMapping else {
      problems.report("wrong-type", "\(what) must be a mapping", at: node.range)
      return nil
    }
    count = node.entryCount
    self.node = node
    self.what = what
    self.problems = problems
  }

  private mutating func take(_ key: StaticString) -> FlatYAML.Node? {
    if !problems.areRuledOut {
      assert(!known.contains { $0.description == key.description }, "each key is asked for once")
      known.append(key)
    }
    guard taken < count, let value = node[key] else { return nil }
    taken += 1
    return value.resolved
  }

  mutating func string(_ key: StaticString) -> String? {
    guard let value = take(key) else { return nil }
    guard let text = value.string else {
      problems.report("wrong-type", "`\(key)` of \(what) must be a string", at: value.range)
      return nil
    }
    return text
  }

  mutating func requiredString(_ key: StaticString) -> String {
    if let text = string(key) { return text }
    if node[key] == nil { problems.report("missing-key", "\(what) lacks the key `\(key)`", at: node.range) }
    return ""
  }

  mutating func integer(_ key: StaticString) -> Int? {
    guard let value = take(key) else { return nil }
    guard let text = value.string, let number = Int(text) else {
      problems.report("wrong-type", "`\(key)` of \(what) must be a whole number", at: value.range)
      return nil
    }
    return number
  }

  mutating func boolean(_ key: StaticString) -> Bool {
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
  mutating func strings(_ key: StaticString) -> [String] {
    guard let value = take(key) else { return [] }
    if let text = value.string { return [text] }
    guard value.isSequence else {
      problems.report("wrong-type", "`\(key)` of \(what) must be a string or a list of strings", at: value.range)
      return []
    }
    return value.items.compactMap { item in
      if let text = item.string { return text }
      problems.report("wrong-type", "an entry of `\(key)` of \(what) must be a string", at: item.range)
      return nil
    }
  }

  mutating func globs(_ key: StaticString) -> [Glob] { strings(key).map { Glob($0) } }

  /// One of the raw values of an enumeration.
  mutating func choice<Value: RawRepresentable & CaseIterable>(_ key: StaticString, default fallback: Value) -> Value
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
  mutating func each<Value>(_ key: StaticString, _ what: String, _ read: (inout ManifestReader) -> Value?) -> [Value] {
    guard let value = take(key) else { return [] }
    guard value.isSequence else {
      problems.report("wrong-type", "`\(key)` of \(self.what) must be a list", at: value.range)
      return []
    }
    return Self.each(value, what, problems, read)
  }

  /// Reads each entry of a list of mappings when it is asked for, or now if it can have problems.
  mutating func later<Value>(
    _ key: StaticString, _ what: String, _ read: @escaping (inout ManifestReader) -> Value?
  ) -> Later<[Value]> {
    guard problems.areRuledOut else {
      let values = each(key, what, read)
      return Later { values }
    }
    guard let value = take(key) else { return Later { [] } }
    return Later { [problems] in Self.each(value, what, problems, read) }
  }

  /// The strings that stand under `key` in each mapping of the list, without a look at what else stands there.
  func laterStrings(_ key: StaticString, ofEach list: StaticString) -> Later<[String]> {
    guard let list = node[list]?.resolved, list.isSequence else { return Later { [] } }
    return Later {
      list.items.flatMap { item -> [String] in
        guard let value = item.resolved[key]?.resolved else { return [] }
        return value.string.map { [$0] } ?? value.items.compactMap(\.string)
      }
    }
  }

  private static func each<Value>(
    _ list: FlatYAML.Node, _ what: String, _ problems: ManifestProblems, _ read: (inout ManifestReader) -> Value?
  ) -> [Value] {
    list.items.compactMap { item in
      guard var reader = ManifestReader(item, what: what, problems: problems) else { return nil }
      let result = read(&reader)
      reader.finish()
      return result
    }
  }

  /// Reads a mapping that stands under `key`.
  mutating func mapping<Value>(_ key: StaticString, _ what: String, _ read: (inout ManifestReader) -> Value?) -> Value?
  {
    guard let value = take(key) else { return nil }
    guard var reader = ManifestReader(value, what: what, problems: problems) else { return nil }
    let result = read(&reader)
    reader.finish()
    return result
  }

  /// The keys and strings of a free mapping, in the file's order.
  mutating func pairs(_ key: StaticString) -> [(key: String, value: String)] {
    guard let value = take(key) else { return [] }
    guard value.isMapping else {
      problems.report("wrong-type", "`\(key)` of \(what) must be a mapping", at: value.range)
      return []
    }
    return value.entries.compactMap { key, _, value in value.string.map { (key, $0) } }
  }

  /// Reports the keys that nobody asked for, and those that stand twice.
  func finish() {
    // Each key is asked for once: if that were as many as there are, none is unknown or stands twice.
    guard taken != count, !problems.areRuledOut else { return }
    let known = known.map(\.description)
    var seen: Set<String> = []
    for (key, range, _) in node.entries {
      if !known.contains(key) {
        let closest = Suggestion.closest(to: key, among: known)
        problems.report(
          "unknown-key", "\(what) has no key `\(key)`", at: range,
          help: closest.map { "did you mean `\($0)`?" } ?? "the keys are: \(known.sorted().joined(separator: ", "))")
      }
      if !seen.insert(key).inserted {
        problems.report("duplicate-key", "the key `\(key)` of \(what) stands twice", at: range)
      }
    }
  }
}
