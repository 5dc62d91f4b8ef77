import ShellSyntax
import SourceText

/// A compact form of a tree for expectations: `(make -j4) && (ls "{$X}") ;`.
struct ShellDump {
  let tree: ShellTree

  func list(_ list: CommandList) -> String {
    list.items.map { item in
      let separator: String
      switch item.separator {
      case .and: separator = " &&"
      case .or: separator = " ||"
      case .semicolon: separator = " ;"
      case .newline: separator = " nl"
      case .background: separator = " &"
      case nil: separator = ""
      }
      return command(item.command) + separator
    }.joined(separator: " ")
  }

  func command(_ command: Command) -> String {
    switch command {
    case .simple(let simple):
      let assignments = simple.assignments.map(assignment)
      return "("
        + (assignments + simple.words.map(word) + simple.redirections.map(redirection)).joined(separator: " ") + ")"
    case .pipeline(let pipeline):
      let prefix = (pipeline.isTimed ? "time " : "") + (pipeline.isNegated ? "! " : "")
      return "<" + prefix + pipeline.commands.map(self.command).joined(separator: " | ") + ">"
    case .group(let body, _): return "{" + list(body) + "}" + redirections(command)
    case .subshell(let body, _): return "sub{" + list(body) + "}" + redirections(command)
    case .ifClause(let clause):
      let branches = clause.branches.map { "if{\(list($0.condition))}{\(list($0.body))}" }
      return branches.joined() + (clause.elseBody.map { "else{\(list($0))}" } ?? "") + redirections(command)
    case .loop(let loop):
      let head = ([loop.kind.rawValue] + (loop.variable.map { [$0] } ?? []) + loop.words.map(word)).joined(
        separator: " ")
      return "\(head){" + (loop.condition.map { list($0) + "}{" } ?? "") + list(loop.body) + "}" + redirections(command)
    case .caseClause(let clause):
      let arms = clause.arms.map { "[" + $0.patterns.map(word).joined(separator: "|") + "]{\(list($0.body))}" }
      return "case " + (clause.subject.map(word) ?? "?") + arms.joined() + redirections(command)
    case .function(let function): return "fn \(function.name) " + self.command(function.body)
    case .test(let range, _): return "test<\(tree.string(range))>"
    case .arithmetic(let range, _): return "let<\(tree.string(range))>"
    case .unparsed: return "UNPARSED"
    }
  }

  func redirections(_ command: Command) -> String {
    command.redirections.map { " " + redirection($0) }.joined()
  }

  func redirection(_ redirection: Redirection) -> String {
    var result = (redirection.fd.map(String.init) ?? "") + redirection.op + (redirection.target.map(word) ?? "?")
    if let lines = redirection.hereDocument {
      result += "[" + (lines.isQuoted ? "quoted " : "") + lines.delimiter + ": "
      result += lines.parts.map(part).joined().replacing("\r\n", with: "~").replacing("\n", with: "~") + "]"
    }
    return result
  }

  func assignment(_ assignment: Assignment) -> String {
    let value =
      assignment.isArray
      ? "[" + assignment.elements.map(word).joined(separator: " ") + "]" : assignment.value.map(word) ?? ""
    return assignment.name + (assignment.isAppend ? "+=" : "=") + value
  }

  func word(_ word: Word) -> String { word.parts.map(part).joined() }

  func part(_ part: WordPart) -> String {
    switch part {
    case .literal(let range), .escaped(let range), .singleQuoted(let range), .ansiQuoted(let range),
      .arithmetic(let range):
      return tree.string(range)
    case .doubleQuoted(let parts, _): return "\"" + parts.map(self.part).joined() + "\""
    case .parameter(let expansion):
      return "{$" + (expansion.prefix ?? "") + expansion.name + (expansion.hasSubscript ? "[]" : "")
        + (expansion.op.map { " \($0) " } ?? "") + (expansion.argument.map(word) ?? "") + "}"
    case .commandSubstitution(let body, _, let backticks): return (backticks ? "`" : "$") + "[" + list(body) + "]"
    case .processSubstitution(let body, let range):
      return tree.string(range.lowerBound..<range.lowerBound + 1) + "[" + list(body) + "]"
    case .array(let words, _): return "[" + words.map(word).joined(separator: " ") + "]"
    }
  }
}
