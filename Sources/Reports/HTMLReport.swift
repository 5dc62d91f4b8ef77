/// A run as one page that needs nothing else: no server, no network, no other file.
///
/// The projects stand in it as compact JSON, texts that come again once; the page draws only what is in view, so that
/// ten thousand projects are no burden.
package struct HTMLReport: Sendable {
  private let title: String
  private let version: String
  private var texts = TextTable()
  private var projects: [UInt8] = []

  /// - Parameter title: what was searched, as the user typed it.
  package init(title: String, version: String) {
    self.title = title
    self.version = version
  }

  package mutating func add(_ record: ProjectRecord) {
    if !projects.isEmpty { projects += [UInt8(ascii: ","), UInt8(ascii: "\n")] }
    var row = JSONRow()
    row.open()
    row.add(text: record.path)
    row.add(texts.index(of: record.ecosystem ?? ""))
    row.add(ProjectRecord.Outcome.allCases.firstIndex(of: record.outcome) ?? 0)
    row.add(record.isWritten ? 1 : 0)
    row.add(texts.index(of: record.summary))
    row.list([record.sizes?.before, record.sizes?.after, record.sizes?.overhead].compactMap { $0 })
    row.list(record.findings) { row, finding in
      row.add(texts.index(of: finding.level))
      row.add(texts.index(of: finding.id))
      row.add(texts.index(of: finding.message))
      row.add(finding.place?.line ?? 0)
      row.add(texts.index(of: finding.help ?? ""))
    }
    row.list(record.packages) { row, package in
      row.add(texts.index(of: package.name))
      row.add(texts.index(of: package.decision))
      row.add(texts.index(of: package.replacement.joined(separator: " ")))
      row.add(texts.index(of: package.reason))
      row.add(texts.index(of: package.evidence))
    }
    row.list(record.copies.map { texts.index(of: $0) })
    row.list(record.changes) { row, change in
      row.add(text: change.path)
      row.list(Self.lines(change.diff).map { texts.index(of: String($0)) })
    }
    row.list(record.contexts.map { texts.index(of: $0) })
    row.list(record.composeFiles.map { texts.index(of: $0) })
    row.close()
    projects += row.bytes
  }

  /// The lines of a diff without the two that name the file.
  private static func lines(_ diff: String) -> [Substring] {
    let lines = diff.split(separator: "\n", omittingEmptySubsequences: false)
    return Array(lines.dropFirst(2).dropLast())
  }

  /// The page.
  package var bytes: [UInt8] {
    var data = JSONRow()
    data.add(text: title)
    var version = JSONRow()
    version.add(text: self.version)
    var result = Array(HTMLPage.head.utf8)
    result += "<style>\(HTMLPage.style)</style>\n</head>\n".utf8
    result += HTMLPage.body.utf8
    result += "<script type=\"application/json\" id=\"data\">\n{\"title\":".utf8
    result += data.bytes
    result += ",\"version\":".utf8
    result += version.bytes
    result += ",\n\"texts\":[".utf8
    result += texts.bytes
    result += "],\n\"projects\":[\n".utf8
    result += projects
    result += "\n]}\n</script>\n<script>\n\(HTMLPage.script)\(HTMLPage.detailScript)".utf8
    result += "</script>\n</body>\n</html>\n".utf8
    return result
  }
}

/// Texts that are named by their number.
private struct TextTable {
  private var numbers: [String: Int] = [:]
  private(set) var bytes: [UInt8] = []

  mutating func index(of text: String) -> Int {
    if let known = numbers[text] { return known }
    let number = numbers.count
    numbers[text] = number
    if number > 0 { bytes += [UInt8(ascii: ","), UInt8(ascii: "\n")] }
    var row = JSONRow()
    row.add(text: text)
    bytes += row.bytes
    return number
  }
}

/// Writes nested lists of numbers and texts as JSON that may stand in a script element.
private struct JSONRow {
  private(set) var bytes: [UInt8] = []
  private var needsComma = false

  mutating func open() {
    separate()
    bytes.append(UInt8(ascii: "["))
    needsComma = false
  }

  mutating func close() {
    bytes.append(UInt8(ascii: "]"))
    needsComma = true
  }

  mutating func add(_ number: Int) {
    separate()
    bytes += String(number).utf8
  }

  mutating func list(_ numbers: [Int]) {
    open()
    for number in numbers { add(number) }
    close()
  }

  mutating func list<Item>(_ items: [Item], _ write: (inout JSONRow, Item) -> Void) {
    open()
    for item in items {
      open()
      write(&self, item)
      close()
    }
    close()
  }

  mutating func add(text: String) {
    separate()
    bytes.append(UInt8(ascii: "\""))
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes += [UInt8(ascii: "\\"), byte]
      // no text may end the script or start a comment of HTML
      case 0..<0x20, UInt8(ascii: "<"), 0x7F:
        let digits = String(byte, radix: 16)
        bytes += "\\u00\(digits.utf8.count == 1 ? "0" : "")\(digits)".utf8
      default: bytes.append(byte)
      }
    }
    bytes.append(UInt8(ascii: "\""))
  }

  private mutating func separate() {
    if needsComma { bytes.append(UInt8(ascii: ",")) }
    needsComma = true
  }
}
