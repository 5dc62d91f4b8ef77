internal import SourceText

/// Works out what to delete of a list, one and-or chain after the other: `a && b || c;` is a chain.
struct ListRemoval {
  private let text: [UInt8]
  private let isRemoved: [Bool]
  private let lastKept: Int
  private let separators: [Separator?]
  private let separatorRanges: [ByteRange?]
  private let ranges: [ByteRange]
  /// Whether a reserved word follows the list, which must not follow a simple command.
  private let needsSeparator: Bool
  /// What lies between commands and stays: comments, and the lines of here-documents; sorted.
  private var islands: [ByteRange] = []
  /// The lines of here-documents that go with their commands.
  private var lines: [ByteRange] = []
  private var result: [ByteRange] = []

  init(tree: ShellTree, items: [ListItem], isRemoved: [Bool]) {
    text = tree.text.bytes
    self.isRemoved = isRemoved
    lastKept = isRemoved.lastIndex(of: false) ?? -1
    separators = items.map(\.separator)
    separatorRanges = items.map(\.separatorRange)
    ranges = items.map(\.range)
    var end = ranges.last?.upperBound ?? 0
    while end < text.count, text[end] == UInt8(ascii: " ") || text[end] == UInt8(ascii: "\t") { end += 1 }
    needsSeparator = end < text.count && !");`".utf8.contains(text[end])
    findHereDocuments(items)
    findComments(tree.comments)
    islands.sort { $0.lowerBound < $1.lowerBound }
  }

  /// - Returns: the ranges to delete, sorted; `nil` where what remains would not run as before.
  mutating func plan() -> [ByteRange]? {
    var start = 0
    while start < ranges.count {
      var last = start
      var removed = isRemoved[start] ? 1 : 0
      while last + 1 < ranges.count, separators[last]?.isConditional == true {
        last += 1
        removed += isRemoved[last] ? 1 : 0
      }
      if removed == last - start + 1 {
        // All that follows the last kept command goes in one piece.
        if start - 1 == lastKept { last = ranges.count - 1 }
        removeChain(start...last)
      } else if removed > 0 {
        guard removeOperands(start...last) else { return nil }
      }
      start = last + 1
    }
    result += lines
    let merged = merged()
    return merged.contains(where: joinsTokens) ? nil : merged
  }

  /// Whether what stands around a range would make another token together, as two `(` do.
  private func joinsTokens(_ range: ByteRange) -> Bool {
    guard range.lowerBound > 0, range.upperBound < text.count else { return false }
    switch (text[range.lowerBound - 1], text[range.upperBound]) {
    case (UInt8(ascii: "("), UInt8(ascii: "(")), (UInt8(ascii: "&"), UInt8(ascii: "&")),
      (UInt8(ascii: "&"), UInt8(ascii: ">")):
      return true
    default:
      return false
    }
  }

  // MARK: Chains

  /// Removes a whole chain with the separator behind it, or before it if it is the last one.
  private mutating func removeChain(_ chain: ClosedRange<Int>) {
    var lower = ranges[chain.lowerBound].lowerBound
    let upper = ranges[chain.upperBound].upperBound
    let before = chain.lowerBound - 1
    if before == lastKept, before >= 0 {
      // What ends the list, which may be nothing, ends the command before in the same way.
      let gap = ranges[before].upperBound..<upper
      if endsPlainly(before), endsPlainly(chain.upperBound), !holdsIsland(gap) { return result.append(gap) }
      while lower > ranges[before].upperBound, isBlank(text[lower - 1]) { lower -= 1 }
    }
    remove(lower..<endOfSeparator(chain.upperBound))
  }

