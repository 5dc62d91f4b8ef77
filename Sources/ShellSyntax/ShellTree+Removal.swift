package import SourceText

/// Removing commands from a list.
extension ShellTree {
  /// The ranges of the text to delete so that `list` loses the items at `indices`, and what remains is well-formed.
  ///
  /// Where the removed commands succeed, those that are kept run as before: the operators between them stay or go
  /// with the removed ones, and the lines of their here-documents go too. Comments stay where that can be.
  /// - Returns: sorted ranges that do not overlap; `nil` where it can't be done: all items would go, one of them is
  ///   the operand of `||`, or the list could not be parsed.
  package func rangesToRemove(items indices: [Int], in list: CommandList) -> [ByteRange]? {
    let items = list.items
    var isRemoved = [Bool](repeating: false, count: items.count)
    for index in indices {
      guard isRemoved.indices.contains(index) else { return nil }
      isRemoved[index] = true
    }
    guard isRemoved.contains(true) else { return [] }
    guard isRemoved.contains(false) else { return nil }
    var removal = ListRemoval(tree: self, list: list, items: items, isRemoved: isRemoved)
    return removal.plan() ? removal.merged() : nil
  }
}

/// Works out what to delete, one and-or chain after the other: `a && b || c;` is a chain.
private struct ListRemoval {
  let tree: ShellTree
  let items: [ListItem]
  let isRemoved: [Bool]
  private let separators: [Separator?]
  private let separatorRanges: [ByteRange?]
  private let ranges: [ByteRange]
  private var result: [ByteRange] = []
  private let hereDocuments: [(item: Int, range: ByteRange)]

  init(tree: ShellTree, list: CommandList, items: [ListItem], isRemoved: [Bool]) {
    self.tree = tree
    self.items = items
    self.isRemoved = isRemoved
    separators = items.map(\.separator)
    separatorRanges = items.map(\.separatorRange)
    ranges = items.map(\.range)
    hereDocuments = items.enumerated().flatMap { number, item in item.hereDocuments.map { (number, $0) } }
  }

  mutating func plan() -> Bool {
    var start = 0
    while start < items.count {
      var last = start
      while last + 1 < items.count, separators[last]?.isConditional == true { last += 1 }
      let chain = start...last
      if chain.allSatisfy({ isRemoved[$0] }) {
        removeChain(chain)
      } else if chain.contains(where: { isRemoved[$0] }) {
        guard removeOperands(chain) else { return false }
      }
      start = last + 1
    }
    for document in hereDocuments where isRemoved[document.item] { removeLines(document.range) }
    return true
  }

  /// Removes a whole chain with the separator behind it, or before it if it is the last one.
  private mutating func removeChain(_ chain: ClosedRange<Int>) {
    let command = ranges[chain.lowerBound].lowerBound..<ranges[chain.upperBound].upperBound
    let isLastKept = !isRemoved[(chain.upperBound + 1)...].contains(false)
    if isLastKept, let kept = isRemoved[..<chain.lowerBound].lastIndex(of: false) {
      // The last chains of the list: what ends the last of them shall end the last one that is kept.
      let canMove =
        separators[kept] == .semicolon || separators[kept] == .newline || separators[kept]?.isConditional == true
      let isSafe = separators[chain.upperBound].map { $0 == .semicolon || $0 == .newline } ?? true
      let gap = chain.lowerBound == kept + 1 ? ranges[kept].upperBound..<command.upperBound : command
      if canMove, isSafe, chain.lowerBound == kept + 1, !isRemoved[(chain.upperBound + 1)...].contains(true),
        !holdsComment(gap), !holdsHereDocument(gap)
      {
        return result.append(gap)
      }
    }
    var upper = command.upperBound
    if let separator = separatorRanges[chain.upperBound] {
      let isNewline = separators[chain.upperBound] == .newline
      // A newline stays if lines of a here-document that is kept begin behind it.
      let feedsKept = hereDocuments.contains { !isRemoved[$0.item] && $0.range.lowerBound == separator.upperBound }
      let hasLines = hereDocuments.contains { $0.range.lowerBound == separator.upperBound }
      if !(isNewline && (feedsKept || hasLines)) { upper = skipBlanks(separator.upperBound) }
    }
    removeKeepingComments(command.lowerBound..<upper)
  }

