import BuildModel
import DockerfileSyntax
import SourceText

/// The build context of a Dockerfile of which nothing says what it is.
struct LikelyContext {
  private let paths: [String]
  private let input: MigrationInput

  init(_ file: BuildFile, _ input: MigrationInput) {
    self.input = input
    paths = file.dockerfile.instructions.flatMap { instruction -> [String] in
      guard [.copy, .add].contains(instruction.keyword), instruction.flag("from") == nil else { return [] }
      return (instruction.copy?.sources ?? []).map(\.unquoted).filter { !$0.contains(where: "$*?[:<".contains) }
        .map(ImagePath.contextSource).filter { !$0.isEmpty && $0 != "." }
    }
  }

  /// The Dockerfile's own folder, unless one above has all that is copied and that folder does not.
  var folder: String {
    guard !paths.isEmpty, !input.parents.isEmpty, !hasAll(input.folder) else { return input.folder }
    return input.parents.first(where: hasAll) ?? input.folder
  }

  static func note(_ folder: String, _ input: MigrationInput) -> Diagnostic {
    let name = folder.isEmpty ? "." : folder
    return Diagnostic(
      id: "plan/build-context", severity: .note,
      message: "what the Dockerfile copies lies in `\(name)`, which is taken for its build context",
      path: input.dockerfile.path, help: "say so by `build` in a compose file if it is another folder")
  }

  private func hasAll(_ folder: String) -> Bool {
    let files = input.files.context(at: folder, for: input.dockerfile.path).files
    return paths.allSatisfy { path in
      files.entries(ImagePath.folder(of: path))?.contains(ImagePath.basename(path)) == true
    }
  }
}