  /// Removes some operands of a chain, none of which may stand before or right behind `||`.
  private mutating func removeOperands(_ chain: ClosedRange<Int>) -> Bool {
    if let lastOr = chain.last(where: { $0 < chain.upperBound && separators[$0] == .or }),
      isRemoved[chain.lowerBound...lastOr + 1].contains(true)
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
      let gap =
        (index == chain.lowerBound ? ranges[index].lowerBound : ranges[index - 1].upperBound)..<ranges[last].upperBound
      if index > chain.lowerBound, !holdsIsland(gap), separators[last] != nil || endsPlainly(last) {
        result.append(gap)
      } else if last < chain.upperBound {
        remove(ranges[index].lowerBound..<ranges[last + 1].lowerBound)
      } else if let join = separatorRanges[index - 1], endsPlainly(last), join.lowerBound > ranges[index - 1].upperBound
      {
        // The newline of the comment or here-document that stays ends the command before.
        remove(join.lowerBound..<endOfSeparator(last))
      } else {
        return false
      }
      index = last + 1
    }
    return true
  }

  /// Whether another command may end as an item does: at a newline, at `;`, or with the list.
  private func endsPlainly(_ item: Int) -> Bool {
    separators[item].map { $0 == .semicolon || $0 == .newline } ?? !needsSeparator
  }

  private func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }

  /// The end of the separator behind an item and of the blanks behind that.
  private func endOfSeparator(_ item: Int) -> Int {
    guard var upper = separatorRanges[item]?.upperBound else { return ranges[item].upperBound }
    if let end = item + 1 < ranges.count ? ranges[item + 1].lowerBound : nil {
      while upper < end, isBlank(text[upper]) { upper += 1 }
    }
    return upper
  }

  // MARK: What stays between commands

  /// Sorts here-documents by whether they stay; one that stays needs the newline before the lines that it begins or
  /// continues, and the one behind its delimiter.
  private mutating func findHereDocuments(_ items: [ListItem]) {
    var documents: [(range: ByteRange, isRemoved: Bool)] = []
    for (number, item) in items.enumerated() {
      for range in item.hereDocuments {
        let hasNewline = range.upperBound < text.count && text[range.upperBound] == UInt8(ascii: "\n")
        documents.append((range.lowerBound..<range.upperBound + (hasNewline ? 1 : 0), isRemoved[number]))
      }
    }
    documents.sort { $0.range.lowerBound < $1.range.lowerBound }
    var blockStart = 0
    for (number, document) in documents.enumerated() {
      if number == 0 || documents[number - 1].range.upperBound != document.range.lowerBound {
        blockStart = document.range.lowerBound
      }
      if document.isRemoved {
        lines.append(document.range)
      } else {
        if blockStart > 0 { islands.append(blockStart - 1..<blockStart) }
        islands.append(document.range)
      }
    }
  }

  /// Finds the comments between commands, each with the newline that ends it.
  private mutating func findComments(_ comments: [ByteRange]) {
    var item = 0
    for comment in comments {
      while item < ranges.count, ranges[item].upperBound <= comment.lowerBound { item += 1 }
      if item < ranges.count, ranges[item].contains(comment.lowerBound) { continue }
      var upper = comment.upperBound
      if upper < text.count, text[upper] == UInt8(ascii: "\r") { upper += 1 }
      if upper < text.count, text[upper] == UInt8(ascii: "\n") { upper += 1 }
      islands.append(comment.lowerBound..<upper)
    }
  }

  private func firstIsland(endingBehind offset: Int) -> Int {
    var low = 0
    var high = islands.count
    while low < high {
      let middle = (low + high) / 2
      if islands[middle].upperBound <= offset { low = middle + 1 } else { high = middle }
    }
    return low
  }

  private func holdsIsland(_ range: ByteRange) -> Bool {
    let index = firstIsland(endingBehind: range.lowerBound)
    return index < islands.count && islands[index].lowerBound < range.upperBound
  }

  /// Deletes `range` but for the islands in it.
  private mutating func remove(_ range: ByteRange) {
    var position = range.lowerBound
    var index = firstIsland(endingBehind: position)
    while index < islands.count, islands[index].lowerBound < range.upperBound {
      if islands[index].lowerBound > position { result.append(position..<islands[index].lowerBound) }
      position = max(position, islands[index].upperBound)
      index += 1
    }
    if position < range.upperBound { result.append(position..<range.upperBound) }
  }

  /// The ranges sorted, overlapping ones joined.
  private func merged() -> [ByteRange] {
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
