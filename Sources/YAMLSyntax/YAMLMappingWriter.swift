import SourceText

/// Makes a scalar value of a mapping a mapping itself, in the style of the mapping around it.
struct YAMLMappingWriter {
  private let spot: YAMLPatchSpot
  private let outer: YAMLNode
  private let entry: YAMLEntry
  private var layout: YAMLLayout { spot.layout }

  init(_ spot: YAMLPatchSpot) throws(YAMLPatchRefusal) {
    guard spot.node.string != nil else { throw spot.refusal(.notAScalar) }
    guard !spot.node.valueRange.isEmpty, !spot.node.isNull else { throw spot.refusal(.emptyValue) }
    guard !spot.node.style.isBlockScalar else { throw spot.refusal(.blockScalar) }
    guard spot.node.tag == nil else { throw spot.refusal(.taggedValue) }
    guard let outer = spot.path.dropLast().last,
      let entry = outer.entries.first(where: { $0.value.range == spot.node.range })
    else { throw spot.refusal(.notAMapping) }
    guard spot.isSimple(entry) else { throw spot.refusal(.complexKey, entry.key.range) }
    self.spot = spot
    self.outer = outer
    self.entry = entry
  }

  func edits(_ pairs: [YAMLPair], in document: YAMLDocument) throws(YAMLPatchRefusal) -> [SourceEdit] {
    guard let first = pairs.first else { throw spot.refusal(.emptyValue) }
    if let anchor = spot.node.anchor, document.isUsed(anchor, otherThanAs: entry.key.string) {
      throw spot.refusal(.sharedScalar)
    }
    var value = spot.node.valueStart..<spot.node.valueStart
    if first.value != spot.node.string { value = spot.node.valueRange }
    let written = value.isEmpty ? "" : YAMLScalarText.write(first.value, style: spot.node.style)
    let others = pairs.dropFirst()
    return outer.style == .flow
      ? flowEdits(first.key, value, written, others) : try blockEdits(first.key, value, written, others)
  }

  private func blockEdits(
    _ key: String, _ value: ByteRange, _ written: String, _ others: ArraySlice<YAMLPair>
  ) throws(YAMLPatchRefusal) -> [SourceEdit] {
    let start = spot.node.valueStart
    let keyText = YAMLScalarText.write(key, style: keyStyle) + ": "
    let newline = layout.newline(at: entry.key.range.lowerBound)
    var indentation: String
    var edits: [SourceEdit]
    if let ownLine = layout.blanksBefore(start) {
      indentation = ownLine
      edits = [.replace(start..<value.upperBound, with: keyText + written)]
    } else {
      guard let outerIndentation = layout.indentation(of: outer.entries) else { throw spot.refusal(.tabs) }
      let step = layout.step(in: spot.path.dropLast())
      indentation = outerIndentation + String(repeating: " ", count: step)
      let gap = layout.source[..<start].lastIndex { !$0.isBlank }.map { $0 + 1 } ?? start
      edits = [.replace(gap..<value.upperBound, with: newline + indentation + keyText + written)]
    }
    if indentation.utf8.contains(UInt8(ascii: "\t")) { throw spot.refusal(.tabs) }
    let lines = others.map { newline + indentation + text($0, colon: ": ") }.joined()
    edits.append(.insert(lines, at: layout.lineEnd(of: spot.node.range.upperBound)))
    return edits
  }

  private func flowEdits(
    _ key: String, _ value: ByteRange, _ written: String, _ others: ArraySlice<YAMLPair>
  ) -> [SourceEdit] {
    let flow = YAMLFlowStyle(outer.entries, in: layout)
    let opening = "{" + flow.padding + YAMLScalarText.write(key, style: keyStyle) + flow.colon
    let rest = others.map { flow.separator + text($0, colon: flow.colon) }.joined()
    return [
      .replace(spot.node.valueStart..<value.upperBound, with: opening + written),
      .insert(rest + flow.padding + "}", at: spot.node.range.upperBound),
    ]
  }

  private var keyStyle: YAMLNode.Style {
    entry.key.style.isQuoted ? entry.key.style : .plain
  }

  private func text(_ pair: YAMLPair, colon: String) -> String {
    YAMLScalarText.write(pair.key, style: keyStyle) + colon
      + YAMLScalarText.write(pair.value, style: spot.node.style)
  }
}

extension YAMLDocument {
  /// Whether an alias of this name stands anywhere but as the value of `key`, where it means the same thing.
  fileprivate func isUsed(_ anchor: String, otherThanAs key: String?) -> Bool {
    documents.contains { Self.isUsed(anchor, otherThanAs: key, in: $0) }
  }

  private static func isUsed(_ anchor: String, otherThanAs key: String?, in node: YAMLNode) -> Bool {
    switch node.kind {
    case .scalar: false
    case .alias(let name): name == anchor
    case .sequence(let items): items.contains { isUsed(anchor, otherThanAs: key, in: $0) }
    case .mapping(let entries):
      entries.contains { entry in
        if isUsed(anchor, otherThanAs: key, in: entry.key) { return true }
        let isAllowed = entry.value.alias != nil && entry.key.string == key
        return !isAllowed && isUsed(anchor, otherThanAs: key, in: entry.value)
      }
    }
  }
}
