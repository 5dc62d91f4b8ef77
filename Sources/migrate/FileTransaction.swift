#if canImport(Musl)
  import Musl
#else
  import Glibc
#endif
import SourceText

/// Writes several files so that all of them change or none.
///
/// First each new text is written and flushed beside its file; then it is checked that the files are still what was
/// read; then copies of what is not committed are put aside; only then the new texts are renamed to their names. If
/// that fails half-way, the old files get their names back.
struct FileTransaction {
  struct Item {
    /// The path as the user reads it.
    let name: String
    /// The file itself: no symbolic link.
    let target: String
    /// The bytes that the file must still have; nil if there must be none.
    let before: [UInt8]?
    let after: [UInt8]
    /// Whether a copy of the old file is put beside it.
    let isBackedUp: Bool
  }

  /// The system's `rename`, which tests replace.
  var rename: (_ old: String, _ new: String) -> Int32 = { renameFile($0, $1) }

  /// Writes `items`.
  ///
  /// - Returns: the backups that were made, as the user reads them.
  /// - Throws: a `Failure`; then all files are as they were, and no temporary is left.
  func commit(_ items: [Item]) throws(Failure) -> [String] {
    // a signal between two renames would leave half of the work
    var signals = sigset_t()
    var previous = sigset_t()
    sigemptyset(&signals)
    for signal in [SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGPIPE] { sigaddset(&signals, signal) }
    sigprocmask(SIG_BLOCK, &signals, &previous)
    defer { sigprocmask(SIG_SETMASK, &previous, nil) }
    var staged: [StagedFile] = []
    var backups: [(path: String, name: String)] = []
    do throws(Failure) {
      for item in items { staged.append(try StagedFile(item)) }
      for file in staged { try file.check() }
      for item in items where item.isBackedUp {
        let suffix = try Backup.make(of: item)
        backups.append((item.target + suffix, item.name + suffix))
      }
      for file in staged { try file.check() }
      try renameAll(staged)
    } catch {
      for file in staged { unlink(file.temporary) }
      for backup in backups { unlink(backup.path) }
      throw error
    }
    return backups.map(\.name)
  }

  private func renameAll(_ staged: [StagedFile]) throws(Failure) {
    // only with several files is there something to take back
    let isUndoable = staged.count > 1
    var done: [StagedFile] = []
    defer { for file in staged where isUndoable { unlink(file.old) } }
    if isUndoable { for file in staged { try file.keepOld() } }
    for file in staged {
      guard rename(file.temporary, file.item.target) == 0 else {
        let number = errno
        for undone in done.reversed() { undone.restore() }
        throw Failure("io/unwritable", "`\(file.item.name)` can't be written: \(Disk.reason(number))")
      }
      done.append(file)
    }
    for folder in Set(staged.map { Paths.folder(of: $0.item.target) }) { StagedFile.flush(folder: folder) }
  }
}

// inside of `FileTransaction`, the name `rename` means its own
private func renameFile(_ old: String, _ new: String) -> Int32 { rename(old, new) }
