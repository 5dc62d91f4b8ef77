import BuildModel
import Discovery
import MigrateKit
import Planning
import Reports
import SourceText
import Strategies

/// Plans one project of a batch run, with all contexts and compose files that build it.
struct BatchPlanner {
  let worker: BatchWorker
  let project: BatchProject
  let overlay: [(path: String, bytes: [UInt8])]

  private var setup: WorkerSetup { worker.setup }
  private var name: String { setup.display(project.dockerfile) }

  func plan() -> PlannedProject {
    do throws(Failure) {
      let survey = try locate()
      var report = ProjectReport(name: name)
      report.project = survey.project
      let (strategies, problems) = try worker.strategies(for: project.folder, plugins: setup.plugins)
      var diagnostics = survey.project.diagnostics + problems
      if ExitStatus(diagnostics) == .done {
        let result = run(survey, strategies)
        diagnostics += result.diagnostics
        report.result = result
      }
      report.conclude(survey.project, diagnostics)
      return try BatchAnswer(
        setup: setup, project: project, survey: survey, report: report, realRoot: worker.realRoot
      ).planned()
    } catch {
      return PlannedProject(name: name, failure: error, terminal: setup.errorTerminal)
    }
  }

  /// A project with everything that it is planned from.
  struct Survey {
    var project: Project
    /// The compose files that belong together.
    var groups: [[SourceFile]]
    /// Nil: the one that the compose files say, or the project's folder.
    var contexts: [String?]
    var options: MigrationOptions
  }

  private func locate() throws(Failure) -> Survey {
    var configuration = ProjectConfiguration()
    var diagnostics: [Diagnostic] = []
    if let folder = project.configuration {
      let path = setup.absolute(RelativePath.join(folder, ".migrate/config.yaml") ?? "")
      let file = SourceFile(path: style([]).display(path), bytes: try read(path))
      (configuration, diagnostics) = ProjectConfiguration.read(file)
      if diagnostics.contains(where: { $0.severity == .error }) { configuration = ProjectConfiguration() }
    }
    let dockerfile = setup.absolute(project.dockerfile)
    let bytes = try read(dockerfile)
    try ProjectLocator.check(bytes, shown: name)
    let folder = project.configuration ?? project.folder
    let (paths, groups) = try composeGroups(dockerfile, configured: configuration.compose, in: folder)
    let style = style([dockerfile] + paths)
    let files = groups.map { group in group.map { SourceFile(path: style.engine($0.path), bytes: $0.bytes) } }
    var located = Project(
      name: name, folder: style.engine(setup.absolute(project.folder)),
      dockerfile: SourceFile(path: style.engine(dockerfile), bytes: bytes), composeFiles: files.flatMap { $0 },
      root: setup.root, isInput: false, paths: style, diagnostics: diagnostics)
    located.parents = style.parents(of: setup.absolute(project.folder), upTo: setup.root)
    var options = MigrationOptions()
    options.ecosystem = configuration.ecosystem
    options.stage = configuration.stage
    options.keep = Set(setup.keep + configuration.keep.filter { !setup.drop.contains($0) })
    options.drop = Set(setup.drop + configuration.drop.filter { !setup.keep.contains($0) })
    options.keepsBase = configuration.base == BaseChoice.keep.rawValue
    options.add = configuration.add
    options.devTarget = setup.devTarget
    return Survey(
      project: located, groups: files.isEmpty ? [[]] : files, contexts: contexts(files, style, dockerfile),
      options: options)
  }

  private func style(_ paths: [String]) -> PathStyle {
    PathStyle(
      for: paths + [setup.absolute(project.folder)], typed: setup.rootName, currentFolder: worker.currentFolder)
  }

  private func read(_ path: String) throws(Failure) -> [UInt8] {
    if let changed = overlay.first(where: { $0.path == path }) { return changed.bytes }
    return try Disk.read(path, shown: setup.display(Paths.relative(path, to: setup.root)))
  }

