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
  /// The user that `sudo -u`, `gosu` and the like run the command as; nil if it is the one in force.
  package var user: String?

  /// Takes the words of a command in a shell text.
  package init(_ command: SimpleCommand, in tree: ShellTree, state: StageState) {
    items = command.words.map { word in
      let raw = String(decoding: tree.text.bytes[word.range], as: UTF8.self)
      return Item(value: word.value { state.value($0) }, raw: raw, range: word.range)
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

  /// Names a program whose value is not known by how it is written, if that tells: `$(command -v pip)`, `$VENV/bin/pip`.
  mutating func nameProgramBySpelling() {
    guard let first = items.first, first.value == nil, let name = Self.programName(spelled: first.raw) else { return }
    items[0] = Item(value: name, raw: first.raw, range: first.range)
  }

  /// The name of a program that the shell finds out, as far as its spelling tells it.
  package static func programName(spelled raw: String) -> String? {
    var text = raw[...]
    if text.first == "\"", text.last == "\"", text.count > 1 { text = text.dropFirst().dropLast() }
    let name: Substring
    if let question = ["$(command -v ", "$(which ", "`which ", "`command -v "].first(where: text.hasPrefix) {
      name = text.dropFirst(question.count).dropLast()
    } else if let slash = text.lastIndex(of: "/") {
      name = text[text.index(after: slash)...]
    } else {
      return nil
    }
    let isPlain = name.utf8.allSatisfy { byte in
      (48...57).contains(byte) || (97...122).contains(byte | 0x20) || "-_.+".utf8.contains(byte)
    }
    return isPlain && !name.isEmpty ? String(name) : nil
  }

  /// Whether the program is a shell, which may be told what to run.
  var namesShell: Bool { program.map(["sh", "bash", "dash", "ash", ".", "source"].contains) ?? false }

  /// The file that is started, directly or by naming a shell.
  var startedFile: String? {
    namesShell ? items.dropFirst().compactMap(\.value).first { !$0.hasPrefix("-") } : value(0)
  }

  package func value(_ index: Int) -> String? { index < items.count ? items[index].value : nil }

  /// Leaves out programs that only start another one, with their options.
  private mutating func skipPrefixes() {
    while let name = program, let prefix = CommandPrefix.named(name), items.count > 1 {
      var index = 1
      while index < items.count, let word = items[index].value {
        if word == "--" {
          index += 1
          break
        }
        if word.hasPrefix("-") {
          switch prefix.option(word) {
          case .flag: break
          case .user(let name): user = name
          case .takesNext(let isUser):
            index += 1
            if isUser { user = value(index) }
          }
          index += 1
        } else if prefix.takesAssignments, let equals = word.firstIndex(of: "="), equals != word.startIndex {
          assignments.append((String(word[..<equals]), String(word[word.index(after: equals)...])))
          index += 1
        } else {
          break
        }
      }
      if user == nil { user = prefix.defaultUser }
      if prefix.namesUserFirst { user = value(index) }
      index += prefix.operands
      guard index < items.count else { return }
      prefixes.append(name)
      items.removeFirst(index)
    }
  }

  /// Whether a command gives the script that it starts another user or other variables.
  static func changesSurroundings(_ command: SimpleCommand, in tree: ShellTree) -> Bool {
    user(startedBy: command, in: tree, state: StageState()) != nil
      || !CommandWords(command, in: tree, state: StageState()).assignments.isEmpty
  }

  /// The user as whom `su` runs the script in its words; nil for any other program.
  static func user(startedBy command: SimpleCommand, in tree: ShellTree, state: StageState) -> String? {
    var words = CommandWords(items: [])
    words.items = command.words.map { Item(value: $0.value { state.value($0) }, raw: "", range: nil) }
    guard words.program == "su" || words.program == "runuser" else { return words.prefixUser(command, tree, state) }
    var index = 1
    while let word = words.value(index) {
      if ["-c", "--command", "-s", "--shell", "-g", "-G"].contains(word) {
        index += 2
      } else if word == "-u" || word == "--user" {
        return words.value(index + 1)
      } else if word.hasPrefix("-") {
        index += 1
      } else {
        return word
      }
    }
    return "root"
  }

  private func prefixUser(_ command: SimpleCommand, _ tree: ShellTree, _ state: StageState) -> String? {
    CommandWords(command, in: tree, state: state).user
  }
}
