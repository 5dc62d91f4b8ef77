/// A simple command and where it stands.
package struct CommandVisit: Sendable {
  /// A list that holds the command, directly or deeper, and which of its items does.
  package struct Position: Sendable {
    package let list: CommandList
    package let index: Int
    package var item: ListItem { list.items[index] }
  }

  /// A construct around a command that decides whether, how often or where it runs.
  package enum Context: Sendable, Equatable {
    /// The condition of `if`, `while` or `until`.
    case condition
    /// A body of `if`, or an arm of `case`.
    case branch
    case loop
    case function(String)
    case subshell, group
    /// One of several commands joined by `|`, or negated.
    case pipeline
    case commandSubstitution
    case background
    /// Behind `||`: runs only if what is before it fails.
    case orElse
    /// Inside of something that could not be parsed.
    case unparsed
  }

  package let command: SimpleCommand
  /// Outermost first.
  package let context: [Context]
  /// From the root list to the list that holds the command; a command substitution's list is one of them.
  package let positions: [Position]

  /// Whether both commands are parts of one pipeline.
  package func sharesPipeline(with other: CommandVisit) -> Bool {
    guard let here = positions.last, let there = other.positions.last else { return false }
    return here.index == there.index && here.list.range == there.list.range
  }

  /// The name of the innermost function that the command is part of.
  package var functionName: String? {
    for case .function(let name) in context.reversed() { return name }
    return nil
  }

  /// Whether the command runs whenever all commands before it succeed: in no condition, branch, loop, function,
  /// substitution or `||`.
  package var isUnconditional: Bool {
    context.allSatisfy { $0 == .subshell || $0 == .group || $0 == .pipeline }
  }
}

extension ShellTree {
  /// Every simple command in source order, those in command substitutions behind the command that they are part of.
  package func simpleCommands() -> [CommandVisit] {
    var walk = CommandWalk(storage: storage)
    walk.visit(0)
    return walk.visits
  }
}

/// Goes through the nodes depth-first; the parser's depth limit bounds the recursion.
private struct CommandWalk {
  let storage: ShellStorage
  var visits: [CommandVisit] = []
  var context: [CommandVisit.Context] = []
  var positions: [CommandVisit.Position] = []

  init(storage: ShellStorage) { self.storage = storage }

  mutating func visit(_ index: Int) {
    let node = storage.nodes[index]
    switch node.kind {
    case .list: visitItems(index)
    case .simple:
      let command = SimpleCommand(storage: storage, index: index)
      visits.append(CommandVisit(command: command, context: context, positions: positions))
      visitChildren(index)
    case .subshell: within(.subshell) { $0.visitChildren(index) }
    case .group: within(.group) { $0.visitChildren(index) }
    case .pipeline:
      let isPlain = storage.plainCommand(of: index) != nil
      if isPlain { visitChildren(index) } else { within(.pipeline) { $0.visitChildren(index) } }
    case .function:
      let name = FunctionDefinition(storage: storage, index: index).name
      within(.function(name)) { $0.visitChildren(index) }
    case .commandSubstitution, .backticks, .processSubstitution:
      within(.commandSubstitution) { $0.visitChildren(index) }
    case .caseArm: within(.branch) { $0.visitChildren(index) }
    case .unparsed: within(.unparsed) { $0.visitChildren(index) }
    case .ifClause, .loop: visitLists(of: index)
    default: if !node.kind.isLeaf { visitChildren(index) }
    }
  }

  private mutating func visitChildren(_ index: Int) {
    for child in storage.children(index) where !storage.nodes[child].kind.isLeaf { visit(child) }
  }

  private mutating func within(_ element: CommandVisit.Context, _ body: (inout CommandWalk) -> Void) {
    context.append(element)
    body(&self)
    context.removeLast()
  }

  private mutating func visitItems(_ index: Int) {
    let list = CommandList(storage: storage, index: index)
    var number = 0
    var isOrElse = false
    // Here-documents stand between the items.
    for child in storage.children(index) {
      guard storage.nodes[child].kind == .item else {
        visit(child)
        continue
      }
      let separator = ListItem(storage: storage, index: child).separator
      positions.append(CommandVisit.Position(list: list, index: number))
      let depth = context.count
      if isOrElse { context.append(.orElse) }
      if separator == .background { context.append(.background) }
      visitChildren(child)
      context.removeLast(context.count - depth)
      positions.removeLast()
      number += 1
      isOrElse = separator == .or || (isOrElse && separator == .and)
    }
  }

  private mutating func visitLists(of index: Int) {
    var listNumber = 0
    let isLoop = storage.nodes[index].kind == .loop
    let hasElse = storage.lists(index).count % 2 == 1
    let lists = storage.lists(index).count
    for child in storage.children(index) where !storage.nodes[child].kind.isLeaf {
      guard storage.nodes[child].kind == .list else {
        visit(child)
        continue
      }
      listNumber += 1
      if isLoop {
        within(.loop) { walk in
          if listNumber < lists { walk.within(.condition) { $0.visit(child) } } else { walk.visit(child) }
        }
      } else {
        let isElse = hasElse && listNumber == lists
        within(listNumber % 2 == 1 && !isElse ? .condition : .branch) { $0.visit(child) }
      }
    }
  }
}
