package import SourceText

/// Removes and replaces words of one instruction, line by line, so that what is left looks as if written that way.
///
/// A line that holds nothing else goes as a whole, with the comments right above it; the instruction's last line takes
/// the continuation before it along.
package struct WordEdits {
  package struct Change {
    package let range: ByteRange
    /// What stands in the word's place; empty: it goes. Behind an empty range, these words follow the one that ends there.
    package let replacement: [String]

    package init(range: ByteRange, replacement: [String] = []) {
      self.range = range
      self.replacement = replacement
    }
  }

  private struct Line {
    let range: ByteRange
    /// The end of the line without its line end.
    let contentEnd: ByteOffset
    let isComment: Bool
    /// Whether nothing stands on it.
    let isVoid: Bool
    var isEmptied = false
  }

  private let source: [UInt8]
  private let instruction: ByteRange
  private let escape: UInt8
  private let changes: [Change]
  /// The words that go, sorted.
  private let removed: [ByteRange]
  private var lines: [Line] = []

  /// - Parameters:
  ///   - instruction: the range of the instruction, from its keyword to the end of its last line's text.
  ///   - comments: the comment lines between its continuations.
  package init(
    _ source: [UInt8], instruction: ByteRange, comments: [ByteRange], escape: UInt8, changes: [Change]
  ) {
    self.source = source
    self.instruction = instruction
    self.escape = escape
    self.changes = changes.sorted { $0.range.lowerBound < $1.range.lowerBound }
    removed = self.changes.filter(\.replacement.isEmpty).map(\.range)
    var start = instruction.lowerBound
    while start < instruction.upperBound {
      let newline = source[start..<instruction.upperBound].firstIndex(of: 10)
      let end = newline.map { $0 + 1 } ?? instruction.upperBound
      var contentEnd = newline ?? instruction.upperBound
      if contentEnd > start, source[contentEnd - 1] == 13 { contentEnd -= 1 }
      let isComment = comments.contains { $0.lowerBound >= start && $0.lowerBound < end }
      let isVoid = source[start..<contentEnd].allSatisfy { $0 == 32 || $0 == 9 }
      lines.append(Line(range: start..<end, contentEnd: contentEnd, isComment: isComment, isVoid: isVoid))
      start = end
    }
    for index in lines.indices.dropFirst() { lines[index].isEmptied = isEmptied(lines[index]) }
  }

  /// The edits, sorted.
  package func edits() -> [SourceEdit] {
    var edits: [SourceEdit] = []
    var handled: [ByteRange] = []
    if let join = joinToKeyword() {
      edits.append(.delete(join))
      handled.append(join)
    }
    for joint in operatorJoints() where !handled.contains(where: { $0.overlaps(joint) }) {
      edits.append(.delete(joint))
      handled.append(joint)
    }
    for block in emptiedBlocks() where !handled.contains(where: { $0.overlaps(block) }) {
      edits.append(.delete(block))
      handled.append(block)
    }
    for change in changes where !handled.contains(where: { $0.overlaps(change.range) }) {
      edits.append(change.replacement.isEmpty ? .delete(inLine(change.range)) : replacing(change))
    }
    return edits.sorted { $0.range.lowerBound < $1.range.lowerBound }
  }

  /// Whether the byte belongs to a word that goes.
  private func isRemoved(_ offset: ByteOffset) -> Bool {
    let index = firstRemoved(endingBehind: offset)
    return index < removed.count && removed[index].lowerBound <= offset
  }

  private func holdsRemoved(_ line: Line) -> Bool {
    let index = firstRemoved(endingBehind: line.range.lowerBound)
    return index < removed.count && removed[index].overlaps(line.range)
  }

  /// The first word that goes and ends behind `offset`; the words do not overlap.
  private func firstRemoved(endingBehind offset: ByteOffset) -> Int {
    var low = 0
    var high = removed.count
    while low < high {
      let middle = (low + high) / 2
      if removed[middle].upperBound <= offset { low = middle + 1 } else { high = middle }
    }
    return low
  }

  private func isBlank(_ byte: UInt8) -> Bool { byte == 32 || byte == 9 || byte == 13 }

  /// Whether nothing but removed words stands on the line, and at least one of them does.
  private func isEmptied(_ line: Line) -> Bool {
    guard !line.isComment, holdsRemoved(line) else { return false }
    return rest(line.range.lowerBound..<line.contentEnd).isEmpty
  }

  /// The bytes of the range that are no blanks, no removed words, and no continuation at its end.
  private func rest(_ range: ByteRange) -> [UInt8] {
    var bytes: [UInt8] = []
    for offset in range where !isRemoved(offset) && !isBlank(source[offset]) {
      bytes.append(source[offset])
    }
    if bytes.last == escape { bytes.removeLast() }
    return bytes
  }

  /// Whole lines that go: emptied ones with the comments right above.
  private func emptiedBlocks() -> [ByteRange] {
    var blocks: [ByteRange] = []
    var index = lines.count - 1
    // The lines that end the instruction go together with the continuation that led to them.
    if lines.count > 1, lines[index].isEmptied {
      while index > 0, lines[index].isEmptied || lines[index].isComment || lines[index].isVoid { index -= 1 }
      let survivor = lines[index]
      var end = survivor.contentEnd
      while end > survivor.range.lowerBound, isBlank(source[end - 1]) || source[end - 1] == escape { end -= 1 }
      blocks.append(end..<instruction.upperBound)
    }
    while index > 0 {
      guard lines[index].isEmptied else {
        index -= 1
        continue
      }
      let last = index
      var first = index
      while first > 1, lines[first - 1].isComment || lines[first - 1].isEmptied { first -= 1 }
      blocks.append(lines[first].range.lowerBound..<lines[last].range.upperBound)
      index = first - 1
    }
    return blocks
  }

  /// Where the keyword's line loses all its words, the next word that stays moves up to the keyword.
  private func joinToKeyword() -> ByteRange? {
    guard let first = lines.first, lines.count > 1, let word = removed.first, first.range.overlaps(word) else {
      return nil
    }
    let before = source[first.range.lowerBound..<word.lowerBound].split { isBlank($0) }
    guard before.count == 1, rest(word.lowerBound..<first.contentEnd).isEmpty else { return nil }
    for line in lines.dropFirst() {
      if line.isComment { return nil }
      if line.isEmptied || line.isVoid { continue }
      guard
        let start = line.range.first(where: { offset in
          !isBlank(source[offset]) && !isRemoved(offset)
        })
      else { return nil }
      return word.lowerBound..<start
    }
    return nil
  }

  /// Where only an operator is left of a line, it moves up behind the last word before it.
  private func operatorJoints() -> [ByteRange] {
    var joints: [ByteRange] = []
    for index in lines.indices.dropFirst() {
      let line = lines[index]
      guard !line.isComment, !line.isEmptied, holdsRemoved(line) else { continue }
      let rest = rest(line.range.lowerBound..<line.contentEnd)
      guard rest == Array("&&".utf8) || rest == Array(";".utf8), let mark = rest.first else { continue }
      var above = index - 1
      while above > 0, lines[above].isEmptied || lines[above].isVoid { above -= 1 }
      guard !lines[above].isComment, !lines[above + 1..<index].contains(where: \.isComment) else { continue }
      var end = lines[above].contentEnd
      while end > lines[above].range.lowerBound,
        isBlank(source[end - 1]) || source[end - 1] == escape || isRemoved(end - 1)
      { end -= 1 }
      let place = line.range.first { offset in
        source[offset] == mark && !isRemoved(offset)
      }
      guard let place, end > lines[above].range.lowerBound else { continue }
      let keepsBlank = mark == UInt8(ascii: "&") && end < place && source[end] == 32
      joints.append((keepsBlank ? end + 1 : end)..<place)
    }
    return joints
  }

  /// The word and the blanks on one side of it.
  private func inLine(_ word: ByteRange) -> ByteRange {
    let lineStart = lines.last { $0.range.lowerBound <= word.lowerBound }?.range.lowerBound ?? instruction.lowerBound
    var start = word.lowerBound
    while start > lineStart, isBlank(source[start - 1]) || isRemoved(start - 1) {
      start -= 1
    }
    var tight = word.lowerBound
    while tight > lineStart, isBlank(source[tight - 1]) { tight -= 1 }
    // A quote with a blank behind it closes.
    if start > lineStart, !Self.opensQuote(source[start - 1]) || isBlank(source[start]) {
      return tight..<word.upperBound
    }
    var end = word.upperBound
    while end < instruction.upperBound, source[end] == 32 || source[end] == 9 { end += 1 }
    return word.lowerBound..<end
  }

  /// Right behind a quote or a bracket the blanks after the word go, not those before it.
  private static func opensQuote(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") || byte == UInt8(ascii: "(")
  }

  /// New words behind one, a line each where that one has a line of its own.
  private func following(_ change: Change) -> SourceEdit {
    var start = change.range.lowerBound
    while start > instruction.lowerBound, !isBlank(source[start - 1]), source[start - 1] != 10 { start -= 1 }
    let word = start..<change.range.lowerBound
    let text = String(decoding: source[word], as: UTF8.self)
    let edit = replacing(Change(range: word, replacement: [text] + change.replacement))
    return .insert(String(decoding: edit.replacement.dropFirst(word.count), as: UTF8.self), at: change.range.lowerBound)
  }

  private func replacing(_ change: Change) -> SourceEdit {
    if change.range.isEmpty { return following(change) }
    guard change.replacement.count > 1, let line = lines.last(where: { $0.range.lowerBound <= change.range.lowerBound })
    else { return .replace(change.range, with: change.replacement.joined(separator: " ")) }
    let indent = source[line.range.lowerBound..<change.range.lowerBound]
    let behind = rest(change.range.upperBound..<max(line.contentEnd, change.range.upperBound))
    let standsAlone = indent.allSatisfy(isBlank) && behind.isEmpty && line.range.lowerBound > instruction.lowerBound
    guard standsAlone else { return .replace(change.range, with: change.replacement.joined(separator: " ")) }
    let lineEnd = line.contentEnd < line.range.upperBound && source[line.contentEnd] == 13 ? "\r\n" : "\n"
    let glue = " " + String(decoding: [escape], as: UTF8.self) + lineEnd + String(decoding: indent, as: UTF8.self)
    return .replace(change.range, with: change.replacement.joined(separator: glue))
  }
}
