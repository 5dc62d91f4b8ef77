import SourceText

/// Adds an entry to a mapping in the style of its other entries.
struct YAMLEntryWriter {
  private let spot: YAMLPatchSpot
  private let entries: [YAMLEntry]
  private var layout: YAMLLayout { spot.layout }

  init(_ spot: YAMLPatchSpot) throws(YAMLPatchRefusal) {
    guard spot.node.isMapping else { throw spot.refusal(spot.node.isNull ? .emptyValue : .notAMapping) }
    self.spot = spot
    entries = spot.node.entries
    if let complex = entries.first(where: { !spot.isSimple($0) }) {
      throw spot.refusal(.complexKey, complex.key.range)
    }
  }

  /// - Parameter after: the key behind whose entry the new one goes; the last entry if it is `nil` or not there.
  func edits(adding pair: YAMLPair, after: String?) throws(YAMLPatchRefusal) -> [SourceEdit] {
    if let present = entries.first(where: { $0.key.string == pair.key }) {
      throw spot.refusal(.keyExists, present.key.range)
    }
    let neighbour = entries.last { $0.key.string == after } ?? entries.last
    guard let neighbour else {
      return [.insert(Self.text(pair, like: []), at: spot.node.valueStart + 1)]
    }
    if spot.node.style == .flow {
      return flowEdits(
        adding: Self.text(pair, like: entries, colon: YAMLFlowStyle(entries, in: layout).colon), after: neighbour)
    }
    guard let indentation = layout.indentation(of: entries) else { throw spot.refusal(.tabs) }
    let end = layout.lineEnd(of: neighbour.value.range.upperBound)
    return [.insert(layout.newline(at: end) + indentation + Self.text(pair, like: entries), at: end)]
  }

  /// - Parameter pair: the only entry of the mapping that becomes the value of `key`.
  func edits(adding key: String, holding pair: YAMLPair) throws(YAMLPatchRefusal) -> [SourceEdit] {
    if let present = entries.first(where: { $0.key.string == key }) {
      throw spot.refusal(.keyExists, present.key.range)
    }
    guard let neighbour = entries.last else { throw spot.refusal(.emptyValue) }
    let key = YAMLScalarText.write(key, style: Self.commonStyle(entries.map(\.key)))
    if spot.node.style == .flow {
      let flow = YAMLFlowStyle(entries, in: layout)
      let inner = Self.text(pair, like: entries, colon: flow.colon)
      return flowEdits(
        adding: key + flow.colon + "{" + flow.padding + inner + flow.padding + "}", after: neighbour)
    }
    guard let indentation = layout.indentation(of: entries) else { throw spot.refusal(.tabs) }
    let end = layout.lineEnd(of: neighbour.value.range.upperBound)
    let newline = layout.newline(at: end)
    let step = String(repeating: " ", count: layout.step(in: spot.path))
    return [
      .insert(
        newline + indentation + key + ":" + newline + indentation + step + Self.text(pair, like: entries), at: end)
    ]
  }

  private func flowEdits(adding text: String, after neighbour: YAMLEntry) -> [SourceEdit] {
    let flow = YAMLFlowStyle(entries, in: layout)
    let end = neighbour.value.range.upperBound
    guard let indentation = layout.blanksBefore(neighbour.key.range.lowerBound) else {
      return [.insert(flow.separator + text, at: end)]
    }
    let newline = layout.newline(at: end)
    if let comma = comma(behind: end), layout.isRestBlank(from: comma + 1) {
      return [.insert(newline + indentation + text + ",", at: layout.lineEnd(of: end))]
    }
    guard layout.isRestBlank(from: end) else { return [.insert(flow.separator + text, at: end)] }
    return [.insert(",", at: end), .insert(newline + indentation + text, at: layout.lineEnd(of: end))]
  }

  private func comma(behind offset: ByteOffset) -> ByteOffset? {
    let place = layout.source[offset...].firstIndex { !$0.isBlank }
    return place.flatMap { layout.source[$0] == UInt8(ascii: ",") ? $0 : nil }
  }

  /// `key: value`, quoted as all keys and all values of `entries` are, if they agree.
  static func text(_ pair: YAMLPair, like entries: [YAMLEntry], colon: String = ": ") -> String {
    let keyStyle = commonStyle(entries.map(\.key))
    let valueStyle = commonStyle(entries.map(\.value))
    return YAMLScalarText.write(pair.key, style: keyStyle) + colon + YAMLScalarText.write(pair.value, style: valueStyle)
  }

  private static func commonStyle(_ nodes: [YAMLNode]) -> YAMLNode.Style {
    let styles = nodes.filter { $0.string != nil && !$0.isNull && !$0.style.isBlockScalar }.map(\.style)
    guard let first = styles.first, styles.allSatisfy({ $0 == first }) else { return .plain }
    return first
  }
}

/// How the entries of a flow mapping are set apart.
struct YAMLFlowStyle {
  /// `: `, or `:` as compact JSON has it.
  let colon: String
  /// `, ` or `,`.
  let separator: String
  /// A blank behind the opening bracket and before the closing one, if there is one.
  let padding: String

  init(_ entries: [YAMLEntry], in layout: YAMLLayout) {
    let isCompact =
      entries.first.map {
        layout.text($0.key.range.upperBound..<$0.value.range.lowerBound) == ":" && $0.key.style.isQuoted
      }
      ?? false
    colon = isCompact ? ":" : ": "
    var separator = isCompact ? "," : ", "
    if entries.count > 1 {
      let written = layout.text(entries[0].value.range.upperBound..<entries[1].key.range.lowerBound)
      if written == "," || written == ", " { separator = written }
    }
    self.separator = separator
    let start = entries.first?.key.range.lowerBound ?? 0
    padding = start > 0 && layout.source[start - 1] == UInt8(ascii: " ") ? " " : ""
  }
}
