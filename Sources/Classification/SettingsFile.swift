import BuildModel
import SourceText
package import Strategies
import YAMLSyntax

/// The settings of a configuration file by their names, as manifests ask for them.
///
/// A JSON or YAML file is read as what it is, and a name goes through its mappings: `scripts.build`. Of any other file
/// each line is a name, then blanks, `=` or `:`, then the value, as most tools' own formats have it.
package struct SettingsFile {
  /// In the order of the file; a mapping or a list stands with an empty value before what it holds.
  package private(set) var settings: [(name: String, value: String)] = []

  /// Larger files are no configuration.
  private static let sizeLimit = 16 << 20

  package init(_ bytes: [UInt8], path: String) {
    guard bytes.count <= Self.sizeLimit else { return }
    switch ImagePath.basename(path).parts(by: UInt8(ascii: ".")).last {
    case "json", "yml", "yaml":
      let document = YAMLDocument.parse(bytes, path: path).document
      if let root = document.root { add(root, name: "", depth: 0) }
    default:
      for line in bytes.split(whereSeparator: { $0 == 10 || $0 == 13 }) { add(line: line) }
    }
  }

  /// Whether a file can hold a setting whose name matches; to search its text takes less time than to parse it.
  package static func canHold(_ names: [Glob], _ bytes: [UInt8]) -> Bool {
    // The last part of a name tells most.
    let patterns = names.flatMap { $0.pattern.parts(by: UInt8(ascii: "|")).map(parts) }
      .sorted { ($0.first?.count ?? 0) < ($1.first?.count ?? 0) }
    var missing: [[UInt8]] = []
    return patterns.contains { parts in
      parts.allSatisfy { part in
        if missing.contains(where: part.holds) { return false }
        if bytes.holds(part) { return true }
        missing.append(part)
        return false
      }
    }
  }

  /// The texts of a pattern of which each stands in one name of the file as it is, the last one first.
  private static func parts(of pattern: Substring) -> [[UInt8]] {
    pattern.utf8.split { "*?.".utf8.contains($0) }.reversed().map(Array.init)
  }

  /// The values of the settings whose name matches.
  package func values(_ names: [Glob]) -> [String] { settings.filter { names.match($0.name) }.map(\.value) }

  /// The value of the setting with exactly this name.
  func value(_ name: String) -> String? { settings.first { $0.name == name }?.value }

  private mutating func add(_ node: YAMLNode, name: String, depth: Int) {
    guard depth < 20 else { return }
    if !name.isEmpty { settings.append((name, node.string ?? "")) }
    for entry in node.entries {
      guard let key = entry.key.string else { continue }
      add(entry.value, name: name.isEmpty ? key : name + "." + key, depth: depth + 1)
    }
    for item in node.items { add(item, name: name + "[]", depth: depth + 1) }
  }

  private mutating func add(line: ArraySlice<UInt8>) {
    func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
    func isSeparator(_ byte: UInt8) -> Bool {
      isBlank(byte) || byte == UInt8(ascii: "=") || byte == UInt8(ascii: ":")
    }
    let text = line.drop(while: isBlank)
    guard let first = text.first, first != UInt8(ascii: "#"), first != UInt8(ascii: ";") else { return }
    let name = text.prefix { !isSeparator($0) }
    var value = text.dropFirst(name.count).drop(while: isSeparator)
    if let quote = value.first, quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") {
      value = value.dropFirst().prefix { $0 != quote }
    } else {
      while let last = value.last, isBlank(last) || last == UInt8(ascii: ",") { value = value.dropLast() }
    }
    settings.append((String(decoding: name, as: UTF8.self), String(decoding: value, as: UTF8.self)))
  }
}
