import Planning
import Reports
import SourceText

/// Writes the changes of a batch run, each project as a whole, with a journal of what is done.
final class BatchWriter {
  /// The root without symbolic links.
  private let root: String
  private let journalPath: String?
  private var journal: Journal? { didSet { usedPath = journal?.path ?? usedPath } }
  private var usedPath: String?
  private let committed = CommittedFiles()
  /// The files that this run changed, whose old bytes the journal has.
  private var written: Set<String> = []
  /// What an earlier run of the same journal did, by the project's path below the root.
  private(set) var earlier: [String: JournalContents.Project] = [:]

  /// - Parameter journal: where the journal is to stand; nil: in the root's own folder.
  init(root: BatchRoot, journal: String?) {
    self.root = Disk.realPath(root.path) ?? root.path
    journalPath = journal
  }

  /// Where the journal stands, as the user can type it; nil if nothing was written.
  var journalName: String? {
    usedPath.map { path in
      let here = Disk.currentFolder()
      return Paths.lies(path, in: here) ? Paths.relative(path, to: here) : path
    }
  }

  /// Makes sure that no earlier run was killed and left something to be looked at.
  func checkEarlierRuns() throws(Failure) {
    for name in Disk.entries(of: Journal.folder(of: root)) ?? [] where name.hasSuffix(".jsonl") {
      let path = Journal.folder(of: root) + "/" + name
      guard !JournalContents.isClosed(path), let contents = try? JournalContents(path) else { continue }
      guard contents.projects.contains(where: { $0.state == .open }) else { continue }
      throw Failure(
        "usage/killed-run", "an earlier run was killed while it wrote; its journal is `\(path)`",
        help: "--resume continues it, `migrate undo` with the journal takes it back")
    }
  }

  /// Goes on with an interrupted run.
  ///
  /// - Returns: what is to be told about projects that it had in hand.
  func resume() throws(Failure) -> [String] {
    let path: String
    if let journalPath {
      path = journalPath
    } else {
      let folder = Journal.folder(of: root)
      let names = (Disk.entries(of: folder) ?? []).filter { $0.hasSuffix(".jsonl") }
      guard
        let name = names.reversed().first(where: { name in
          (try? JournalContents(folder + "/" + name)).map { !$0.isComplete } ?? false
        })
      else {
        throw Failure("usage/nothing-to-resume", "there is no interrupted run in `\(folder)`")
      }
      path = folder + "/" + name
    }
    let contents = try JournalContents(path)
    guard contents.root == root else {
      throw Failure("usage/other-root", "the journal `\(path)` is of `\(contents.root)`, not of `\(root)`")
    }
    let journal = try Journal.reopen(path, root: root)
    self.journal = journal
    let recovery = JournalRecovery(contents: contents)
    var remarks: [String] = []
    for project in contents.projects {
      switch project.state {
      case .failed: continue
      case .done: if project.files.allSatisfy({ recovery.state(of: $0) == .after }) { earlier[project.name] = project }
      case .open:
        switch try recovery.recover(project) {
        case .asBefore: try journal.failed(project.name, "the run was killed before it was written")
        case .migrated:
          try journal.done(project.name, backups: [], record: project.record)
          earlier[project.name] = project
          remarks.append("`\(project.name)` was written when the run was killed")
        case .changed(let file):
          try journal.failed(project.name, "`\(file)` was changed by someone else")
          remarks.append("`\(file)` changed after the run was killed, and is left as it is")
        }
      }
      written.formUnion(project.files.map { root + "/" + $0.path })
    }
    return remarks
  }

  /// Writes the files of a project, all or none.
  ///
  /// - Parameter project: the Dockerfile's path below the root.
  /// - Returns: the backups that were made, as the user reads them.
  func write(_ planned: PlannedProject, project: String) throws(Failure) -> [String] {
    let journal = if let journal { journal } else { try Journal.create(journalPath, root: root) }
    self.journal = journal
    var record = JSONReader.read(planned.record[...]).flatMap(ProjectRecord.init)
    record?.isWritten = true
    try journal.begin(project, planned.changes, record: record?.json ?? .null, root: root)
    let items = planned.changes.map { change in
      FileTransaction.Item(
        name: change.name, target: change.target, before: change.before, after: change.after,
        isBackedUp: !written.contains(change.target) && !committed.holds(change.target, change.before))
    }
    var backups: [String] = []
    do throws(Failure) {
      backups = try FileTransaction().commit(items)
    } catch {
      try journal.failed(project, error.diagnostic.message)
      throw error
    }
    written.formUnion(planned.changes.map(\.target))
    record?.backups = backups
    let targets = items.filter(\.isBackedUp).compactMap { item in
      backups.first { $0.hasPrefix(item.name + ".orig") }.map { item.target + $0.dropFirst(item.name.count) }
    }
    try journal.done(project, backups: targets.map { Paths.relative($0, to: root) }, record: record?.json ?? .null)
    return backups
  }

  /// Closes the journal.
  func close(isComplete: Bool) throws(Failure) {
    try journal?.close(isComplete ? "end" : "interrupted")
    // another run may have it now
    journal = nil
    committed.close()
  }
}
