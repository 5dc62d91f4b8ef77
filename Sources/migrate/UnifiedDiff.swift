/// A change as `git apply` and `patch` take it.
struct UnifiedDiff {
  private static let context = 3

  /// The path as seen from the current folder.
  let path: String
  private let diff: LineDiff

  init(path: String, before: [UInt8], after: [UInt8]) {
    self.path = path
    diff = LineDiff(before, after)
  }

  /// The diff as bytes, since lines need not be UTF-8.
  func render(_ terminal: Terminal) -> [UInt8] {
    let hunks = hunks()
    guard !hunks.isEmpty else { return [] }
    var result: [UInt8] = []
    func line(_ text: String, _ style: Terminal.Style) { result += Array((terminal.paint(text, style) + "\n").utf8) }
    line("--- " + Self.name("a", path), .bold)
    line("+++ " + Self.name("b", path), .bold)
    for hunk in hunks {
      line(header(of: hunk), .cyan)
      for step in diff.steps[hunk] { append(step, to: &result, terminal) }
    }
    return result
  }

  /// The ranges of steps that stand together, with the lines around them.
  private func hunks() -> [Range<Int>] {
    var hunks: [Range<Int>] = []
    for (index, step) in diff.steps.enumerated() {
      if case .keep = step { continue }
      let range = max(index - Self.context, 0)..<min(index + Self.context + 1, diff.steps.count)
      if let last = hunks.last, range.lowerBound <= last.upperBound {
        hunks[hunks.count - 1] = last.lowerBound..<range.upperBound
      } else {
        hunks.append(range)
      }
    }
    return hunks
  }

  private func header(of hunk: Range<Int>) -> String {
    var old = 0
    var new = 0
    var oldStart = 0
    var newStart = 0
    for (index, step) in diff.steps[..<hunk.upperBound].enumerated() {
      let isInside = index >= hunk.lowerBound
      if case .add = step {} else if isInside { old += 1 } else { oldStart += 1 }
      if case .remove = step {} else if isInside { new += 1 } else { newStart += 1 }
    }
    // an empty side counts from the line before it
    func range(_ start: Int, _ count: Int) -> String {
      "\(count == 0 ? start : start + 1)" + (count == 1 ? "" : ",\(count)")
    }
    return "@@ -\(range(oldStart, old)) +\(range(newStart, new)) @@"
  }

  private func append(_ step: LineDiff.Step, to result: inout [UInt8], _ terminal: Terminal) {
    let (mark, line, style): (UInt8, ArraySlice<UInt8>, Terminal.Style?) =
      switch step {
      case .keep(let index, _): (UInt8(ascii: " "), diff.old[index], nil)
      case .remove(let index): (UInt8(ascii: "-"), diff.old[index], .red)
      case .add(let index): (UInt8(ascii: "+"), diff.new[index], .green)
      }
    let isEnded = line.last == UInt8(ascii: "\n")
    let isPainted = terminal.isColored && style != nil
    if isPainted, let style { result += "\u{1B}[\(style.rawValue)m".utf8 }
    result.append(mark)
    result += isEnded ? line.dropLast() : line
    if isPainted { result += "\u{1B}[0m".utf8 }
    result.append(UInt8(ascii: "\n"))
    if !isEnded { result += "\\ No newline at end of file\n".utf8 }
  }

  /// The path with its prefix, quoted as git quotes it; behind one with blanks stands a tab, so that it ends there.
  private static func name(_ side: String, _ path: String) -> String {
    let path = path.hasPrefix("/") ? String(path.dropFirst()) : path
    let full = "\(side)/\(path)"
    guard full.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F || $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\\") })
    else { return full.utf8.contains(UInt8(ascii: " ")) ? full + "\t" : full }
    var quoted = "\""
    for scalar in full.unicodeScalars {
      switch scalar {
      case "\"", "\\": quoted += "\\" + String(scalar)
      case "\n": quoted += "\\n"
      case "\t": quoted += "\\t"
      case _ where scalar.value < 0x20 || scalar.value == 0x7F:
        let digits = String(scalar.value, radix: 8)
        quoted += "\\" + String(repeating: "0", count: 3 - digits.utf8.count) + digits
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }
}
