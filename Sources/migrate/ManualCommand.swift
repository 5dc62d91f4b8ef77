import ArgumentParser
import Planning
import Reports

/// `migrate man`: the manual page, made of what `--help` says.
struct ManualCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "man", abstract: "Prints the manual page, for `man -l` or /usr/share/man/man1/migrate.1.")

  func run() throws {
    guard let tool = JSONReader.read(Array(Migrate._dumpHelp().utf8)[...]), let command = tool["command"] else {
      throw Failure("internal/manual", "the manual can't be made", help: "this is a fault of migrate")
    }
    try Output.print(ManualPage.render(command))
  }
}

/// The manual page in the macros of man(7).
enum ManualPage {
  static func render(_ tool: JSONValue) -> String {
    let name = tool["commandName"]?.string ?? ""
    let commands = (tool["subcommands"]?.items ?? []).filter { $0["shouldDisplay"] != .bool(false) }
    let main = commands.first { $0["commandName"]?.string == tool["defaultSubcommand"]?.string }
    var page = ".TH \(name.uppercased()) 1 \"\" \"migrate \(Migrate.version)\"\n"
    page += ".SH NAME\n\(escape(name)) \\- \(escape(tool["abstract"]?.string ?? ""))\n.SH SYNOPSIS\n"
    page += ".nf\n.B \(escape(name)) [path ...] [options]\n"
    for command in commands where command != main && !isHelp(command) {
      page += ".B \(escape(name + " " + (command["commandName"]?.string ?? ""))) ...\n"
    }
    page += ".fi\n"
    if let main {
      page += ".SH DESCRIPTION\n" + paragraphs(main["discussion"]?.string) + ".SH OPTIONS\n" + arguments(main)
    }
    for command in commands where command != main && !isHelp(command) { page += section(command, below: name) }
    return page
      + ".SH ENVIRONMENT\n.TP\n.B NO_COLOR\nOutput is not coloured.\n"
      + ".TP\n.B JOB_COMPLETION_INDEX\nThe part that \\-\\-shard auto/N means, from 0.\n"
      + ".SH FILES\n.TP\n.I .migrate/config.yaml\nOptions of a project.\n"
      + ".TP\n.I .migrate/plugins\nStrategies of a project.\n"
      + ".TP\n.I .migrate/journals\nWhat batch runs wrote, for \\-\\-resume and undo.\n"
  }

  private static func isHelp(_ command: JSONValue) -> Bool { command["commandName"]?.string == "help" }

  private static func section(_ command: JSONValue, below parent: String) -> String {
    let name = parent + " " + (command["commandName"]?.string ?? "")
    var text = ".SH \(escape(name.uppercased()))\n\(escape(command["abstract"]?.string ?? ""))\n"
    text += paragraphs(command["discussion"]?.string) + arguments(command)
    for inner in command["subcommands"]?.items ?? [] where !isHelp(inner) && inner["shouldDisplay"] != .bool(false) {
      let inside = name + " " + (inner["commandName"]?.string ?? "")
      text += ".SS \(escape(inside))\n\(escape(inner["abstract"]?.string ?? ""))\n"
      text += paragraphs(inner["discussion"]?.string) + arguments(inner)
    }
    return text
  }

  private static func arguments(_ command: JSONValue) -> String {
    (command["arguments"]?.items ?? []).filter { $0["shouldDisplay"] != .bool(false) }.map(argument).joined()
  }

  private static func argument(_ argument: JSONValue) -> String {
    let value = argument["valueName"]?.string ?? ""
    let names = (argument["names"]?.items ?? []).map { name in
      (name["kind"]?.string == "long" ? "--" : "-") + (name["name"]?.string ?? "")
    }
    var title = names.map { "\\fB\(escape($0))\\fR" }.joined(separator: ", ")
    switch argument["kind"]?.string {
    case "positional": title = "\\fI\(escape(value))\\fR" + (argument["isRepeating"] == .bool(true) ? " ..." : "")
    case "option": title += " \\fI\(escape(value))\\fR"
    default: break
    }
    var text = escape(argument["abstract"]?.string ?? "")
    if let values = argument["allValues"]?.texts, !values.isEmpty {
      text += " One of: \(escape(values.joined(separator: ", ")))."
    }
    if let value = argument["defaultValue"]?.string { text += " Default: \(escape(value))." }
    return ".TP\n\(title)\n\(text)\n"
  }

  private static func paragraphs(_ text: String?) -> String {
    guard let text else { return "" }
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    // an indented line is an example
    return lines.map { line in
      if line.isEmpty { return ".PP\n" }
      return line.hasPrefix("  ") ? ".br\n.nf\n\(escape(String(line)))\n.fi\n" : escape(String(line)) + "\n"
    }.joined()
  }

  /// The text with what has a meaning to roff made plain.
  static func escape(_ text: String) -> String {
    var result = ""
    for character in text {
      switch character {
      case "\\": result += "\\e"
      case "-": result += "\\-"
      case "`": result += "\\(ga"
      default: result.append(character)
      }
    }
    return result.hasPrefix(".") || result.hasPrefix("'") ? "\\&" + result : result
  }
}
