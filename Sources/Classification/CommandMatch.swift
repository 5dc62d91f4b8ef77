import BuildModel
import SourceText
package import Strategies

/// A command that a package manager's table knows.
package struct CommandMatch: Sendable {
  package struct Option: Sendable, Equatable {
    package let name: String
    package let value: String?
  }

  package let manager: PackageManagerStrategy
  package let rule: CommandRule
  /// The first word as written in the file, with variables resolved: `/opt/venv/bin/pip`.
  package let programPath: String
  package private(set) var options: [Option]
  /// The words behind the rule's own words that are no options.
  package let arguments: [CommandWords.Item]
  /// The words from the first of these arguments on, options included: the command that a launcher starts.
  package let launched: [CommandWords.Item]
  /// The name of the project's script that the command runs, if it runs one of that name.
  package let scriptName: String?
  /// The bytes of the lists that the command names, and of those that these name; nil for one that can't be read.
  package private(set) var lists: [[UInt8]?] = []

  mutating func keepOptions(_ isKept: (Option) -> Bool) { options = options.filter(isKept) }

  package func option(_ globs: [Glob]) -> Option? { options.first { globs.match($0.name) } }

  /// Adds the options that stand in the files which the command names for that.
  ///
  /// - Parameter read: gives the bytes of a file by the path in the command; nil if it is not known.
  mutating func addOptions(ofFiles read: (String) -> [UInt8]?) {
    var pending = options.filter { manager.argumentFiles.match($0.name) }.compactMap(\.value)
    var seen: Set<String> = []
    while let path = pending.popLast() {
      guard seen.insert(path).inserted, seen.count < 50 else { continue }
      let content = read(path)
      lists.append(content)
      guard let bytes = content else { continue }
      for start in Self.optionLines(bytes) {
        let line = bytes[start...].prefix { !Self.endsLine($0) }
        let words = line.split(whereSeparator: { $0 == 32 || $0 == 9 }).map { word in
          let text = String(decoding: word, as: UTF8.self)
          return CommandWords.Item(value: text, raw: text, range: nil)
        }
        let further = Self.split(words[...], valueOptions: manager.valueOptions).options
        options += further
        let folder = ImagePath.folder(of: path)
        pending += further.filter { manager.argumentFiles.match($0.name) }.compactMap(\.value).map { name in
          name.hasPrefix("/") ? name : ImagePath.join(folder, name)
        }
      }
    }
  }

  private static func endsLine(_ byte: UInt8) -> Bool { byte == 10 || byte == 13 }

  /// Where the lines start that start with an option.
  private static func optionLines(_ bytes: [UInt8]) -> [Int] {
    bytes.withUnsafeBufferPointer { bytes in
      var starts: [Int] = []
      var index = 0
      let hasReturns = bytes.firstIndex(of: 13, from: 0) != nil
      while index < bytes.count {
        if bytes[index] == UInt8(ascii: "-") { starts.append(index) }
        let end = hasReturns ? bytes[index...].firstIndex(where: endsLine) : bytes.firstIndex(of: 10, from: index)
        index = (end ?? bytes.count) + 1
      }
      return starts
    }
  }

  /// The first manager and rule that fit the words; nil if none knows the command.
  ///
  /// - Parameter holds: whether what a rule asks of the stage and the project is so.
  package static func find(
    _ words: CommandWords, in managers: [PackageManagerStrategy], where holds: (CommandRule) -> Bool = { _ in true }
  ) -> CommandMatch? {
    guard let name = words.program, let path = words.value(0) else { return nil }
    for manager in managers {
      for program in manager.programs {
        guard let first = program.words.first, first.matches(name) || first.matches(path),
          let rest = behind(program, words)
        else { continue }
        let (options, arguments, indices) = split(words.items[rest...], valueOptions: manager.valueOptions)
        for rule in manager.commands where begins(rule, arguments) && holds(rule) {
          let own = rule.words.count - (rule.scriptIsWord ? 1 : 0)
          let launched = own < indices.count ? Array(words.items[indices[own]...]) : []
          if let match = CommandMatch(manager, rule, path, options, arguments, launched) {
            return match
          }
        }
      }
    }
    return nil
  }

  /// Whether the arguments start with the rule's own words.
  private static func begins(_ rule: CommandRule, _ arguments: [CommandWords.Item]) -> Bool {
    guard arguments.count >= rule.words.count else { return false }
    return zip(rule.words, arguments).allSatisfy { glob, item in item.value.map(glob.matches) ?? false }
  }

  private init?(
    _ manager: PackageManagerStrategy, _ rule: CommandRule, _ programPath: String, _ options: [Option],
    _ arguments: [CommandWords.Item], _ launched: [CommandWords.Item]
  ) {
    let further = Array(arguments.dropFirst(rule.words.count))
    let named = { (globs: [Glob]) in options.contains { globs.match($0.name) } }
    guard rule.withOptions.isEmpty || named(rule.withOptions), !named(rule.withoutOptions) else { return nil }
    if !rule.onlyArguments.isEmpty {
      guard !further.isEmpty else { return nil }
      for item in further {
        // `name:$VERSION` tells the name all the same.
        let word = item.value ?? String(item.raw.drop { $0 == "\"" || $0 == "'" })
        guard rule.onlyArguments.match(Self.packageName(word)) else { return nil }
      }
    }
    self.manager = manager
    self.rule = rule
    self.programPath = programPath
    self.options = options
    self.arguments = further
    self.launched = launched
    scriptName = rule.scripts == nil ? nil : launched.first?.value
  }

  /// The leading part of an argument that can be a package's name: `uv` of `uv==0.6`, `@a/b` of `@a/b@1.0`.
  static func packageName(_ argument: String) -> String {
    var name = ""
    for character in argument {
      guard character.isLetter || character.isNumber || "._-/".contains(character) || (character == "@" && name.isEmpty)
      else { break }
      name.append(character)
    }
    return name
  }

  /// The index of the first word behind the program's own words; nil if one but the first is another.
  private static func behind(_ program: ProgramPattern, _ words: CommandWords) -> Int? {
    var index = 1
    for glob in program.words.dropFirst() {
      while let word = words.value(index), word.hasPrefix("-"), !glob.matches(word) { index += 1 }
      guard let word = words.value(index), glob.matches(word) else { return nil }
      index += 1
    }
    return index
  }

  private static func split(
    _ words: ArraySlice<CommandWords.Item>, valueOptions: [Glob]
  ) -> (options: [Option], arguments: [CommandWords.Item], indices: [Int]) {
    var options: [Option] = []
    var arguments: [CommandWords.Item] = []
    var indices: [Int] = []
    var index = words.startIndex
    var onlyArguments = false
    while index < words.endIndex {
      let item = words[index]
      index += 1
      guard !onlyArguments, let word = item.value, word.utf8.first == UInt8(ascii: "-"), word.utf8.count > 1 else {
        arguments.append(item)
        indices.append(index - 1)
        continue
      }
      func nextValue() -> String? {
        guard index < words.endIndex else { return nil }
        defer { index += 1 }
        return words[index].value
      }
      if word == "--" {
        onlyArguments = true
      } else if valueOptions.match(word) {
        options.append(Option(name: word, value: nextValue()))
      } else if word.hasPrefix("--"), let equals = word.utf8.firstIndex(of: UInt8(ascii: "=")) {
        options.append(Option(name: String(word[..<equals]), value: String(word[word.utf8.index(after: equals)...])))
      } else if !word.hasPrefix("--"), word.count > 2, valueOptions.match(String(word.prefix(2))) {
        options.append(Option(name: String(word.prefix(2)), value: String(word.dropFirst(2))))
      } else if !word.hasPrefix("--"), word.count > 2, let last = word.last, valueOptions.match("-\(last)") {
        options += word.dropFirst().dropLast().map { Option(name: "-\($0)", value: nil) }
        options.append(Option(name: "-\(last)", value: nextValue()))
      } else {
        options.append(Option(name: word, value: nil))
        if !word.hasPrefix("--"), word.count > 2 {
          options += word.dropFirst().map { Option(name: "-\($0)", value: nil) }
        }
      }
    }
    return (options, arguments, indices)
  }
}
