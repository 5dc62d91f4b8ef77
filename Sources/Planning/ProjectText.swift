import BuildModel

/// Looks for words in the files of a project.
struct ProjectText {
  private let files: ContextFiles

  /// Beyond these limits every word counts as found.
  private static let limits = (files: 5000, bytes: 32 << 20, depth: 20)

  /// Folders that hold no text of the project's own, and files that tell of building alone.
  private static let ignoredFolders: Set<String> = [".git", ".github", "node_modules", ".idea", ".vscode"]
  private static let ignoredFiles: [String] = [
    ".md", ".png", ".jpg", ".jpeg", ".gif", ".svg", ".ico", ".woff", ".woff2", ".ttf", ".pdf", ".mp4", ".webp", ".map",
    ".dockerignore", ".gitignore", ".gitattributes",
  ]

  private static let dockerfile = WordSearch(["dockerfile"])

  init(_ files: ContextFiles) { self.files = files }

  /// Whether any of the words, which are in lower case, stands in a file's name or text; a Dockerfile's does not count.
  func mentions(_ words: [String]) -> Bool {
    let search = WordSearch(words)
    return !visit(names: { !search.finds(in: Array($0.utf8)) }, { _, text in !search.finds(in: text) })
  }

  /// Goes through the files, but for Dockerfiles and what holds no text of the project's own.
  ///
  /// - Parameters:
  ///   - names: gets the name of each file and folder; gives false to end it.
  ///   - isRead: whether a file is looked into, by its path.
  ///   - texts: gets the path and the text of each file that is; gives false to end it.
  /// - Returns: false if it was ended, or the project is larger than what is looked through.
  func visit(
    names: (String) -> Bool = { _ in true }, files isRead: (String) -> Bool = { _ in true },
    _ texts: (String, [UInt8]) -> Bool
  ) -> Bool {
    var pending: [(path: String, depth: Int)] = [("", 0)]
    var count = 0
    var bytes = 0
    while let (folder, depth) = pending.popLast() {
      for name in files.entries(folder) ?? [] {
        let path = ImagePath.join(folder, name)
        count += 1
        guard count < Self.limits.files, names(name) else { return false }
        if Self.ignoredFolders.contains(name) { continue }
        if files.isFolder(path) {
          guard depth < Self.limits.depth else { return false }
          pending.append((path, depth + 1))
          continue
        }
        guard !Self.dockerfile.finds(in: Array(name.utf8)), !Self.ignoredFiles.contains(where: name.hasSuffix),
          isRead(path), let text = files.read(path)
        else { continue }
        bytes += text.count
        guard bytes <= Self.limits.bytes, texts(path, text) else { return false }
      }
    }
    return true
  }
}

/// Words in lower case that are looked for in upper or lower case, after Horspool, "Practical fast searching in strings"
/// (1980): of each stretch as long as the shortest word, only the last byte is looked at where no word can stand.
private struct WordSearch {
  private let words: [[UInt8]]
  private let shortest: Int
  /// How far the stretch can go on, by its last byte in lower case; 0 where a word can stand.
  private var steps: [Int]
  /// Whether a word starts so, by the byte in lower case.
  private var starts = [Bool](repeating: false, count: 256)

  init(_ words: [String]) {
    self.words = words.map { Array($0.utf8) }.filter { !$0.isEmpty }
    shortest = self.words.map(\.count).min() ?? 0
    steps = [Int](repeating: shortest, count: 256)
    for word in self.words {
      starts[Int(word[0])] = true
      for place in 0..<shortest {
        let byte = Int(word[place] | 0x20)
        steps[byte] = min(steps[byte], shortest - 1 - place)
      }
    }
  }

  func finds(in text: [UInt8]) -> Bool {
    guard shortest > 0 else { return false }
    return steps.withUnsafeBufferPointer { steps in
      text.withUnsafeBufferPointer { text in
        var start = 0
        while start <= text.count &- shortest {
          let step = steps[Int(text[start &+ shortest &- 1] | 0x20)]
          if step == 0, starts[Int(text[start] | 0x20)], words.contains(where: { stands($0, in: text, at: start) }) {
            return true
          }
          start &+= max(step, 1)
        }
        return false
      }
    }
  }

  private func stands(_ word: [UInt8], in text: UnsafeBufferPointer<UInt8>, at start: Int) -> Bool {
    text.count - start >= word.count && word.indices.allSatisfy { text[start + $0] | 0x20 == word[$0] }
  }
}
