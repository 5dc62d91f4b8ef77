package import SourceText

/// `if … then … elif … else … fi`.
package struct IfClause: Sendable {
  let storage: ShellStorage
  let index: Int

  package var range: ByteRange { storage.range(index) }

  /// The `if` branch and each `elif` branch.
  package var branches: [(condition: CommandList, body: CommandList)] {
    let lists = lists
    return stride(from: 0, to: lists.count - 1, by: 2).map { (lists[$0], lists[$0 + 1]) }
  }

  package var elseBody: CommandList? { lists.count % 2 == 1 ? lists.last : nil }

  private var lists: [CommandList] { storage.lists(index) }
}

/// A loop of any kind.
package struct Loop: Sendable {
  package enum Kind: String, Sendable {
    case `for`, `while`, until, select
  }

  let storage: ShellStorage
  let index: Int

  package var range: ByteRange { storage.range(index) }

  package var kind: Kind {
    storage.child(index, .reservedWord).flatMap { Kind(rawValue: storage.string($0)) } ?? .for
  }

  /// The variable of `for` and `select`; `nil` for `for ((…))` too.
  package var variable: String? { storage.child(index, .name).map(storage.string) }

  /// The words behind `in`; see `hasWords` for loops over `"$@"`.
  package var words: [Word] { storage.words(index) }

  /// Whether the loop says `in`.
  package var hasWords: Bool { storage.children(index, .reservedWord).contains { storage.string($0) == "in" } }

  /// The condition of `while` and `until`.
  package var condition: CommandList? {
    kind == .while || kind == .until ? storage.lists(index).first : nil
  }

  package var body: CommandList {
    storage.lists(index).last ?? CommandList(storage: storage, index: index)
  }
}

/// `case … in … esac`.
package struct CaseClause: Sendable {
  let storage: ShellStorage
  let index: Int

  package var range: ByteRange { storage.range(index) }

  /// The word that is compared, `nil` only in a clause that could not be parsed.
  package var subject: Word? { storage.words(index).first }

  package var arms: [(patterns: [Word], body: CommandList)] {
    storage.children(index, .caseArm).compactMap { arm in
      storage.lists(arm).first.map { (storage.words(arm), $0) }
    }
  }
}

extension ShellStorage {
  func lists(_ index: Int) -> [CommandList] {
    children(index, .list).map { CommandList(storage: self, index: $0) }
  }

  func words(_ index: Int) -> [Word] {
    children(index, .word).map { Word(storage: self, index: $0) }
  }
}
