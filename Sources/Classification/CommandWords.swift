package import BuildModel
package import ShellSyntax
package import SourceText

/// The words of a simple command, with their values as far as they are known.
package struct CommandWords: Sendable {
  package struct Item: Sendable, Equatable {
    /// The value; nil where a variable or a substitution can't be resolved.
    package let value: String?
    /// The word as written.
    package let raw: String
    /// The range in the shell text; nil for the words of an exec form.
    package let range: ByteRange?
  }

  package var items: [Item]
  /// The programs before it that only start it: `env`, `exec`, `gosu`.
  package private(set) var prefixes: [String] = []
  /// The environment that assignments before the command and `env` set.
  package var assignments: [(key: String, value: String?)] = []

  /// Takes the words of a command in a shell text.
  package init(_ command: SimpleCommand, in tree: ShellTree, state: StageState) {
    items = command.words.flatMap { word -> [Item] in
      let raw = String(decoding: tree.text.bytes[word.range], as: UTF8.self)
      let value = word.value { state.value($0) }
      return [Item(value: value, raw: raw, range: word.range)]
    }
    assignments = command.assignments.map { ($0.name, $0.value.map { word in word.value { state.value($0) } } ?? "") }
    skipPrefixes()
  }

  /// Takes the words of a command that another one starts.
  package init(items: [Item]) {
    self.items = items
    skipPrefixes()
  }

  /// Takes the words of an exec form.
  package init(exec words: [String]) {
    items = words.map { Item(value: $0, raw: $0, range: nil) }
    skipPrefixes()
  }

  /// The program's name without its folder.
  package var program: String? { items.first?.value.map(ImagePath.basename) }

  package func value(_ index: Int) -> String? { index < items.count ? items[index].value : nil }

  /// Leaves out programs that only start another one, with their options.
  private mutating func skipPrefixes() {
    while let name = program, let shape = Self.starters[name], items.count > 1 {
      var index = 1
      while index < items.count, let word = items[index].value {
        if word == "--" {
          index += 1
          break
        }
        if word.hasPrefix("-") {
          index += shape.valueOptions.contains(word) ? 2 : 1
        } else if shape.takesAssignments, let equals = word.firstIndex(of: "="), equals != word.startIndex {
          assignments.append((String(word[..<equals]), String(word[word.index(after: equals)...])))
          index += 1
        } else {
          break
        }
      }
      index += shape.operands
      guard index < items.count else { return }
      prefixes.append(name)
      items.removeFirst(index)
    }
  }

  /// POSIX and everyday programs that run the command behind them.
  private static let starters: [String: (takesAssignments: Bool, operands: Int, valueOptions: Set<String>)] = [
    "env": (true, 0, ["-u", "--unset", "-C", "--chdir"]), "exec": (false, 0, ["-a"]), "time": (false, 0, []),
    "command": (false, 0, []), "nohup": (false, 0, []), "nice": (false, 0, ["-n"]), "ionice": (false, 0, ["-c", "-n"]),
    "sudo": (true, 0, ["-u", "-g", "-C", "-h", "-p"]), "gosu": (false, 1, []), "su-exec": (false, 1, []),
    "setpriv": (false, 0, []), "tini": (false, 0, ["-p", "-e"]), "dumb-init": (false, 0, ["-r", "--rewrite"]),
    "timeout": (false, 1, ["-s", "--signal", "-k", "--kill-after"]), "stdbuf": (false, 0, ["-i", "-o", "-e"]),
    "catatonit": (false, 0, []), "xargs": (false, 0, ["-n", "-I", "-P", "-L", "-d", "-a"]),
  ]
}
