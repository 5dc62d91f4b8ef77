import Classification
import Planning
import MigrateKit
import SourceText
import Strategies

/// Reads projects and plans their migrations; writes nothing.
struct ProjectRunner {
  let options: ProjectOptions
  let currentFolder = Disk.currentFolder()
  /// What earlier projects of the same run would write, by absolute path.
  private(set) var overlay: [String: [UInt8]] = [:]

  init(_ options: ProjectOptions) { self.options = options }

  /// Plans the project at `path` and works out all changes.
  func run(_ path: String) -> ProjectReport {
    var report = ProjectReport(name: path)
    do throws(Failure) {
      let locator = ProjectLocator(options: options, currentFolder: currentFolder, overlay: overlay)
      let (project, options) = try locator.locate(path)
      report.project = project
      let (strategies, problems) = try StrategyFolders.load(
        plugins: options.plugins, folder: project.folder.isEmpty ? "." : project.folder)
      var diagnostics = project.diagnostics + problems
      if ExitStatus(diagnostics) == .done {
        var input = MigrationInput(
          dockerfile: project.dockerfile, composeFiles: project.composeFiles, folder: project.folder,
          files: projectFiles())
        input.parents = project.parents
        var result = Migration.run(input, strategies: strategies, options: options.migration)
        if let plan = result.plan {
          result.plan?.notes += PipelineNotes.notes(project, plan, currentFolder: currentFolder)
        }
        diagnostics += result.diagnostics
        report.result = result
      }
      report.conclude(project, diagnostics)
    } catch {
      report.fail(error)
    }
    return report
  }

  /// Lets later projects of the run see what this one would write.
  mutating func remember(_ report: ProjectReport) {
    for change in report.changes { overlay[Paths.absolute(change.path, from: currentFolder)] = change.after }
  }

  /// Lets a file be read as if it held these bytes.
  mutating func pretend(_ bytes: [UInt8], at path: String) { overlay[path] = bytes }

  private func projectFiles() -> ProjectFiles {
    let overlay = overlay
    let currentFolder = currentFolder
    return ProjectFiles(
      read: { path in
        if !overlay.isEmpty, let bytes = overlay[Paths.absolute(path, from: currentFolder)] { return bytes }
        return try? Disk.read(path)
      },
      entries: { Disk.entries(of: $0) }, size: { Disk.size(of: $0) })
  }
}

extension ProjectOptions {
  /// The options in the engine's terms.
  fileprivate var migration: MigrationOptions {
    var options = MigrationOptions()
    options.ecosystem = ecosystem
    options.stage = stage
    options.keep = Set(keep)
    options.drop = Set(drop)
    options.keepsBase = base == .keep
    options.add = add
    options.devTarget = devTarget
    return options
  }
}
