import BuildModel

/// What the targets of a makefile run, as far as that shows without evaluating it.
///
/// Variables that are set in one line are put in; of conditions, all branches count.
struct Makefile {
  /// The names that make looks for, the first one first.
  static let names = ["GNUmakefile", "makefile", "Makefile"]

  static let programs: Set<String> = ["make", "gmake"]
  /// Options that change nothing about what is run.
  static let plainOptions: Set<String> = ["-s", "--silent", "--quiet", "--no-print-directory", "-B", "--always-make"]

  /// The commands and prerequisites of a target.
  struct Rule {
    var prerequisites: [String] = []
    var recipe: [String] = []
  }

  private(set) var rules: [String: Rule] = [:]
  private var variables: [String: String] = [:]
  /// The variables that are set where the environment does not set them: `NAME ?= value`.
  private(set) var defaults: Set<String> = []
  private(set) var first: String?
  /// Whether each line is a rule, a command, a comment or a variable, so that no other line changes what it means.
  private(set) var isPlain = true

  init(_ bytes: [UInt8]) {
    var targets: [String] = []
    for line in Self.lines(bytes) {
      if line.hasPrefix("\t") {
        for target in targets { rules[target]?.recipe.append(Self.command(line)) }
      } else if let (name, value, isDefault) = Self.assignment(line) {
        if isDefault { defaults.insert(name) }
        if variables[name] == nil { variables[name] = value } else { isPlain = false }
      } else if let colon = line.firstIndex(of: ":"), !line.hasPrefix("#"), !line.hasPrefix(" ") {
        targets = line[..<colon].split(separator: " ").map(String.init)
        if targets.contains(where: { $0.contains { "$%".contains($0) } || rules[$0]?.recipe.isEmpty == false }) {
          isPlain = false
        }
        let rest = line[line.index(after: colon)...].prefix { $0 != "#" }
        let parts = rest.split(separator: ";", maxSplits: 1, omittingEmptySubsequences: false)
        for target in targets {
          if first == nil, !target.hasPrefix(".") { first = target }
          rules[target, default: Rule()].prerequisites += (parts.first ?? "").split(separator: " ").map(String.init)
          if parts.count > 1 { rules[target]?.recipe.append(Self.command(String(parts[1]))) }
        }
      } else if !line.hasPrefix("#"), line.contains(where: { $0 != " " }) {
        isPlain = false
      }
      if Self.directives.contains(where: line.hasPrefix) { isPlain = false }
    }
  }

  /// The commands that making the targets runs, a line each; those of the first target where none is named.
  func commands(of targets: [String]) -> [UInt8] {
    var seen: Set<String> = []
    var pending = (targets.isEmpty ? [first].compactMap { $0 } : targets).reversed().map { $0 }
    var lines: [String] = []
    while let target = pending.popLast() {
      guard seen.insert(target).inserted, let rule = rules[target] else { continue }
      pending += rule.prerequisites.reversed()
      lines += rule.recipe.map { expand($0) }
    }
    return Array(lines.joined(separator: "\n").utf8)
  }

  /// The longest value that is put into others, and the longest text of all commands.
  private static let limits = (value: 1 << 10, text: 1 << 20)

  /// The commands of all targets in the order of the targets' names, with variables that are made of others too.
  var allLines: [String] {
    var values = variables.filter { $0.value.utf8.count < Self.limits.value }
    // each pass doubles how deep they go
    for _ in 0..<2 {
      let known = values
      for (name, value) in known where value.contains("$") {
        let expanded = expand(value) { known[$0] }
        if expanded.utf8.count < Self.limits.value { values[name] = expanded }
      }
    }
    var size = 0
    return rules.keys.sorted().flatMap { rules[$0]?.recipe ?? [] }.map { line in
      let line = size < Self.limits.text ? expand(line) { values[$0] } : line
      size += line.utf8.count
      return line
    }
  }

  /// The commands of all targets, a line each.
  var allCommands: [UInt8] { Array(allLines.joined(separator: "\n").utf8) }

  /// What begins lines that change what others mean, and looks like a rule or a variable.
  private static let directives = [
    "export ", "override ", "private ", "MAKEFLAGS", "VPATH", ".ONESHELL", ".SHELLFLAGS",
  ]

  /// Lines with their continuations.
  private static func lines(_ bytes: [UInt8]) -> [String] {
    var lines: [String] = []
    var isOpen = false
    for line in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      var text = String(decoding: line.last == UInt8(ascii: "\r") ? line.dropLast() : line, as: UTF8.self)
      let continues = text.hasSuffix("\\")
      if continues { text.removeLast() }
      if isOpen, let last = lines.popLast() { lines.append(last + " " + text) } else { lines.append(text) }
      isOpen = continues
    }
    return lines
  }

  /// `NAME = value`, `NAME := value`, `NAME ?= value`.
  private static func assignment(_ line: String) -> (name: String, value: String, isDefault: Bool)? {
    guard let equals = line.firstIndex(of: "="), !line.hasPrefix("#") else { return nil }
    var name = line[..<equals]
    let isDefault = name.last == "?"
    while let last = name.last, ":?+! ".contains(last) { name.removeLast() }
    if name.hasPrefix("export ") { name = name.dropFirst(7) }
    guard !name.isEmpty, name.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "_" }) else { return nil }
    return (String(name), String(line[line.index(after: equals)...].drop { $0 == " " }), isDefault)
  }

  /// A line of a recipe without what only tells make how to run it.
  private static func command(_ line: String) -> String {
    String(line.drop { "\t @-+".contains($0) })
  }

  /// The line as the shell gets it; a variable that is not known, or is made of others, stays as it is written.
  func expand(_ line: String) -> String {
    expand(line) { name in variables[name].flatMap { $0.contains("$") ? nil : $0 } }
  }

  private func expand(_ line: String, _ value: (String) -> String?) -> String {
    var text = ""
    var rest = line[...]
    while text.utf8.count < Self.limits.text, let dollar = rest.firstIndex(of: "$") {
      text += rest[..<dollar]
      rest = rest[dollar...].dropFirst()
      if rest.first == "$" {
        text += "$"
        rest = rest.dropFirst()
      } else if let (name, length) = Self.reference(rest), let value = name == "MAKE" ? "make" : value(name) {
        text += value
        rest = rest.dropFirst(length)
      } else {
        text += "$"
      }
    }
    return text + rest
  }

  /// The name in `(NAME)` or `{NAME}`, and how long that is.
  private static func reference(_ text: Substring) -> (name: String, length: Int)? {
    guard let open = text.first, let close: Character = open == "(" ? ")" : open == "{" ? "}" : nil else { return nil }
    let name = text.dropFirst().prefix { $0.isLetter || $0.isNumber || $0 == "_" }
    guard text.dropFirst(name.count + 1).first == close else { return nil }
    return (String(name), name.count + 2)
  }
}
