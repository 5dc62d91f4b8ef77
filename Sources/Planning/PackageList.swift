import Strategies

/// A list of packages as package managers take it: a requirement a line, with comments and options.
struct PackageList {
  /// The requirements without comments and conditions, in their order; an editable one as its whole line.
  let requirements: [String]

  init(_ bytes: [UInt8]) {
    requirements = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline).compactMap(
      Self.requirement)
  }

  private static func requirement(_ line: Substring) -> String? {
    let words = line.split(whereSeparator: { $0 == " " || $0 == "\t" })
    guard let first = words.first, !first.hasPrefix("#") else { return nil }
    if first.hasPrefix("-") { return first.hasPrefix("-e") || first.hasPrefix("--editable") ? String(line) : nil }
    var requirement = line.prefix { $0 != ";" && $0 != "#" }.drop { $0 == " " || $0 == "\t" }
    while requirement.last == " " || requirement.last == "\t" { requirement.removeLast() }
    return String(requirement)
  }
}

/// A requirement that names a package of an index.
struct PackageRequirement {
  /// As ``IndexName/folded(_:)`` gives it.
  let name: String
  /// The extras, in the same form.
  let extras: [String]

  /// Nil for anything else: a path, an address, an option.
  init?(_ text: String) {
    let end = text.firstIndex { !$0.isLetter && !$0.isNumber && !"._-".contains($0) } ?? text.endIndex
    guard let first = text[..<end].first, first.isLetter || first.isNumber else { return nil }
    name = IndexName.folded(text[..<end])
    var rest = text[end...].drop { $0 == " " }
    guard !rest.contains("/"), !rest.contains("@") else { return nil }
    guard rest.first == "[" else {
      extras = []
      return
    }
    rest.removeFirst()
    guard let close = rest.firstIndex(of: "]") else { return nil }
    extras = rest[..<close].split { $0 == "," || $0 == " " }.map(IndexName.folded)
  }

  /// The requirement without a version: `name[extra,extra]`.
  var text: String { extras.isEmpty ? name : "\(name)[\(extras.joined(separator: ","))]" }
}