  /// Removes some operands of a chain; those before the last `||` must all stay.
  private mutating func removeOperands(_ chain: ClosedRange<Int>) -> Bool {
    if let lastOr = chain.last(where: { $0 < chain.upperBound && separators[$0] == .or }),
      (chain.lowerBound...lastOr + 1).contains(where: { isRemoved[$0] })
    {
      return false
    }
    var index = chain.lowerBound
    while index <= chain.upperBound {
      guard isRemoved[index] else {
        index += 1
        continue
      }
      var last = index
      while last < chain.upperBound, isRemoved[last + 1] { last += 1 }
      if index == chain.lowerBound {
        removeKeepingComments(ranges[index].lowerBound..<ranges[last + 1].lowerBound)
      } else {
        let before = ranges[index - 1].upperBound..<ranges[last].upperBound
        if last < chain.upperBound, holdsComment(before) || holdsHereDocument(before) {
          removeKeepingComments(ranges[index].lowerBound..<ranges[last + 1].lowerBound)
        } else {
          result.append(before)
        }
      }
      index = last + 1
    }
    return true
  }

  // MARK: Ranges

  private func skipBlanks(_ offset: Int) -> Int {
    var upper = offset
    while upper < tree.text.count, tree.text.bytes[upper] == 0x20 || tree.text.bytes[upper] == 0x09 { upper += 1 }
    return upper
  }

  private func holdsComment(_ range: ByteRange) -> Bool {
    tree.comments.contains { $0.overlaps(range) }
  }

  private func holdsHereDocument(_ range: ByteRange) -> Bool {
    hereDocuments.contains { $0.range.overlaps(range) }
  }

  /// Removes `range` but for the comments between commands in it, their newlines, and here-documents that are kept.
  private mutating func removeKeepingComments(_ range: ByteRange) {
    var kept: [ByteRange] = []
    for comment in tree.comments where comment.overlaps(range) && !isInsideCommand(comment) {
      let newline = tree.text.bytes[comment.upperBound..<range.upperBound].firstIndex(of: UInt8(ascii: "\n"))
      kept.append(comment.lowerBound..<(newline.map { $0 + 1 } ?? comment.upperBound))
    }
    for document in hereDocuments where document.range.overlaps(range) { kept.append(document.range) }
    var position = range.lowerBound
    for piece in kept.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if piece.lowerBound > position { result.append(position..<piece.lowerBound) }
      position = max(position, piece.upperBound)
    }
    if position < range.upperBound { result.append(position..<range.upperBound) }
  }

  private func isInsideCommand(_ comment: ByteRange) -> Bool {
    ranges.contains { $0.contains(comment.lowerBound) }
  }

  /// Removes the lines of a here-document with the newline behind its delimiter.
  private mutating func removeLines(_ range: ByteRange) {
    var upper = range.upperBound
    if upper < tree.text.count, tree.text.bytes[upper] == UInt8(ascii: "\n") { upper += 1 }
    result.append(range.lowerBound..<upper)
  }

  /// The ranges sorted, overlapping ones joined.
  func merged() -> [ByteRange] {
    var merged: [ByteRange] = []
    for range in result.sorted(by: { ($0.lowerBound, $0.upperBound) < ($1.lowerBound, $1.upperBound) })
    where !range.isEmpty {
      if let last = merged.last, range.lowerBound <= last.upperBound {
        merged[merged.count - 1] = last.lowerBound..<max(last.upperBound, range.upperBound)
      } else {
        merged.append(range)
      }
    }
    return merged
  }
}

extension ListItem {
  /// The lines of the here-documents that belong to the item but stand outside of its range.
  var hereDocuments: [ByteRange] {
    let range = range
    return (index..<Int(storage.nodes[index].next)).compactMap { node in
      let link = Int(storage.nodes[node].link)
      guard storage.nodes[node].kind == .redirection, link >= 0 else { return nil }
      let lines = storage.range(link)
      return lines.lowerBound >= range.upperBound ? lines : nil
    }
  }
}
