/// The folder that a batch run searches, and which parts of it.
struct BatchRoot {
  /// As the user typed it, without `./` and doubled slashes; and as an absolute path.
  let name: String
  let path: String
  /// The folders below it that are searched; the empty path is the root itself.
  let parts: [String]

  /// Takes what the user typed; several folders have the deepest one that holds them all as their root.
  init(_ names: [String], currentFolder: String) throws(Failure) {
    var paths: [String] = []
    for name in names {
      let path = Paths.absolute(name, from: currentFolder)
      switch Disk.kind(of: path) {
      case .folder: break
      case .missing: throw Failure("io/missing", "there is no folder `\(name)`")
      case .unreadable(let reason): throw Failure("io/unreadable", "`\(name)` can't be read: \(reason)")
      case .file, .special:
        throw Failure("usage/no-folder", "`\(name)` is no folder", help: "`migrate \(name)` migrates one Dockerfile")
      }
      if !paths.contains(path) { paths.append(path) }
    }
    let outer = paths.filter { path in !paths.contains { $0 != path && Paths.lies(path, in: $0) } }
    guard let first = outer.first, let only = names.first else {
      throw Failure("usage/empty-path", "no folder is named")
    }
    if outer.count == 1 {
      path = first
      let typed = names.first { Paths.absolute($0, from: currentFolder) == first } ?? only
      // without what `git apply` would not take in a path
      name = typed.hasPrefix("/") ? first : Paths.relative(first, to: currentFolder)
      parts = [""]
    } else {
      let shared = Paths.ancestors(of: first).first { folder in outer.allSatisfy { Paths.lies($0, in: folder) } } ?? "/"
      path = shared
      name = names.contains { $0.hasPrefix("/") } ? shared : Paths.relative(shared, to: currentFolder)
      parts = outer.map { Paths.relative($0, to: shared) }.sorted()
    }
  }

  /// Lists the files below: by git where there is a repository, by searching folders elsewhere.
  ///
  /// - Parameter meanwhile: as `GitFileList` has it, for the files of a single part.
  func list(meanwhile: (ListedFiles) -> Bool) -> (files: ListedFiles, remarks: [String]) {
    var files = ListedFiles()
    var remarks: [String] = []
    for part in parts {
      let folder = part.isEmpty ? path : path + "/" + part
      let isRepository = Paths.ancestors(of: folder).contains { Disk.kind(of: $0 + "/.git") != .missing }
      let isListed =
        isRepository
        && GitFileList(folder: folder, prefix: part).list(into: &files) { parts.count == 1 && meanwhile($0) }
      if isListed { continue }
      if isRepository, !Interrupts.isPending {
        remarks.append("git does not list the files of `\(part.isEmpty ? name : part)`, so ignored files count too")
      }
      FolderWalk(root: path, start: part).search(into: &files)
    }
    return (files, remarks)
  }
}
