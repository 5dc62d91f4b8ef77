package import SourceText

/// A command: one of the shell's simple or compound commands, or what could not be parsed as one.
package indirect enum Command: Sendable {
  case simple(SimpleCommand)
  case pipeline(Pipeline)
  /// `{ …; }`
  case group(CommandList, ByteRange)
  case subshell(CommandList, ByteRange)
  case ifClause(IfClause)
  case loop(Loop)
  case caseClause(CaseClause)
  case function(FunctionDefinition)
  /// `[[ … ]]`
  case test(ByteRange, redirections: [Redirection])
  /// `(( … ))`
  case arithmetic(ByteRange, redirections: [Redirection])
  case unparsed(ByteRange, reason: String)

  /// The command and its redirections, without the lines of here-documents.
  package var range: ByteRange {
    switch self {
    case .simple(let command): command.range
    case .pipeline(let pipeline): pipeline.range
    case .group(_, let range), .subshell(_, let range), .test(let range, _), .arithmetic(let range, _),
      .unparsed(let range, _):
      range
    case .ifClause(let clause): clause.range
    case .loop(let loop): loop.range
    case .caseClause(let clause): clause.range
    case .function(let function): function.range
    }
  }

  /// The redirections of the command itself; a pipeline has none, and a function those of its body.
  package var redirections: [Redirection] {
    switch self {
    case .simple(let command): command.redirections
    case .pipeline, .unparsed: []
    // The compound node always stands right before its first list.
    case .group(let list, _), .subshell(let list, _): list.storage.redirections(list.storage.compound(of: list.index))
    case .test(_, let redirections), .arithmetic(_, let redirections): redirections
    case .ifClause(let clause): clause.storage.redirections(clause.index)
    case .loop(let loop): loop.storage.redirections(loop.index)
    case .caseClause(let clause): clause.storage.redirections(clause.index)
    case .function(let function): function.body.redirections
    }
  }

  /// The view of a pipeline node; one plain command stands for itself.
  init(storage: ShellStorage, pipeline index: Int) {
    let node = storage.nodes[index]
    guard node.kind == .pipeline else {
      self = .unparsed(node.range, reason: storage.reason(index))
      return
    }
    if let plain = storage.plainCommand(of: index) {
      self.init(storage: storage, index: plain)
    } else {
      self = .pipeline(Pipeline(storage: storage, index: index))
    }
  }

  init(storage: ShellStorage, index: Int) {
    let range = storage.range(index)
    let list = storage.child(index, .list).map { CommandList(storage: storage, index: $0) }
    switch (storage.nodes[index].kind, list) {
    case (.simple, _): self = .simple(SimpleCommand(storage: storage, index: index))
    case (.group, let list?): self = .group(list, range)
    case (.subshell, let list?): self = .subshell(list, range)
    case (.ifClause, _): self = .ifClause(IfClause(storage: storage, index: index))
    case (.loop, _): self = .loop(Loop(storage: storage, index: index))
    case (.caseClause, _): self = .caseClause(CaseClause(storage: storage, index: index))
    case (.function, _): self = .function(FunctionDefinition(storage: storage, index: index))
    case (.test, _): self = .test(range, redirections: storage.redirections(index))
    case (.arithmeticCommand, _): self = .arithmetic(range, redirections: storage.redirections(index))
    default: self = .unparsed(range, reason: storage.reason(index))
    }
  }
}

extension ShellStorage {
  func redirections(_ index: Int) -> [Redirection] {
    children(index, .redirection).map { Redirection(storage: self, index: $0) }
  }

  /// The command of a pipeline that holds nothing else.
  func plainCommand(of pipeline: Int) -> Int? {
    var children = children(pipeline)
    guard let only = children.next(), children.next() == nil, nodes[only].kind.isCommand else { return nil }
    return only
  }

  func reason(_ index: Int) -> String {
    let link = Int(nodes[index].link)
    return reasons.indices.contains(link) ? reasons[link] : "could not be parsed"
  }

  /// The group or subshell whose body is the list at `index`: the closest command before it.
  func compound(of index: Int) -> Int {
    nodes[..<index].lastIndex { $0.kind.isCommand } ?? index
  }
}

/// Commands joined by `|`, or one with `!` or `time` before it.
package struct Pipeline: Sendable {
  let storage: ShellStorage
  let index: Int

  package var range: ByteRange { storage.range(index) }

  /// Whether an odd number of `!` stands before it.
  package var isNegated: Bool { words.count { $0 == "!" } % 2 == 1 }
  package var isTimed: Bool { words.contains("time") }

  package var commands: [Command] {
    storage.children(index).filter { storage.nodes[$0].kind.isCommand }.map { Command(storage: storage, index: $0) }
  }

  /// The `|` and `|&` between the commands.
  package var operatorRanges: [ByteRange] { storage.children(index, .operatorToken).map(storage.range) }

  private var words: [String] { storage.children(index, .reservedWord).map(storage.string) }
}

/// `NAME() body` or `function NAME body`.
package struct FunctionDefinition: Sendable {
  let storage: ShellStorage
  let index: Int

  package var range: ByteRange { storage.range(index) }
  package var name: String { storage.child(index, .name).map(storage.string) ?? "" }

  package var body: Command {
    guard let body = storage.children(index).first(where: { storage.nodes[$0].kind.isCommand }) else {
      return .unparsed(range, reason: "function has no body")
    }
    return Command(storage: storage, index: body)
  }
}
