#if canImport(Musl)
  import Musl
#else
  import Glibc
#endif
import Reports

/// Brings the projects that a killed run had in hand into one of two states: wholly migrated, or wholly as they were.
struct JournalRecovery {
  enum Outcome: Equatable {
    case asBefore, migrated
    /// Somebody changed a file meanwhile, so that it is left alone.
    case changed(String)
  }

  let contents: JournalContents

  /// What a file holds now.
  enum FileState {
    case before, after, other, missing
  }

  func state(of file: JournalContents.File) -> FileState {
    let path = contents.root + "/" + file.path
    guard Disk.kind(of: path) != .missing else { return .missing }
    guard let bytes = try? Disk.read(path) else { return .other }
    let digest = SHA256.hex(bytes)
    return digest == file.after ? .after : digest == file.before ? .before : .other
  }

  /// Finds out how far the run came with a project, and takes back half of a change.
  func recover(_ project: JournalContents.Project) throws(Failure) -> Outcome {
    removeTemporaries(project)
    let states = project.files.map { state(of: $0) }
    for (file, state) in zip(project.files, states) where state == .other || state == .missing {
      return .changed(file.path)
    }
    if states.allSatisfy({ $0 == .after }) { return .migrated }
    let half = zip(project.files, states).filter { $0.1 == .after }.map(\.0)
    if !half.isEmpty { try restore(half) }
    return .asBefore
  }

  /// Gives files the bytes that they had.
  func restore(_ files: [JournalContents.File]) throws(Failure) {
    var items: [FileTransaction.Item] = []
    for file in files {
      let path = contents.root + "/" + file.path
      items.append(
        FileTransaction.Item(
          name: file.path, target: path, before: try Disk.read(path), after: file.old, isBackedUp: false))
    }
    _ = try FileTransaction().commit(items)
  }

  /// Removes what a killed run had written beside the files.
  func removeTemporaries(_ project: JournalContents.Project) {
    for file in project.files {
      let path = contents.root + "/" + file.path
      for process in contents.processes {
        for temporary in StagedFile.temporaries(of: path, process: process) { unlink(temporary) }
      }
    }
  }
}
