import BuildModel
import Classification
import DockerfileSyntax

/// Tells whether commands need what a COPY brought: its files, or the folder that it made for them.
struct CopyReads {
  private let copy: ContextCopy
  private let files: ContextFiles
  /// The folder that the copy makes; nil if it is there without it.
  private let folder: String?

  init(_ copy: ContextCopy, _ facts: StageFacts, files: ContextFiles, movedCopies: Set<Int>) {
    self.copy = copy
    self.files = files
    let folder = copy.isFolder ? copy.destination : ImagePath.folder(of: copy.destination)
    self.folder = Self.exists(folder, before: copy.instruction, facts, movedCopies) ? nil : folder
  }

  /// Whether the command goes to the folder that the copy made, or names it.
  func needsFolder(_ fact: CommandFact) -> Bool {
    guard let folder else { return false }
    return fact.words.contains { word in
      ImagePath.contains(folder, ImagePath.normalise(word)) || word.contains("=" + folder)
    }
  }

  /// Whether a command that changes nothing, as `test` or `cat`, names what the copy brought.
  func looksAt(_ fact: CommandFact) -> Bool {
    guard fact.effect == .neutral, Self.lookers.contains(fact.program ?? "") else { return false }
    return fact.words.dropFirst().contains { word in
      guard !word.isEmpty, !word.hasPrefix("-") else { return false }
      let path = ImagePath.normalise(
        word, in: copy.isFolder ? copy.destination : ImagePath.folder(of: copy.destination))
      return copy.contextPath(of: path, in: files) != nil
    }
  }

  /// Commands that read files although they leave nothing behind.
  private static let lookers: Set<String> = ["cat", "test", "[", ".", "source", "ls", "stat", "read", "which", "env"]

  /// Whether the image or an earlier instruction has made the folder.
  private static func exists(_ folder: String, before limit: Int, _ facts: StageFacts, _ moved: Set<Int>) -> Bool {
    if ImagePath.isStandardFolder(folder) { return true }
    for index in facts.stage.body where index <= limit {
      if let state = facts.states[index], state.isWorkdirKnown, ImagePath.contains(folder, state.workdir) {
        return true
      }
      if index < limit, let other = facts.copies[index], !moved.contains(index),
        ImagePath.contains(folder, other.destination)
      {
        return true
      }
      let isMade = (facts.runs[index]?.facts ?? []).contains { fact in
        ["mkdir", "install", "useradd", "adduser"].contains(fact.program ?? "")
          && fact.words.contains { $0.hasPrefix("/") && ImagePath.contains(folder, ImagePath.normalise($0)) }
      }
      if isMade { return true }
    }
    return false
  }

  /// Whether an ADD unpacks what it brings, so that no COPY brings it again.
  static func unpacks(_ copy: ContextCopy, _ facts: StageFacts) -> Bool {
    guard facts.file.dockerfile.instructions[copy.instruction].keyword == .add else { return false }
    return copy.sources.contains { source in
      let name = ImagePath.basename(source).lowercased()
      return name.contains("*") || name.contains("?") || name.contains("[") || name.contains(".tar")
        || name.hasSuffix("z")
        || name.hasSuffix("z2") || name.hasSuffix(".zst")
    }
  }
}