  /// The groups of compose files that build the Dockerfile, each as Docker Compose would merge it.
  private func composeGroups(
    _ dockerfile: String, configured: [String], in folder: String
  ) throws(Failure) -> (paths: [String], groups: [[SourceFile]]) {
    var groups: [[String]] = []
    if !configured.isEmpty {
      groups = [configured.map { Paths.absolute($0, from: setup.absolute(folder)) }]
    } else {
      groups = project.composeFolders.map { usualFiles(in: $0) } + project.composeFiles.map { [setup.absolute($0)] }
      let own = usualFiles(in: project.folder)
      if !own.isEmpty {
        // as a fallback it is taken even if it does not build the Dockerfile
        let isWanted = groups.isEmpty ? true : builds(dockerfile, try files(own))
        if isWanted { groups.insert(own, at: 0) }
      }
    }
    var read: [[SourceFile]] = []
    for group in groups where !group.isEmpty { read.append(try files(group)) }
    return (groups.flatMap { $0.map { Paths.folder(of: $0) } }, read)
  }

  private func builds(_ dockerfile: String, _ files: [SourceFile]) -> Bool {
    ComposeFinder.dockerfiles(of: files).contains(dockerfile)
  }

  private func files(_ paths: [String]) throws(Failure) -> [SourceFile] {
    var files: [SourceFile] = []
    for path in paths { files.append(SourceFile(path: path, bytes: try read(path))) }
    return files
  }

  /// The files that Docker Compose would use in a folder.
  private func usualFiles(in folder: String) -> [String] {
    let path = setup.absolute(folder)
    let listed = worker.cache.entries(worker.enginePath(folder))
    func first(_ names: [String]) -> String? {
      names.first { name in
        listed?.contains(name) != false
          && worker.cache.kind(of: worker.enginePath(ListedFiles.join(folder, name))) != .missing
      }
    }
    guard let name = first(ComposeReferences.names) else { return [] }
    return [name, first(ComposeReferences.overrideNames)].compactMap { $0.map { path + "/" + $0 } }
  }

  private func contexts(_ groups: [[SourceFile]], _ style: PathStyle, _ dockerfile: String) -> [String?] {
    guard project.contexts != [project.folder] else { return [nil] }
    var contexts = project.contexts.map { style.engine(setup.absolute($0)) }
    for group in groups {
      let (compose, _) = ComposeProject.load(files: group) { worker.cache.read($0) }
      for service in compose.services(building: style.engine(dockerfile)) {
        guard let folder = service.build?.contextDirectory, !contexts.contains(folder.isEmpty ? "." : folder) else {
          continue
        }
        contexts.append(folder.isEmpty ? "." : folder)
      }
    }
    return contexts
  }

  private func run(_ survey: Survey, _ strategies: StrategySet) -> MigrationResult {
    let cases = survey.groups.flatMap { group in survey.contexts.map { (group, $0) } }
    func results(_ options: MigrationOptions) -> [MigrationResult] {
      cases.map { group, context in
        var input = MigrationInput(
          dockerfile: survey.project.dockerfile, composeFiles: group, folder: survey.project.folder,
          files: files())
        input.context = context
        input.parents = survey.project.parents
        return Migration.run(input, strategies: strategies, options: options)
      }
    }
    let first = results(survey.options)
    guard first.count > 1 else { return first[0] }
    if let merged = ResultMerge.merge(first, survey.project.dockerfile.path) { return merged }
    // what one of the builds needs stays for all of them
    var options = survey.options
    options.keep.formUnion(ResultMerge.needed(first).filter { !options.drop.contains($0) })
    options.servesDevelopers = first.contains { $0.plan?.servesDevelopers == true }
    if let merged = ResultMerge.merge(results(options), survey.project.dockerfile.path) { return merged }
    return ResultMerge.refusal(first[0], contexts: project.contexts, composeFiles: project.composeFiles)
  }

  private func files() -> ProjectFiles {
    let cache = worker.cache
    let isFolder: @Sendable (String) -> Bool = { cache.kind(of: $0) == .folder }
    guard !overlay.isEmpty else {
      return ProjectFiles(read: { cache.read($0) }, entries: { cache.entries($0) }, isFolder: isFolder)
    }
    let overlay = overlay
    let currentFolder = worker.currentFolder
    return ProjectFiles(
      read: { path in
        let full = Paths.absolute(path, from: currentFolder)
        return overlay.first { $0.path == full }?.bytes ?? cache.read(path)
      }, entries: { cache.entries($0) }, isFolder: isFolder)
  }
}

extension WorkerSetup {
  var errorTerminal: Terminal { Terminal(isErrorColored ? .always : .never, descriptor: 2) }
  var outputTerminal: Terminal { Terminal(isOutputColored ? .always : .never, descriptor: 1) }
}
