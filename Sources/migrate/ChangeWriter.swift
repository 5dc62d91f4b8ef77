import MigrateKit

/// Puts the changes of a project on the disk.
struct ChangeWriter {
  let currentFolder: String

  /// Writes the changes in place; symbolic links stay, and what they name is written.
  func write(_ changes: [MigrationResult.Change], of project: Project) throws(Failure) -> ProjectReport.Written {
    var items: [FileTransaction.Item] = []
    for change in changes {
      let name = project.paths.display(change.path)
      guard let target = Disk.realPath(change.path), let root = Disk.realPath(project.root) else {
        throw Failure("io/missing", "`\(name)` is gone; nothing was written")
      }
      guard Paths.lies(target, in: root) else {
        throw Failure(
          "write/outside-project", "`\(name)` is a link to `\(target)`, outside of the project; nothing was written",
          help: "run `migrate` where that file belongs, or print the change by --dry-run")
      }
      items.append(
        FileTransaction.Item(
          name: name, target: target, before: change.before, after: change.after,
          isBackedUp: !GitState.isCommitted(target, change.before)))
    }
    let backups = try FileTransaction().commit(items)
    return ProjectReport.Written(files: items.map(\.name), backups: backups)
  }

  /// Writes the changes below `folder`, each where it would stand below the current folder, or below the project's
  /// root if that is elsewhere.
  func write(
    _ changes: [MigrationResult.Change], of project: Project, to folder: String
  ) throws(Failure) -> ProjectReport.Written {
    var items: [FileTransaction.Item] = []
    for change in changes {
      let path = Paths.absolute(change.path, from: currentFolder)
      let origin = Paths.lies(path, in: currentFolder) ? currentFolder : project.root
      let relative = Paths.relative(path, to: origin)
      let name = folder + (folder.hasSuffix("/") ? "" : "/") + relative
      try Disk.makeFolder(Paths.folder(of: name))
      guard let root = Disk.realPath(folder), let parent = Disk.realPath(Paths.folder(of: name)),
        Paths.lies(parent, in: root)
      else { throw Failure("write/outside-output", "`\(name)` would lie outside of `\(folder)`") }
      let target = Disk.realPath(name) ?? parent + "/" + Paths.name(of: name)
      guard Paths.lies(target, in: root) else {
        throw Failure("write/outside-output", "`\(name)` is a link to a file outside of `\(folder)`")
      }
      let isNew = Disk.kind(of: target) == .missing
      let before: [UInt8]? = if isNew { nil } else { try Disk.read(target, shown: name) }
      items.append(
        FileTransaction.Item(
          name: name, target: target, before: before, after: change.after,
          isBackedUp: before.map { $0 != change.after && !GitState.isCommitted(target, $0) } ?? false))
    }
    let backups = try FileTransaction().commit(items)
    return ProjectReport.Written(files: items.map(\.name), backups: backups)
  }

  /// The path of a change in a diff: as seen from the current folder, and that of the file itself if it is a link.
  func diffPath(_ change: MigrationResult.Change, of project: Project) -> String {
    let name = project.paths.display(change.path)
    let folder = Paths.folder(of: Paths.absolute(change.path, from: currentFolder))
    guard let target = Disk.realPath(change.path), let parent = Disk.realPath(folder),
      let here = Disk.realPath(currentFolder), target != parent + "/" + Paths.name(of: change.path)
    else { return name }
    return Paths.relative(target, to: here)
  }
}
