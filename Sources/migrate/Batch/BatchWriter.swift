/// Writes the changes of a batch run.
final class BatchWriter {
  private let root: BatchRoot

  init(root: BatchRoot) { self.root = root }

  /// Writes the files of a project, all or none.
  ///
  /// - Returns: the backups that were made, as the user reads them.
  func write(_ planned: PlannedProject) throws(Failure) -> [String] {
    let items = planned.changes.map { change in
      FileTransaction.Item(
        name: change.name, target: change.target, before: change.before, after: change.after,
        isBackedUp: !GitState.isCommitted(change.target, change.before))
    }
    return try FileTransaction().commit(items)
  }
}
