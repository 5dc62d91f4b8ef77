internal import SourceText

/// A problem found while parsing; the range counts bytes of the parsed text.
struct ShellFinding {
  let id: String
  let severity: Diagnostic.Severity
  let message: String
  let range: ByteRange

  func diagnostic(in text: MappedText) -> Diagnostic {
    Diagnostic(id: id, severity: severity, message: message, range: text.sourceRange(of: range))
  }
}

/// A recursive-descent parser that appends nodes in source order; never fails, and visits each byte a bounded number
/// of times.
struct ShellParser {
  let bytes: [UInt8]
  var position = 0
  /// The end of what may be read: nearer than the end of the text inside backticks, arithmetic and here-documents.
  var end: Int
  var nodes: [ShellNode] = []
  /// The end of the last token that is not trivia.
  var lastEnd = 0
  /// Redirections whose here-documents begin behind the next newline.
  var pending: [Int] = []
  var comments: [ByteRange] = []
  var findings: [ShellFinding] = []
  var errorCount = 0
  private var depth = 0
  /// Set where the depth limit cut off the rest, so that the missing ends of what encloses it are not reported too.
  var gaveUp = false
  var notedCarriageReturn = false

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    end = bytes.count
  }

  /// The byte at `offset`, 0 outside of what may be read.
  func byte(_ offset: Int) -> UInt8 { offset < end ? bytes[offset] : 0 }
  var current: UInt8 { byte(position) }
  var isAtEnd: Bool { position >= end }

  // MARK: Nodes

  /// Begins an inner node at the current position.
  mutating func open(_ kind: ShellNode.Kind) -> Int {
    nodes.append(ShellNode(kind: kind, start: Int32(position), end: Int32(position), next: 0))
    return nodes.count - 1
  }

  /// Ends an inner node behind the last token.
  mutating func close(_ index: Int) {
    nodes[index].end = max(nodes[index].start, Int32(lastEnd))
    nodes[index].next = Int32(nodes.count)
  }

  /// Appends a leaf from the current position to `upper`; an empty one is left out.
  mutating func leaf(_ kind: ShellNode.Kind, to upper: Int) {
    guard upper > position else { return }
    nodes.append(ShellNode(kind: kind, start: Int32(position), end: Int32(upper), next: Int32(nodes.count + 1)))
    position = upper
    if !kind.isTrivia { lastEnd = upper }
  }

  mutating func leaf(_ kind: ShellNode.Kind, count: Int) { leaf(kind, to: position + count) }

  // MARK: Problems

  /// Reports a problem; the number of reports is bounded, since each byte of hostile text may give one.
  mutating func report(_ id: String, _ severity: Diagnostic.Severity = .error, _ message: String, _ range: ByteRange) {
    if severity == .error { errorCount += 1 }
    guard !(gaveUp && severity == .error), findings.count < 100 else { return }
    findings.append(ShellFinding(id: "shell/" + id, severity: severity, message: message, range: range))
  }

  /// Makes a node one that says that it could not be parsed.
  mutating func markUnparsed(_ index: Int) {
    nodes[index].kind = .unparsed
    nodes[index].link = Int32(findings.count - 1)
  }

  /// Counts a level of nesting around `body`; beyond the limit the rest becomes one unparsed node.
  mutating func nested(_ body: (inout ShellParser) -> Void) {
    depth += 1
    defer { depth -= 1 }
    guard depth <= ShellTree.depthLimit else {
      report("too-deep", .error, "nested deeper than \(ShellTree.depthLimit) levels; left as it is", position..<end)
      gaveUp = true
      let node = open(.unparsed)
      leaf(.stray, to: end)
      close(node)
      markUnparsed(node)
      return
    }
    body(&self)
  }

  /// Parses with a nearer end; what `body` leaves over becomes a stray token, so that no byte is lost.
  mutating func limited(to limit: Int, _ body: (inout ShellParser) -> Void) {
    let outer = end
    let outerPending = pending
    pending = []
    end = limit
    body(&self)
    leaf(.stray, to: limit)
    end = outer
    pending = outerPending
    gaveUp = gaveUp && limit == outer
  }

  // MARK: Lists

  mutating func parseAll() {
    guard bytes.count < Int(Int32.max) / 2 else {
      report("too-long", .error, "text is longer than 1 GiB; left as it is", 0..<0)
      end = 0
      let node = open(.list)
      close(node)
      return
    }
    parseList(isWhole: true)
    for redirection in pending {
      report("missing-here-document", .warning, "here-document has no lines", nodes[redirection].range)
    }
  }

  /// Whether something else than a separator, an operator or a closing token stands here.
  private var startsCommand: Bool {
    switch current {
    case UInt8(ascii: ";"), UInt8(ascii: "|"), UInt8(ascii: ")"): false
    case UInt8(ascii: "&"): byte(position + 1) == UInt8(ascii: ">")
    default: closingWordLength == 0
    }
  }

  /// Parses commands up to a token that can end a list; the caller judges whether it is the right one.
  ///
  /// - Parameter isWhole: whether nothing but the end may end the list, so that any closing token is a stray one.
  mutating func parseList(isWhole: Bool = false) {
    let list = open(.list)
    var firstItem: Int32?
    while true {
      skipBlankLines()
      if isAtEnd || (!isWhole && isAtListEnd) { break }
      if firstItem == nil { firstItem = Int32(position) }
      if startsCommand { parseItem() } else { strayToken() }
    }
    close(list)
    if let firstItem { nodes[list].start = firstItem } else { nodes[list].start = nodes[list].end }
  }

  /// Parses one pipeline and the separator behind it.
  private mutating func parseItem() {
    let item = open(.item)
    parsePipeline()
    skipTrailingComment()
    switch current {
    case UInt8(ascii: "&") where byte(position + 1) == UInt8(ascii: "&"),
      UInt8(ascii: "|") where byte(position + 1) == UInt8(ascii: "|"):
      let start = position
      leaf(.operatorToken, count: 2)
      close(item)
      skipBlankLines()
      if isAtEnd || isAtListEnd {
        report("missing-command", .error, "no command behind '\(text(start..<start + 2))'", start..<start + 2)
        markUnparsed(item + 1)
      }
    case UInt8(ascii: "&"):
      leaf(.operatorToken, count: 1)
      close(item)
    case UInt8(ascii: ";") where !isCaseTerminator:
      leaf(.operatorToken, count: 1)
      close(item)
    case UInt8(ascii: "\n"):
      newline(isSeparator: true)
      close(item)
    default:
      close(item)
      if !isAtEnd && startsCommand {
        report("unexpected-token", .error, "no separator before this token", position..<min(position + 1, end))
      }
    }
    nodes[item].next = Int32(nodes.count)
  }

  /// Consumes one operator or byte that no command can begin with.
  private mutating func strayToken() {
    let item = open(.item)
    let pipeline = open(.pipeline)
    let node = open(.unparsed)
    let start = position
    let reserved = closingWordLength
    let pairs = "&&||;;".utf8.contains(current) && byte(position + 1) == current
    leaf(.stray, count: reserved > 0 ? reserved : pairs ? 2 : 1)
    report("unexpected-token", .error, "unexpected '\(text(start..<position))'", start..<position)
    for index in [node, pipeline, item] { close(index) }
    markUnparsed(node)
  }

  func text(_ range: ByteRange) -> String { String(decoding: bytes[range], as: UTF8.self) }
}
