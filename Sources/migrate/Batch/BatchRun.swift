import Discovery
import Planning
import Reports
import SourceText

/// One run over a repository: finds the projects, has them planned, and prints and writes in their order.
struct BatchRun {
  let root: BatchRoot
  let setup: WorkerSetup
  let jobs: Int
  var filter = PathFilter()
  var shard: Shard?
  var only: [ProjectRecord.Outcome] = [.split, .prune]
  var limit: Int?
  var stopsAtFailure = false
  /// Empty: all.
  var ecosystems: Set<String> = []
  /// Nil: nothing is written.
  var writer: BatchWriter?
  /// Whether an interrupted run is continued.
  var isResumed = false
  var reports: [BatchReport] = []
  private var progress = Progress(isShown: false)
  private(set) var summary = BatchSummary()
  private(set) var stop: Stop?
  private var status: Int32 = 0
  private var projects: [BatchProject] = []
  /// The files among which the projects were found; nil before that.
  private var searched: ListedFiles?
  /// What came of the projects, as far as it was neither taken yet nor is still waited for.
  private var answers: [PlannedProject?] = []
  /// The bytes of files that projects of this run changed, by their paths.
  private var changed: [String: [UInt8]] = [:]
  private var changing = 0

  enum Stop: String {
    case interrupt = "interrupted"
    case limit = "stopped at --limit"
    case failure = "stopped at the first failure"
    case journal = "stopped, since the journal can't be written"
  }

  /// So many files are looked at for what they declare in one task.
  private static let indexSize = 32

  init(root: BatchRoot, setup: WorkerSetup, jobs: Int) {
    self.root = root
    self.setup = setup
    self.jobs = jobs
  }

  /// The program's exit status.
  mutating func run() throws(Failure) -> Int32 {
    progress = Progress(isShown: !setup.isQuiet)
    var remarks: [String] = []
    if isResumed, let writer { remarks += try writer.resume() } else { try writer?.checkEarlierRuns() }
    let program = Disk.realPath("/proc/self/exe") ?? CommandLine.arguments[0]
    let pool = WorkerPool(command: [program, "batch-worker"], setup: setup.message.framed, count: jobs)
    defer { pool.close() }
    let root = root
    let (files, listed) = root.list { tracked in planAhead(tracked, pool) }
    complain(files, remarks + listed)
    if Interrupts.isPending { stop = .interrupt }
    if stop == nil, searched?.hasSameNames(as: files) != true {
      try pool.drain()
      try findProjects(files, pool)
      submit(to: pool)
    }
    if stop == nil { try work(pool) }
    for name in files.unreadableNames where stop == nil {
      try take(Self.unreadable(setup.display(name), setup), project: name)
    }
    progress.erase()
    try writer?.close(isComplete: stop != .interrupt)
    for report in reports { try report.write() }
    return stop == .interrupt ? 130 : status
  }

  /// Plans the projects of the files that git's index lists, while git still looks for new ones.
  ///
  /// There are seldom any that matter; if there are, all is done again.
  ///
  /// - Returns: whether there is more to do.
  private mutating func planAhead(_ files: ListedFiles, _ pool: WorkerPool) -> Bool {
    // what goes wrong shows when it is done again
    do throws(Failure) {
      if searched != nil {
        receive(try pool.event(within: 10))
      } else {
        try findProjects(files, pool)
        submit(to: pool)
      }
    } catch {
      searched = nil
    }
    return searched != nil && pool.isBusy
  }

  private mutating func complain(_ files: ListedFiles, _ remarks: [String]) {
    var findings = files.problems.map { path, reason in
      Finding(
        level: .error, id: "io/unreadable",
        message: "`\(setup.display(path))` can't be searched: \(reason)", path: "")
    }
    if !findings.isEmpty { status = 2 }
    findings += remarks.map { Finding(level: .warning, id: "batch/remark", message: $0, path: "") }
    if !files.submodules.isEmpty, !setup.isQuiet {
      let names = files.submodules.sorted().prefix(5).map { "`\(setup.display($0))`" }.joined(separator: ", ")
      let more = files.submodules.count > 5 ? " and \(files.submodules.count - 5) more" : ""
      findings.append(
        Finding(
          level: .note, id: "batch/submodule",
          message: "repositories inside of this one are not searched: \(names)\(more)", path: "",
          help: "run `migrate batch` in each of them"))
    }
    Output.complain(FindingText.render(findings, setup.errorTerminal, isComplete: setup.isVerbose))
  }

  private mutating func findProjects(_ files: ListedFiles, _ pool: WorkerPool) throws(Failure) {
    var discovery = Discovery()
    discovery.dockerfiles = Set(files.dockerfiles)
    let declarations = Array(Set(files.declarations)).sorted(by: RelativePath.precedes)
    let chunks = stride(from: 0, to: declarations.count, by: Self.indexSize).map {
      WorkerTask.index(Array(declarations[$0..<min($0 + Self.indexSize, declarations.count)])).message
    }
    pool.message = { chunks[$0] }
    for (number, chunk) in chunks.enumerated() { pool.submit(number, chunk) }
    while pool.isBusy {
      if Interrupts.isPending {
        stop = .interrupt
        return
      }
      switch try pool.event(within: 100) {
      case .result(_, let message):
        let answer = IndexAnswer(message)
        discovery.references += answer.references
        for (folder, file) in answer.configurations { discovery.configurations[folder] = .some(file) }
      case .failed(let task, let reason):
        let first = declarations[task * Self.indexSize]
        let problem = Finding(
          level: .error, id: "internal/worker",
          message: "what `\(setup.display(first))` and the files behind it declare is not known: the worker \(reason)",
          path: "", help: "this is a fault of migrate: please report it with these files")
        Output.complain(FindingText.render(problem, setup.errorTerminal))
        status = 2
      case .nothing: break
      }
    }
    searched = files
    projects = discovery.projects { Disk.kind(of: setup.absolute($0)) == .file }.filter { project in
      filter.admits(project.dockerfile) && shard?.holds(project.dockerfile) != false && isOwn(project)
    }
  }

