import Discovery
import SourceText
import Strategies

/// Answers the tasks of a batch run; reads files and writes none.
final class BatchWorker {
  let setup: WorkerSetup
  let currentFolder = Disk.currentFolder()
  let cache = FolderCache()
  private var shared: (strategies: StrategySet, diagnostics: [Diagnostic])?
  private var own: [String: (strategies: StrategySet, diagnostics: [Diagnostic])] = [:]

  /// The root without symbolic links; nil if it is gone.
  let realRoot: String?
  /// The root as the engine gets it, so that the cache has one name for each folder.
  private let engineRoot: String

  init(_ setup: WorkerSetup) {
    self.setup = setup
    realRoot = Disk.realPath(setup.root)
    let relative =
      Paths.lies(setup.root, in: currentFolder) ? Paths.relative(setup.root, to: currentFolder) : setup.root
    engineRoot = relative == "." ? "" : relative
  }

  /// A path below the root as the engine gets it, for most projects.
  func enginePath(_ path: String) -> String {
    engineRoot.isEmpty ? path : path.isEmpty ? engineRoot : engineRoot + "/" + path
  }

  func answer(_ task: WorkerTask) -> WireWriter {
    switch task {
    case .index(let paths): return index(paths).message
    case .plan(let project, let overlay):
      return BatchPlanner(worker: self, project: project, overlay: overlay).plan().message
    }
  }

  private func index(_ paths: [String]) -> IndexAnswer {
    var answer = IndexAnswer()
    for path in paths {
      guard let role = FileRole(path: path), let bytes = try? Disk.read(setup.absolute(path)) else { continue }
      if role == .configuration {
        let folder = RelativePath.folder(of: RelativePath.folder(of: path))
        let (configuration, _) = ProjectConfiguration.read(SourceFile(path: path, bytes: bytes))
        answer.configurations.append((folder, configuration.file))
        continue
      }
      let repository = role == .workflow ? Self.repository(of: path) : ""
      answer.references += BuildReference.read(role, path: path, bytes: bytes, repository: repository) { other in
        try? Disk.read(setup.absolute(other))
      }
    }
    return answer
  }

  /// The folder that holds `.github`.
  private static func repository(of path: String) -> String {
    RelativePath.folder(of: RelativePath.folder(of: RelativePath.folder(of: path)))
  }

  /// The strategies that are in force for a project's folder; those without plugins of their own share them.
  func strategies(
    for folder: String, plugins: String?
  ) throws(Failure) -> (strategies: StrategySet, diagnostics: [Diagnostic]) {
    let path = setup.absolute(folder)
    guard cache.kind(of: enginePath(ListedFiles.join(folder, ".migrate"))) == .folder,
      cache.kind(of: enginePath(ListedFiles.join(folder, ".migrate/plugins"))) == .folder
    else {
      if let shared { return shared }
      let loaded = try StrategyFolders.load(plugins: plugins, folder: nil)
      shared = loaded
      return loaded
    }
    if let known = own[folder] { return known }
    let loaded = try StrategyFolders.load(plugins: plugins, folder: path)
    own[folder] = loaded
    return loaded
  }
}
