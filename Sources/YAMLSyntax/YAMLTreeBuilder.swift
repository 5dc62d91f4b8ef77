import SourceText

/// Builds the tree of a YAML file from the events of libyaml.
struct YAMLTreeBuilder {
  /// A collection whose end has not been seen.
  private struct Frame {
    let isMapping: Bool
    let event: YAMLEvent
    let style: YAMLNode.Style
    let start: ByteOffset
    var items: [YAMLNode] = []
    var entries: [YAMLEntry] = []
    var key: YAMLNode?
    /// The end of the last node inside.
    var end: ByteOffset
  }

  let source: [UInt8]
  let path: String
  private(set) var documents: [YAMLNode] = []
  private(set) var anchors: [String: [YAMLDocument.Anchor]] = [:]
  private(set) var diagnostics: [Diagnostic] = []
  private var cursor: CodePointCursor
  private var stack: [Frame] = []
  /// Where each anchor of the current document starts; an alias may stand before its anchor's node is complete.
  private var open: [String: ByteOffset] = [:]
  private let origin: ByteOffset

  init(source: [UInt8], path: String) {
    self.source = source
    self.path = path
    origin = Self.start(of: source)
    cursor = CodePointCursor(origin: origin, source: source)
  }

  /// Where a text starts: behind its byte order mark.
  static func start(of source: [UInt8]) -> ByteOffset { source.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0 }

  /// Reads all events; after an error no documents are left.
  mutating func build() {
    if source.starts(with: [0xFE, 0xFF]) || source.starts(with: [0xFF, 0xFE]) {
      report("yaml/encoding", "this file is UTF-16; only UTF-8 is read", at: 0..<min(2, source.count))
      return
    }
    let complete = source.withUnsafeBufferPointer { bytes in
      read(UnsafeBufferPointer(rebasing: bytes[origin...]))
    }
    if !complete {
      documents = []
      anchors = [:]
    }
  }

  /// Gives whether the stream was read to its end.
  private mutating func read(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    do throws(YAMLEventError) {
      let events = try LibYAMLEvents(text)
      while true {
        let event = try events.next()
        if case .streamEnd = event.content { return true }
        guard take(event) else { return false }
      }
    } catch {
      report(error)
      return false
    }
  }

  /// Gives whether the event was in bounds.
  private mutating func take(_ event: YAMLEvent) -> Bool {
    switch event.content {
    case .streamStart, .streamEnd, .documentEnd: break
    case .documentStart: open = [:]
    case .alias(let name): add(alias(name, event))
    case .scalar(let text, let style): add(scalar(text, style, event))
    case .sequenceStart(let style): return push(event, style, isMapping: false)
    case .mappingStart(let style): return push(event, style, isMapping: true)
    case .collectionEnd: if let frame = stack.popLast() { add(collection(frame, event)) }
    }
    return true
  }

  private mutating func push(_ event: YAMLEvent, _ style: YAMLNode.Style, isMapping: Bool) -> Bool {
    let start = cursor.byteOffset(of: event.start, in: source)
    guard stack.count < YAMLDocument.depthLimit else {
      report(
        "yaml/depth", "values are nested more than \(YAMLDocument.depthLimit) deep; the file was not read",
        at: start..<min(start + 1, source.count))
      return false
    }
    if let anchor = event.anchor { open[anchor] = start }
    var frame = Frame(isMapping: isMapping, event: event, style: style, start: start, end: start)
    // room for what most collections hold
    if isMapping { frame.entries.reserveCapacity(8) } else { frame.items.reserveCapacity(4) }
    stack.append(frame)
    return true
  }

  private mutating func add(_ node: YAMLNode) {
    anchors.add(node, document: documents.count)
    guard !stack.isEmpty else {
      documents.append(node)
      return
    }
    let top = stack.count - 1
    stack[top].end = max(stack[top].end, node.range.upperBound)
    if !stack[top].isMapping {
      stack[top].items.append(node)
    } else if let key = stack[top].key {
      stack[top].entries.append(YAMLEntry(key: key, value: node))
      stack[top].key = nil
    } else {
      stack[top].key = node
    }
  }

  private mutating func alias(_ name: String, _ event: YAMLEvent) -> YAMLNode {
    let start = cursor.byteOffset(of: event.start, in: source)
    let end = cursor.byteOffset(of: event.end, in: source)
    let isInside = stack.contains { $0.event.anchor == name && $0.start == open[name] }
    if open[name] == nil {
      report("yaml/undefined-alias", "the alias *\(name) has no anchor before it", at: start..<end)
    } else if isInside {
      report("yaml/recursive-alias", "the alias *\(name) stands inside of its own anchor", at: start..<end)
    }
    return YAMLNode(
      kind: .alias(name), style: .alias, tag: nil, anchor: nil, range: start..<end, valueStart: start)
  }

