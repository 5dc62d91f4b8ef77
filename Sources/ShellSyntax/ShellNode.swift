internal import SourceText

/// One node of the flat tree: inner nodes stand before their children, leaves hold every byte of the text once.
struct ShellNode: Sendable {
  enum Kind: UInt8, Sendable {
    // Trivia: leaves that mean nothing to the shell.
    case whitespace, newline, carriageReturn, continuation, comment
    // Leaves.
    case operatorToken, reservedWord, punctuation, literal, escaped, singleQuoted, ansiQuoted, name, subscripted
    case expansionPrefix, expansionOperator, descriptor, hereDocumentText, hereDocumentEnd, stray
    // Inner nodes: commands.
    case list, item, pipeline, simple, group, subshell, ifClause, loop, caseClause, caseArm, function, test
    case arithmeticCommand, unparsed
    // Inner nodes: parts of commands.
    case word, assignment, redirection, array, hereDocument
    // Inner nodes: parts of words.
    case doubleQuoted, parameter, commandSubstitution, backticks, arithmetic, processSubstitution

    var isTrivia: Bool { rawValue <= Kind.comment.rawValue }
    var isLeaf: Bool { rawValue <= Kind.stray.rawValue }
    var isCommand: Bool { rawValue >= Kind.simple.rawValue && rawValue <= Kind.unparsed.rawValue && self != .caseArm }
  }

  var kind: Kind
  var start: Int32
  var end: Int32
  /// The index of the node behind this one and all that is in it.
  var next: Int32
  /// For a redirection its here-document, for what could not be parsed the diagnostic; -1 for none.
  var link: Int32 = -1

  var range: ByteRange { Int(start)..<Int(end) }
}

/// What the views of one tree share: one reference, so that a view is cheap to copy.
final class ShellStorage: Sendable {
  let text: MappedText
  let nodes: [ShellNode]
  let reasons: [String]

  init(text: MappedText, nodes: [ShellNode], reasons: [String]) {
    self.text = text
    self.nodes = nodes
    self.reasons = reasons
  }

  func range(_ index: Int) -> ByteRange { nodes[index].range }

  /// The text of a node, with invalid UTF-8 replaced.
  func string(_ index: Int) -> String { String(decoding: text.bytes[range(index)], as: UTF8.self) }

  /// The indices of a node's children that are not trivia, in source order.
  func children(_ index: Int) -> ShellChildren { ShellChildren(of: index, in: self) }

  func children(_ index: Int, _ kind: ShellNode.Kind) -> [Int] {
    children(index).filter { nodes[$0].kind == kind }
  }

  func child(_ index: Int, _ kind: ShellNode.Kind) -> Int? {
    children(index).first { nodes[$0].kind == kind }
  }
}

/// The indices of a node's children that are not trivia, one by one.
struct ShellChildren: Sequence, IteratorProtocol {
  private let storage: ShellStorage
  private var child: Int
  private let end: Int

  init(of index: Int, in storage: ShellStorage) {
    self.storage = storage
    child = index + 1
    end = storage.nodes[index].kind.isLeaf ? child : Int(storage.nodes[index].next)
  }

  mutating func next() -> Int? {
    while child < end {
      let found = child
      child = Int(storage.nodes[child].next)
      if !storage.nodes[found].kind.isTrivia { return found }
    }
    return nil
  }
}
