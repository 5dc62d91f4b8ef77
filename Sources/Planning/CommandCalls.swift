import BuildModel
import Classification
import SourceText
import Strategies

/// Where files of a project call commands by name, as far as that shows without reading their languages.
///
/// A call is the command's name behind a quote, a bracket, an operator of the shell, a word such as `exec` or the start of
/// a line, with a blank, a quote or the like behind it. What only looks like a call keeps a package that could have gone.
struct CommandCalls {
  /// The first call of each command.
  private(set) var places: [String: Evidence] = [:]
  /// The first place of each of the texts that were looked for besides.
  private(set) var texts: [String: Evidence] = [:]
  /// Whether all files were looked through; a project can be too large for that.
  private(set) var isComplete = true

  static let none = CommandCalls()

  private init() {}

  /// - Parameters:
  ///   - commands: the names to look for; behind one that ends in `*` anything may follow.
  ///   - texts: further texts, which count wherever they stand, but not behind a letter or digit; for the blank behind
  ///     a comma any blanks and line ends may stand, or none.
  ///   - folder: the folder of these files, for the paths of evidence.
  ///   - code: the paths of the files that count; empty: all.
  ///   - starts: texts of which one must stand before a command, at most as far away as `nearby`; empty: none needs to.
  ///   - isSkipped: whether a file tells of nothing that runs, by its path.
  init(
    of commands: [String], texts wanted: [String], in files: ContextFiles, folder: String, code: [Glob] = [],
    behind starts: [String] = [], isSkipped: (String) -> Bool
  ) {
    let isOpen = Set(commands.filter { $0.hasSuffix("*") }.map { Array($0.utf8.dropLast()) })
    let names = Set(commands).sorted().map { Array(($0.hasSuffix("*") ? $0.dropLast() : $0[...]).utf8) }
    let byFirst = Self.byFirstByte(names)
    let wanted = wanted.map { Array($0.utf8) }
    let wantedByFirst = Self.byFirstByte(wanted)
    // the other bytes of a text, which are most, are passed over at once
    let firsts = ByteSet((names + wanted).compactMap(\.first))
    var found: [String: Evidence] = [:]
    var foundTexts: [String: Evidence] = [:]
    let isRead = { path in (code.isEmpty || code.match(path)) && !Self.holdsData(path) && !isSkipped(path) }
    isComplete = ProjectText(files).visit(files: isRead) { path, text in
      func evidence(_ range: Range<Int>) -> Evidence {
        Evidence(what: "", path: folder.isEmpty || folder == "." ? path : ImagePath.join(folder, path), range: range)
      }
      Self.visitPlaces(of: firsts, in: text) { index in
        let candidates = byFirst[Int(text[index])]
        if !candidates.isEmpty, Self.isCallStart(text, index) {
          for command in candidates where Self.stands(command, at: index, in: text) {
            let end = index + command.count
            guard end == text.count || isOpen.contains(command) || Self.commandEnds.contains(text[end]),
              !Self.isProse(text, behind: end), starts.isEmpty || Self.isStarted(text, index, starts)
            else { continue }
            let name = String(decoding: command, as: UTF8.self) + (isOpen.contains(command) ? "*" : "")
            if found[name] == nil { found[name] = evidence(index..<end) }
          }
        }
        for word in wantedByFirst[Int(text[index])] {
          guard let end = Self.end(of: word, at: index, in: text) else { continue }
          guard index == 0 || !Self.isLetterOrDigit(text[index - 1]) else { continue }
          let name = String(decoding: word, as: UTF8.self)
          if foundTexts[name] == nil { foundTexts[name] = evidence(index..<end) }
        }
      }
      return true
    }
    places = found
    texts = foundTexts
  }

  /// How many bytes can stand between what starts a program and its name.
  private static let nearby = 120

  private static func isStarted(_ text: [UInt8], _ index: Int, _ starts: [String]) -> Bool {
    let before = String(decoding: text[max(0, index - nearby)..<index], as: UTF8.self)
    return starts.contains(where: before.holds)
  }

  /// Calls `visit` with each place outside of comment lines at which one of the bytes stands.
  private static func visitPlaces(of bytes: ByteSet, in text: [UInt8], _ visit: (Int) -> Void) {
    var start = 0
    while start < text.count {
      let end = text.withUnsafeBufferPointer { $0.firstIndex(of: UInt8(ascii: "\n"), from: start) } ?? text.count
      if !isCommentLine(text, at: start) {
        for index in start..<end where bytes.contains(text[index]) { visit(index) }
      }
      start = end + 1
    }
  }

  /// Whether files of that name tell of builds and of people's own machines, not of what runs in the image.
  static func tellsOfBuilding(_ path: String) -> Bool {
    let name = ImagePath.basename(path)
    return buildingFiles.contains(name) || name.hasPrefix(".") || name.hasSuffix(".rst") || name.hasSuffix(".lock")
      || name.contains("compose")
  }

  private static let buildingFiles: Set<String> = [
    "Makefile", "Jenkinsfile", "Vagrantfile", ".gitlab-ci.yml", ".travis.yml", "azure-pipelines.yml", "LICENSE",
  ]

  /// Whether a file holds pages, style, translations, tables, or scripts as browsers get them; JSON does so among what
  /// belongs to tests or languages.
  private static func holdsData(_ path: String) -> Bool {
    if dataKinds.contains(where: path.hasSuffix) { return true }
    return path.hasSuffix(".json") && path.split(separator: "/").contains(where: dataFolders.contains)
  }

