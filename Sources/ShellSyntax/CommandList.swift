package import SourceText

/// A list of commands: that of a text, or the body of a compound command or a command substitution.
package struct CommandList: Sendable {
  let storage: ShellStorage
  let index: Int

  /// From the first command to the end of the last one's separator.
  package var range: ByteRange { storage.range(index) }

  /// `a && b; c` has three items, each with the operator behind it; a pipeline is one item.
  package var items: [ListItem] {
    storage.children(index, .item).map { ListItem(storage: storage, index: $0) }
  }
}

/// What stands between two commands of a list.
package enum Separator: Sendable {
  case and, or, semicolon, newline, background

  /// Whether the next command depends on how this one ended.
  package var isConditional: Bool { self == .and || self == .or }
}

/// One command of a list and the separator behind it.
package struct ListItem: Sendable {
  let storage: ShellStorage
  let index: Int

  private var commandIndex: Int { index + 1 }

  package var command: Command { Command(storage: storage, pipeline: commandIndex) }

  /// The command, `!` and `time` included; neither the separator nor the lines of here-documents.
  package var range: ByteRange { storage.range(commandIndex) }

  package var separatorRange: ByteRange? { separatorIndex.map(storage.range) }

  /// What ends the command, `nil` for the last one of a text or before a closing token.
  package var separator: Separator? {
    guard let range = separatorRange else { return nil }
    switch (storage.text.bytes[range.lowerBound], range.count) {
    case (UInt8(ascii: "&"), 2): return .and
    case (UInt8(ascii: "|"), _): return .or
    case (UInt8(ascii: "&"), _): return .background
    case (UInt8(ascii: "\n"), _): return .newline
    default: return .semicolon
    }
  }

  private var separatorIndex: Int? { storage.child(index, .operatorToken) }
}
