package import SourceText

/// Removing commands from a list.
extension ShellTree {
  /// The ranges of the text to delete so that `list` loses the items at `indices`, and what remains is well-formed.
  ///
  /// Where the removed commands succeed, those that are kept run as before: the operators between them stay or go
  /// with the removed ones, and the lines of their here-documents go too. Comments stay where that can be.
  /// - Returns: sorted ranges that do not overlap; `nil` where it can't be done: all items would go, one of them is
  ///   the operand of `||`, or the text could not be parsed.
  package func rangesToRemove(items indices: [Int], in list: CommandList) -> [ByteRange]? {
    guard isComplete else { return nil }
    let items = list.items
    var isRemoved = [Bool](repeating: false, count: items.count)
    for index in indices {
      guard isRemoved.indices.contains(index) else { return nil }
      isRemoved[index] = true
    }
    guard isRemoved.contains(true) else { return [] }
    guard isRemoved.contains(false) else { return nil }
    var removal = ListRemoval(tree: self, items: items, isRemoved: isRemoved)
    return removal.plan()
  }
}