  private mutating func scalar(_ text: String, _ style: YAMLNode.Style, _ event: YAMLEvent) -> YAMLNode {
    let start = cursor.byteOffset(of: event.start, in: source)
    var end = cursor.byteOffset(of: event.end, in: source)
    if let anchor = event.anchor { open[anchor] = start }
    // The tag `!` is skipped too, of which the event says nothing; no scalar starts with `!` or `&` otherwise.
    let valueStart = YAMLProperties.end(in: source, start..<end)
    if style.isBlockScalar { end = YAMLBlockScalar.end(valueStart..<end, of: text, in: source) }
    return YAMLNode(
      kind: .scalar(text), style: style, tag: event.tag, anchor: event.anchor, range: start..<end,
      valueStart: valueStart)
  }

  private mutating func collection(_ frame: Frame, _ event: YAMLEvent) -> YAMLNode {
    let hasProperties = frame.event.anchor != nil || frame.event.tag != nil
    let valueStart = hasProperties ? YAMLProperties.end(in: source, frame.start..<source.count) : frame.start
    var end = frame.end
    // The end mark of a block collection is the start of the next token; so is that of a pair in a flow sequence.
    let opener: UInt8 = frame.isMapping ? UInt8(ascii: "{") : UInt8(ascii: "[")
    if frame.style == .flow, valueStart < source.count, source[valueStart] == opener {
      let isPair = frame.isMapping && frame.entries.first.map { $0.key.range.lowerBound == valueStart } ?? false
      if !isPair { end = cursor.byteOffset(of: event.end, in: source) }
    }
    if frame.isMapping { reportDuplicates(in: frame.entries) }
    return YAMLNode(
      kind: frame.isMapping ? .mapping(frame.entries) : .sequence(frame.items), style: frame.style,
      tag: frame.event.tag, anchor: frame.event.anchor, range: frame.start..<max(end, valueStart),
      valueStart: valueStart)
  }
}

extension [String: [YAMLDocument.Anchor]] {
  /// Adds a node that is complete, if it bears an anchor.
  mutating func add(_ node: YAMLNode, document: Int) {
    guard let name = node.anchor else { return }
    // Of two anchors with one name the inner one ends first.
    let start = node.range.lowerBound
    let index = self[name]?.lastIndex { $0.node.range.lowerBound < start }.map { $0 + 1 } ?? 0
    self[name, default: []].insert(YAMLDocument.Anchor(document: document, node: node), at: index)
  }
}

extension YAMLTreeBuilder {
  private mutating func reportDuplicates(in entries: [YAMLEntry]) {
    guard entries.count > 1 else { return }
    if entries.count <= 16 {
      for index in 1..<entries.count {
        guard let key = entries[index].key.string else { continue }
        guard let first = entries[..<index].first(where: { $0.key.string == key }) else { continue }
        reportDuplicate(key, entries[index].key.range, first: first.key.range)
      }
      return
    }
    var seen: [String: ByteRange] = [:]
    for entry in entries {
      guard let key = entry.key.string else { continue }
      if let first = seen[key] {
        reportDuplicate(key, entry.key.range, first: first)
      } else {
        seen[key] = entry.key.range
      }
    }
  }

  private mutating func reportDuplicate(_ key: String, _ range: ByteRange, first: ByteRange) {
    diagnostics.append(
      Diagnostic(
        id: "yaml/duplicate-key", severity: .warning, message: "the key \(key) stands twice in one mapping",
        path: path, range: range,
        notes: [Diagnostic.Note("it first stands here", path: path, range: first)]))
  }

  private mutating func report(_ error: YAMLEventError) {
    let offset =
      switch error.place {
      case .character(let mark): cursor.byteOffset(of: mark, in: source)
      case .byte(let byte): min(origin + byte, source.count)
      }
    let context = error.context.map { " \($0)" } ?? ""
    report("yaml/syntax", "this is not YAML: \(error.problem)\(context)", at: offset..<min(offset + 1, source.count))
  }

  private mutating func report(_ id: String, _ message: String, at range: ByteRange) {
    diagnostics.append(Diagnostic(id: id, severity: .error, message: message, path: path, range: range))
  }
}
