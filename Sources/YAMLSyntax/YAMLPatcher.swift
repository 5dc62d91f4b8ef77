package import SourceText

/// The edits of a YAML file, and what it holds after them.
package struct YAMLChange: Sendable {
  package let edits: EditSet
  /// The edited text.
  package let source: [UInt8]
  /// The values of the edited text, where they stood before; new ones stand nowhere.
  package let values: YAMLDocument

  /// The edited text as it is read, which is done anew each time.
  package var document: YAMLDocument { YAMLDocument.parse(source, path: values.path).document }
}

/// Turns patches of a YAML file into edits of its bytes, in the style of the spot.
package enum YAMLPatcher {
  /// The edits that make `patches`; each addresses the file as it is before all of them.
  ///
  /// The edited text is parsed again: if its values differ anywhere but at the routes, nothing is given.
  ///
  /// - Returns: the change, or the first patch that can't be made and why.
  package static func change(
    _ patches: [YAMLPatch], in document: YAMLDocument
  ) -> Result<YAMLChange, YAMLPatchRefusal> {
    do throws(YAMLPatchRefusal) {
      if document.hasErrors {
        throw YAMLPatchRefusal(reason: .invalidFile, route: patches.first?.route ?? [], range: nil)
      }
      var edits = EditSet()
      for patch in patches {
        let spot = try YAMLPatchSpot(patch.route, in: document)
        for edit in try self.edits(patch, at: spot, in: document) where !edits.insert(edit) {
          throw YAMLPatchRefusal(reason: .conflictingEdits, route: patch.route, range: edit.range)
        }
      }
      let source = edits.apply(to: document.source)
      let expectation = YAMLExpectation(patches, of: document)
      guard expectation.holds(for: source) else {
        throw YAMLPatchRefusal(reason: .changesMore, route: patches.first?.route ?? [], range: nil)
      }
      return .success(YAMLChange(edits: edits, source: source, values: expectation.document))
    } catch {
      return .failure(error)
    }
  }

  private static func edits(
    _ patch: YAMLPatch, at spot: YAMLPatchSpot, in document: YAMLDocument
  ) throws(YAMLPatchRefusal) -> [SourceEdit] {
    switch patch {
    case .setScalar(_, let text): return [try setScalar(text, at: spot)]
    case .addKey(_, let key, let value, let after):
      return try YAMLEntryWriter(spot).edits(adding: YAMLPair(key, value), after: after)
    case .addMapping(_, let key, let pair): return try YAMLEntryWriter(spot).edits(adding: key, holding: pair)
    case .replaceScalarWithMapping(_, let pairs): return try YAMLMappingWriter(spot).edits(pairs, in: document)
    }
  }

  private static func setScalar(_ text: String, at spot: YAMLPatchSpot) throws(YAMLPatchRefusal) -> SourceEdit {
    let node = spot.node
    guard node.string != nil else { throw spot.refusal(.notAScalar) }
    guard !node.style.isBlockScalar else { throw spot.refusal(.blockScalar) }
    guard node.tag == nil else { throw spot.refusal(.taggedValue) }
    let written = YAMLScalarText.write(text, style: node.style)
    guard node.valueRange.isEmpty else { return .replace(node.valueRange, with: written) }
    let before = node.valueStart - 1
    guard node.anchor == nil, before >= 0, spot.layout.source[before] == UInt8(ascii: ":") else {
      throw spot.refusal(.emptyValue)
    }
    return .insert(" " + written, at: node.valueStart)
  }
}

/// The node of a patch with all nodes above it.
struct YAMLPatchSpot {
  let route: YAMLRoute
  /// The nodes from the root to the one that the route leads to.
  let path: [YAMLNode]
  let node: YAMLNode
  let layout: YAMLLayout

  init(_ route: YAMLRoute, in document: YAMLDocument) throws(YAMLPatchRefusal) {
    guard var node = document.root else {
      throw YAMLPatchRefusal(reason: .noSuchNode, route: route, range: nil)
    }
    var path = [node]
    for element in route.elements {
      if node.alias != nil { throw YAMLPatchRefusal(reason: .throughAlias, route: route, range: node.range) }
      guard let next = node[element] else {
        throw YAMLPatchRefusal(reason: .noSuchNode, route: route, range: node.range)
      }
      if case .key(let key) = element, node.entries.count(where: { $0.key.string == key }) > 1 {
        throw YAMLPatchRefusal(reason: .duplicateKey, route: route, range: node.range)
      }
      node = next
      path.append(node)
    }
    if node.alias != nil { throw YAMLPatchRefusal(reason: .throughAlias, route: route, range: node.range) }
    self.route = route
    self.path = path
    self.node = node
    layout = YAMLLayout(source: document.source)
  }

  func refusal(_ reason: YAMLPatchRefusal.Reason, _ range: ByteRange? = nil) -> YAMLPatchRefusal {
    YAMLPatchRefusal(reason: reason, route: route, range: range ?? node.range)
  }

  /// Whether the key of `entry` is a scalar written without `?`.
  func isSimple(_ entry: YAMLEntry) -> Bool {
    guard let key = entry.key.string, !entry.key.style.isBlockScalar, !key.isEmpty else { return entry.isMerge }
    let end = entry.key.range.upperBound
    let colon = layout.source[end..<max(end, entry.value.range.lowerBound)].first { !$0.isBlank }
    return colon == UInt8(ascii: ":") && !layout.isExplicit(entry.key)
  }
}

extension YAMLLayout {
  /// Whether `?` stands before `key`.
  func isExplicit(_ key: YAMLNode) -> Bool {
    source[lineStart(of: key.range.lowerBound)..<key.range.lowerBound].last { !$0.isBlank } == UInt8(ascii: "?")
  }
}