  private static let dataKinds = [
    ".css", ".scss", ".sass", ".less", ".po", ".pot", ".csv", ".tsv", ".txt", ".min.js", "-min.js", ".map",
    ".html", ".htm", ".bat", ".cmd", ".ps1",
  ]
  private static let dataFolders: Set<Substring> = [
    "test", "tests", "spec", "fixtures", "data", "locales", "i18n", "lang", "translations",
  ]

  /// The texts that begin with each of the 256 bytes.
  private static func byFirstByte(_ texts: [[UInt8]]) -> [[[UInt8]]] {
    texts.reduce(into: Array(repeating: [], count: 256)) { table, text in
      if let first = text.first { table[Int(first)].append(text) }
    }
  }

  private static func stands(_ word: [UInt8], at index: Int, in text: [UInt8]) -> Bool {
    text.count - index >= word.count && word.indices.allSatisfy { text[index + $0] == word[$0] }
  }

  /// The end of a text that starts there; nil if another one does.
  private static func end(of word: [UInt8], at start: Int, in text: [UInt8]) -> Int? {
    var end = start
    for (place, byte) in word.enumerated() {
      if byte == 32, place > 0, word[place - 1] == UInt8(ascii: ",") {
        while end < text.count, [32, 9, 10, 13].contains(text[end]) { end += 1 }
      } else {
        guard end < text.count, text[end] == byte else { return nil }
        end += 1
      }
    }
    return end
  }

  /// Whether the word behind a command is one of sentences, as in "make sure that", not an argument.
  private static func isProse(_ text: [UInt8], behind end: Int) -> Bool {
    guard end < text.count, text[end] == 32 else { return false }
    let word = text[(end + 1)...].prefix(10).prefix { isLetterOrDigit($0) || $0 == UInt8(ascii: "-") }
    return proseWords.contains(String(decoding: word, as: UTF8.self))
  }

  private static let proseWords: Set<String> = [
    "a", "an", "the", "this", "that", "these", "those", "it", "its", "sure", "certain", "sense", "use", "new", "them",
    "your", "our", "my", "their", "his", "her", "us", "you", "any", "some", "every", "each", "no", "is", "are", "was",
    "has", "and", "or", "of", "to", "for", "with",
  ]

  private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
    (48...57).contains(byte) || (65...90).contains(byte & ~0x20)
  }

  private static func isCallStart(_ text: [UInt8], _ index: Int) -> Bool {
    var index = index
    for _ in 0..<mostLeaders {
      index = programStart(text, index)
      var before = index - 1
      while before >= 0, text[before] == 32 || text[before] == 9 { before -= 1 }
      guard before >= 0 else { return true }
      if callStarts.contains(text[before]) { return !isThirdQuote(text, before) }
      let end = before + 1
      guard end < index else { return false }
      while before >= 0, end - before <= longestLeader, (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(text[before]) {
        before -= 1
      }
      guard leaders.contains(String(decoding: text[(before + 1)..<end], as: UTF8.self)) else { return false }
      index = before + 1
    }
    return false
  }

  /// Where the folder of programs starts that the name stands in, as in `/usr/bin/git`; the name's place without one.
  private static func programStart(_ text: [UInt8], _ index: Int) -> Int {
    guard index > 0, text[index - 1] == UInt8(ascii: "/") else { return index }
    let path = text[..<index].suffix(longestFolder).reversed().prefix { isLetterOrDigit($0) || $0 == UInt8(ascii: "/") }
    let start = index - path.count
    let isFolder = text[start] == UInt8(ascii: "/") && path.starts(with: "/nib".utf8)
    return isFolder ? start : index
  }

  private static let longestFolder = 24
  private static let mostLeaders = 4
  private static let longestLeader = 8

  /// Words of the shell, and commands, behind which a command stands.
  private static let leaders: Set<String> = [
    "if", "then", "elif", "else", "while", "until", "do", "exec", "command", "sudo", "nohup", "time", "env", "xargs",
  ]
  private static let callStarts = ByteSet("\"'`([;|&!\n")
  private static let commandEnds = ByteSet(" \t\n\r\"'`);|&<>")

  /// Whether a text of several lines starts there, as documentation does, which is no command.
  private static func isThirdQuote(_ text: [UInt8], _ index: Int) -> Bool {
    index >= 2 && (text[index] == UInt8(ascii: "\"") || text[index] == UInt8(ascii: "'"))
      && text[index - 1] == text[index] && text[index - 2] == text[index]
  }

  /// Whether the line that starts there is a comment, in most languages: `# …`, `// …`, `* …`, `-- …`.
  private static func isCommentLine(_ text: [UInt8], at start: Int) -> Bool {
    var start = start
    while start < text.count, text[start] == 32 || text[start] == 9 { start += 1 }
    func at(_ offset: Int) -> UInt8 { start + offset < text.count ? text[start + offset] : 0 }
    switch at(0) {
    case UInt8(ascii: "#"): return at(1) == 32 || at(1) == UInt8(ascii: "#") && at(2) == 32
    case UInt8(ascii: "/"): return at(1) == UInt8(ascii: "/")
    case UInt8(ascii: "*"): return at(1) == 32
    case UInt8(ascii: "-"): return at(1) == UInt8(ascii: "-") && at(2) == 32
    default: return false
    }
  }
}
