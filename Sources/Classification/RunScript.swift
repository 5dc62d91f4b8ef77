package import DockerfileSyntax
package import ShellSyntax
import SourceText

/// The shell text of a RUN that can be divided command by command.
package struct RunScript: Sendable {
  package let tree: ShellTree
  /// Whether the list stands in quotes inside of another command (`bash -c "…"`).
  package let isNested: Bool

  /// The innermost single list of the instruction: through a heredoc, and through `sh -c "…"` if that is all there is.
  ///
  /// - Returns: nil for an exec form that starts no shell.
  package init?(_ instruction: Instruction, source: [UInt8]) {
    guard instruction.execForm == nil else { return nil }
    var tree = ShellTree.parse(Self.text(of: instruction, source: source))
    var isNested = false
    while tree.root.items.count == 1, case .simple(let command) = tree.root.items[0].command,
      command.redirections.isEmpty, let inner = tree.nestedScript(of: command),
      !CommandWords.changesSurroundings(command, in: tree)
    {
      tree = ShellTree.parse(inner)
      isNested = true
    }
    self.tree = tree
    self.isNested = isNested
  }

  /// The text that the shell gets: the body of a heredoc where the instruction has nothing else, else its arguments.
  private static func text(of instruction: Instruction, source: [UInt8]) -> MappedText {
    guard let heredoc = instruction.heredocs.first, instruction.heredocs.count == 1,
      instruction.arguments.bytes.starts(with: Array("<<".utf8)),
      !instruction.arguments.bytes.contains(where: { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") })
    else { return instruction.arguments }
    var text = MappedText()
    var line = heredoc.bodyRange.lowerBound
    while line < heredoc.bodyRange.upperBound {
      var start = line
      if heredoc.stripsTabs { while start < heredoc.bodyRange.upperBound, source[start] == 9 { start += 1 } }
      var end = start
      while end < heredoc.bodyRange.upperBound, source[end] != 10 { end += 1 }
      end = min(end + 1, heredoc.bodyRange.upperBound)
      text.appendCopy(of: source, start..<end)
      line = end
    }
    return text
  }
}
