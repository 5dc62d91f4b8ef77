import BuildModel
import Classification
import Strategies

extension PlanInput {
  /// Where files that a container can see call commands, or hold certain texts.
  func calls(of commands: [String], texts: [String] = [], in code: CodeRules? = nil) -> CommandCalls {
    let declaring = strategies.declaringFiles
    return CommandCalls(
      of: commands, texts: texts, in: seen, folder: context.folder, code: code?.files ?? [], behind: code?.starts ?? [],
      isSkipped: {
        code?.exceptFiles.match($0) == true || declaring.match(ImagePath.basename($0))
          || CommandCalls.tellsOfBuilding($0) || isInFolderOfTool($0)
      })
  }

  /// Whether the file lies in a hidden folder that is named after a tool, as `.yarn`: it is the tool's own.
  private func isInFolderOfTool(_ path: String) -> Bool {
    ImagePath.folder(of: path).split(separator: "/").contains { folder in
      folder.first == "." && strategies.tools.contains(String(folder.dropFirst()))
    }
  }

  /// Whether the program downloads something, or starts what was downloaded: a shell, or a language's interpreter.
  func isFetch(_ program: String) -> Bool {
    PosixPrograms.fetches.contains(program)
      || strategies.ecosystems.contains { $0.images.contains { $0.provides.match(program) } }
  }
}