  /// Whether the Dockerfile is there, and no link to another one of the repository.
  private func isOwn(_ project: BatchProject) -> Bool {
    let path = setup.absolute(project.dockerfile)
    guard Disk.isLink(path) else { return Disk.kind(of: path) != .missing }
    guard let target = Disk.realPath(path), let real = Disk.realPath(setup.root), Paths.lies(target, in: real) else {
      return true
    }
    return FileRole(path: target) != .dockerfile
  }

  /// Has all projects planned but for those of an earlier run.
  private mutating func submit(to pool: WorkerPool) {
    let projects = projects
    pool.message = { WorkerTask.plan(projects[$0], overlay: []).message }
    answers = Array(repeating: nil, count: projects.count)
    for (number, project) in projects.enumerated() where writer?.earlier[project.dockerfile] == nil {
      pool.submit(number, WorkerTask.plan(project, overlay: []).message)
    }
  }

  /// Takes in what came of a project.
  private mutating func receive(_ event: WorkerPool.Event) {
    switch event {
    case .result(let task, let message): answers[task] = PlannedProject(message)
    case .failed(let task, let reason):
      let name = setup.display(projects[task].dockerfile)
      let failure = Failure(
        "internal/worker", "`\(name)` could not be planned: the worker \(reason)",
        help: "this is a fault of migrate: please report it with the Dockerfile")
      answers[task] = PlannedProject(name: name, failure: failure, terminal: setup.errorTerminal)
    case .nothing: break
    }
  }

  private mutating func work(_ pool: WorkerPool) throws(Failure) {
    progress.start(projects.count)
    var next = 0
    var repeated: Int?
    while next < projects.count, stop == nil {
      if Interrupts.isPending {
        stop = .interrupt
        break
      }
      progress.show(next, summary)
      if let earlier = writer?.earlier[projects[next].dockerfile] {
        next += 1
        takeEarlier(earlier)
        continue
      }
      if let planned = answers[next] {
        if repeated != next, let files = conflicts(planned) {
          // an earlier project changed a file that this one changes too: plan it again on what is there now
          repeated = next
          answers[next] = nil
          let project = projects[next]
          pool.submitFirst(next, WorkerTask.plan(project, overlay: files).message)
          continue
        }
        answers[next] = nil
        next += 1
        try take(planned, project: projects[next - 1].dockerfile)
        continue
      }
      receive(try pool.event(within: 100))
    }
  }

  private func conflicts(_ planned: PlannedProject) -> [(path: String, bytes: [UInt8])]? {
    let files = planned.changes.compactMap { change -> (path: String, bytes: [UInt8])? in
      guard let bytes = changed[change.target], bytes != change.before else { return nil }
      return (change.target, bytes)
    }
    return files.isEmpty ? nil : files
  }

  /// Prints, writes and counts a project.
  private mutating func take(_ planned: PlannedProject, project: String) throws(Failure) {
    if !ecosystems.isEmpty, !(planned.ecosystem.map(ecosystems.contains) ?? false), planned.outcome != .failed {
      return
    }
    var planned = planned
    let isWanted = !planned.outcome.changes || only.contains(planned.outcome)
    var backups: [String]?
    if planned.outcome.changes, isWanted, let writer {
      do throws(Failure) {
        backups = try writer.write(planned, project: project)
      } catch {
        planned = PlannedProject(name: planned.name, failure: error, terminal: setup.errorTerminal)
        if error.diagnostic.id == "io/journal" { stop = .journal }
      }
    }
    if planned.outcome.changes, isWanted {
      for change in planned.changes { changed[change.target] = change.after }
      changing += 1
    }
    if !planned.errors.isEmpty || !planned.output.isEmpty { progress.erase() }
    if !planned.errors.isEmpty { Output.complain(bytes: planned.errors) }
    if isWanted, !setup.isQuiet || setup.wantsDiff, !planned.output.isEmpty { try Output.print(bytes: planned.output) }
    summary.add(
      planned.outcome, ecosystem: planned.ecosystem, saving: planned.saving, reason: planned.reason,
      isWritten: backups != nil)
    if !reports.isEmpty, var record = JSONReader.read(planned.record[...]).flatMap(ProjectRecord.init) {
      record.isWritten = backups != nil
      record.backups = backups ?? []
      for index in reports.indices { reports[index].add(record) }
    }
    if planned.outcome == .failed || planned.status == .failed {
      status = 2
      if stopsAtFailure { stop = stop ?? .failure }
    }
    if let limit, changing >= limit { stop = stop ?? .limit }
  }

  /// Counts a project that an interrupted run had finished.
  private mutating func takeEarlier(_ project: JournalContents.Project) {
    guard let record = ProjectRecord(project.record) else { return }
    summary.add(record)
    for index in reports.indices { reports[index].add(record) }
  }

  private static func unreadable(_ name: String, _ setup: WorkerSetup) -> PlannedProject {
    let failure = Failure(
      "io/name", "`\(name)` has a name that is no UTF-8, so it is not migrated", help: "rename the file or its folder")
    return PlannedProject(name: name, failure: failure, terminal: setup.errorTerminal)
  }
}
