import BuildModel
import Discovery
import Planning
import SourceText

/// Remarks on workflows and bake files of a single project; a batch run does not look for them.
enum PipelineNotes {
  private static let workflows = ".github/workflows"

  /// Caches that will hold no layer of the build stage.
  static func notes(_ project: Project, _ plan: MigrationPlan, currentFolder: String) -> [PlanNote] {
    guard plan.outcome == .split, let stage = plan.buildStageName, !project.isInput else { return [] }
    let dockerfile = Paths.absolute(project.dockerfile.path, from: currentFolder)
    guard Paths.lies(dockerfile, in: project.root) else { return [] }
    let file = Paths.relative(dockerfile, to: project.root)
    let folder = Paths.relative(Paths.folder(of: dockerfile), to: project.root)
    return files(in: project.root, folders: [workflows, "", folder]).compactMap { path in
      let full = project.root + "/" + path
      guard let bytes = try? Disk.read(full), bytes.firstRange(of: Array("cache-to".utf8)) != nil,
        let cache = PipelineCaches.first(of: file, path: path, bytes: bytes)
      else { return nil }
      return PlanNote(
        id: "build/cache-without-stages",
        message: "the cache that `type=\(cache.export.type)` exports here holds no layer of `\(stage)`",
        help: cache.export.help, range: cache.range, path: project.paths.engine(full))
    }
  }

  /// Workflows and bake files right in the folders, each once.
  private static func files(in root: String, folders: [String]) -> [String] {
    folders.reduce(into: [String]()) { files, folder in
      let place = folder.isEmpty || folder == "." ? "" : folder + "/"
      for name in Disk.entries(of: root + "/" + place) ?? [] {
        let role = FileRole(path: place + name)
        if role == .workflow || role == .bake, !files.contains(place + name) { files.append(place + name) }
      }
    }
  }
}
