import BuildModel
import Classification
import DockerfileSyntax
import SourceText
import Strategies

/// The build context of a Dockerfile of which no compose file says what it is.
struct LikelyContext {
  private let paths: [String]
  private let input: MigrationInput
  private let images: ProjectImages

  init(_ file: BuildFile, _ input: MigrationInput, _ images: ProjectImages) {
    self.input = input
    self.images = images
    paths = file.dockerfile.instructions.flatMap { instruction -> [String] in
      guard [.copy, .add].contains(instruction.keyword), instruction.flag("from") == nil else { return [] }
      return (instruction.copy?.sources ?? []).map(\.unquoted).filter { !$0.contains(where: "$*?[:<".contains) }
        .map(ImagePath.contextSource).filter { !$0.isEmpty && $0 != "." }
    }
  }

  /// What a makefile says; else the Dockerfile's own folder, unless one above has all that is copied and that folder
  /// does not.
  var folder: String {
    if let said = images.context(of: input.dockerfile.path)?.folder { return said }
    guard !paths.isEmpty, !input.parents.isEmpty, !hasAll(input.folder) else { return input.folder }
    return input.parents.first(where: hasAll) ?? input.folder
  }

  /// The nearest folder above that has what an install reads, where the stage copies its whole context to install from it
  /// and the Dockerfile's own folder has nothing of the kind; nil if there is none.
  func folder(for facts: StageFacts, _ strategies: StrategySet) -> String? {
    // a script that an own step runs lies where the copy takes it from
    guard !input.parents.isEmpty, facts.copies.values.contains(where: { $0.sources.contains("") }),
      !facts.runs.values.flatMap(\.facts).contains(where: { $0.script != nil })
    else { return nil }
    let ecosystems = facts.languageInstalls.map(\.install).filter { !$0.isFromSource && $0.named.isEmpty }
      .compactMap { strategies.ecosystem(named: $0.ecosystem) }
    for ecosystem in ecosystems {
      func hasList(_ folder: String) -> Bool {
        files(folder).entries("")?.contains { ecosystem.files.match($0) || ecosystem.manifests.match($0) } == true
      }
      let own = files(input.folder)
      let below = (own.entries("") ?? []).prefix(200).filter { own.isFolder($0) }
      guard !hasList(input.folder), !below.contains(where: { hasList(ImagePath.join(input.folder, $0)) }) else {
        continue
      }
      if let folder = input.parents.first(where: hasList) { return folder }
    }
    return nil
  }

  func note(_ folder: String) -> Diagnostic {
    let name = folder.isEmpty ? "." : folder
    let path = input.dockerfile.path
    let source = images.context(of: path)?.path
    return Diagnostic(
      id: "plan/build-context", severity: .note,
      message: source.map { "`\($0)` builds the Dockerfile with `\(name)`, which is taken for its build context" }
        ?? "what the Dockerfile copies lies in `\(name)`, which is taken for its build context",
      path: path, help: "say so by `build` in a compose file if it is another folder")
  }

  private func files(_ folder: String) -> ContextFiles {
    input.files.context(at: folder, for: input.dockerfile.path).files
  }

  private func hasAll(_ folder: String) -> Bool {
    let files = files(folder)
    return paths.allSatisfy { path in
      files.entries(ImagePath.folder(of: path))?.contains(ImagePath.basename(path)) == true
    }
  }
}
