import Classification
import DockerfileSyntax
import Planning
import ShellSyntax
import SourceText

/// Turns the division of a RUN into edits of its source.
struct RunEdits {
  let dockerfile: Dockerfile
  let instruction: Instruction
  let script: RunScript

  /// The edits, sorted; nil if the commands can't be taken out of their list.
  func edits(_ division: RunDivision) -> [SourceEdit]? {
    var edits: [SourceEdit] = []
    if !division.removedItems.isEmpty {
      guard let ranges = script.tree.rangesToRemove(items: division.removedItems, in: script.tree.root) else {
        return nil
      }
      for range in ranges { edits += removal(of: range) }
    }
    let changes = division.words.map { change in
      let range = change.range
      guard range.isEmpty, range.lowerBound > 0 else {
        return WordEdits.Change(range: script.tree.text.sourceRange(of: range), replacement: change.replacement)
      }
      // Behind a word: what a continuation puts between the word and what follows stays behind the new words.
      let end = script.tree.text.sourceOffset(of: range.lowerBound - 1) + 1
      return WordEdits.Change(range: end..<end, replacement: change.replacement)
    }
    if !changes.isEmpty {
      edits += WordEdits(
        dockerfile.source, instruction: instruction.range, comments: instruction.innerComments + shellComments,
        escape: isHeredoc ? UInt8(ascii: "\\") : instruction.escape, changes: changes
      ).edits()
    }
    return merged(edits.sorted { $0.range.lowerBound < $1.range.lowerBound })
  }

  /// Joins deletions that overlap: those of the last words of a list and of the command behind it.
  private func merged(_ edits: [SourceEdit]) -> [SourceEdit] {
    var result: [SourceEdit] = []
    for edit in edits {
      guard let last = result.last, last.range.upperBound > edit.range.lowerBound, !edit.range.isEmpty,
        last.replacement.isEmpty, edit.replacement.isEmpty
      else {
        result.append(edit)
        continue
      }
      let end = max(last.range.upperBound, edit.range.upperBound)
      result[result.count - 1] = .delete(last.range.lowerBound..<behindContinuation(from: last.range.lowerBound, end))
    }
    return result
  }

  /// The end of a deletion that starts with a line: a continuation that is all that is left of its last line goes too.
  private func behindContinuation(from start: ByteOffset, _ end: ByteOffset) -> ByteOffset {
    let source = dockerfile.source
    guard start > 0, source[start - 1] == 10, !isHeredoc else { return end }
    var offset = end
    var sawEscape = false
    while offset < source.count, source[offset] != 10 {
      if source[offset] == instruction.escape, !sawEscape {
        sawEscape = true
      } else if ![32, 9, 13].contains(source[offset]) {
        return end
      }
      offset += 1
    }
    return sawEscape && offset < source.count ? offset + 1 : end
  }

  private var isHeredoc: Bool { !instruction.heredocs.isEmpty }

  private var shellComments: [ByteRange] {
    isHeredoc ? script.tree.comments.map { script.tree.text.sourceRange(of: $0) } : []
  }

  /// Deletes a range of the shell text; comments that belong to what follows stay.
  private func removal(of range: ByteRange) -> [SourceEdit] {
    let source = script.tree.text.sourceRange(of: range)
    let items = script.tree.root.items
    guard
      let last = items.last(where: {
        $0.range.lowerBound < range.upperBound && $0.range.upperBound <= range.upperBound
          && $0.range.lowerBound >= range.lowerBound
      })
    else {
      return [.delete(source)]
    }
    let lastEnd = script.tree.text.sourceRange(of: last.range).upperBound
    // The range of a text that ends where the next kept element starts.
    let end =
      range.upperBound < script.tree.text.count
      ? script.tree.text.sourceOffset(of: range.upperBound) : source.upperBound
    let comments = (instruction.innerComments + shellComments).filter {
      $0.lowerBound >= lastEnd && $0.lowerBound < end
    }
    guard range.upperBound > last.range.upperBound, !comments.isEmpty else {
      return [.delete(source.lowerBound..<(range.upperBound > last.range.upperBound ? end : source.upperBound))]
    }
    var edits: [SourceEdit] = [.delete(source.lowerBound..<lastEnd)]
    if let separator = last.separatorRange, last.separator != .newline {
      var place = script.tree.text.sourceRange(of: separator)
      while place.upperBound < end, dockerfile.source[place.upperBound] == 32 {
        place = place.lowerBound..<place.upperBound + 1
      }
      edits.append(.delete(place))
    }
    return edits
  }
}
