/// Edits of one source text, sorted, none of which overlaps another.
package struct EditSet: Sendable, Equatable {
  package private(set) var edits: [SourceEdit] = []

  package init() {}

  /// Takes edits in any order; gives `nil` if two of them overlap.
  package init?(_ edits: [SourceEdit]) {
    // In order each edit goes to the end at once; edits at one place keep the order in which they were given.
    let sorted = edits.enumerated().sorted { left, right in
      (left.element.range.lowerBound, left.offset) < (right.element.range.lowerBound, right.offset)
    }
    for (_, edit) in sorted where !insert(edit) { return nil }
  }

  package var isEmpty: Bool { edits.isEmpty }

  /// Adds `edit` behind the edits that start at or before it.
  ///
  /// - Returns: whether it was added; an edit that overlaps another is not.
  @discardableResult
  package mutating func insert(_ edit: SourceEdit) -> Bool {
    var index = edits.endIndex
    while index > 0, edits[index - 1].range.lowerBound > edit.range.lowerBound { index -= 1 }
    if index > 0, edits[index - 1].range.upperBound > edit.range.lowerBound { return false }
    if index < edits.endIndex, edit.range.upperBound > edits[index].range.lowerBound { return false }
    edits.insert(edit, at: index)
    return true
  }

  /// Rewrites `source`, or the part of it in `window`; edits outside of the window do not count.
  ///
  /// - Returns: the rewritten bytes of the window.
  package func apply(to source: [UInt8], in window: ByteRange? = nil) -> [UInt8] {
    let window = window ?? 0..<source.count
    var result: [UInt8] = []
    result.reserveCapacity(window.count)
    var position = window.lowerBound
    for edit in edits where edit.range.lowerBound >= window.lowerBound && edit.range.upperBound <= window.upperBound {
      result += source[position..<edit.range.lowerBound]
      result += edit.replacement
      position = edit.range.upperBound
    }
    result += source[position..<window.upperBound]
    return result
  }
}
