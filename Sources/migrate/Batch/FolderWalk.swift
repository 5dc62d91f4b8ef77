#if canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Searches folders that no repository lists. Symbolic links to folders are not followed, so that no loop can arise.
struct FolderWalk {
  /// The longest path that the system takes (PATH_MAX).
  private static let pathLimit = 4095

  /// The absolute path of the root, and the folder below it that is searched.
  let root: String
  let start: String

  /// Adds the files; a folder with a repository of its own is listed by git.
  func search(into files: inout ListedFiles) {
    var pending: [[UInt8]] = [Array(start.utf8)]
    while !Interrupts.isPending, let folder = pending.popLast() { search(folder, &pending, &files) }
  }

  private func search(_ folder: [UInt8], _ pending: inout [[UInt8]], _ files: inout ListedFiles) {
    let path = Array(root.utf8) + (folder.isEmpty ? [] : [UInt8(ascii: "/")] + folder)
    func report(_ reason: String) {
      files.problems.append((folder.withUnsafeBufferPointer { ListedFiles.visible($0) }, reason))
    }
    guard path.count <= Self.pathLimit else {
      return report("its path is longer than the system takes; it is not searched")
    }
    let stream = (path + [0]).withUnsafeBytes { bytes in
      bytes.assumingMemoryBound(to: CChar.self).baseAddress.flatMap { opendir($0) }
    }
    guard let stream else { return report(Disk.reason(errno)) }
    defer { closedir(stream) }
    var folders: [[UInt8]] = []
    var names: [[UInt8]] = []
    errno = 0
    while let entry = readdir(stream) {
      let type = entry.pointee.d_type
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: UInt8.self, capacity: Int(NAME_MAX) + 1) {
          Array(UnsafeBufferPointer(start: $0, count: strlen($0)))
        }
      }
      if name == Array(".".utf8) || name == Array("..".utf8) { continue }
      if name == Array(".git".utf8) {
        // a repository: git knows what belongs to it
        if let text = String(validating: folder, as: UTF8.self), folder != Array(start.utf8),
          GitFileList(folder: root + "/" + text, prefix: text).list(into: &files)
        {
          return
        }
        continue
      }
      switch kind(type, path, name) {
      case UInt8(DT_DIR): folders.append(folder.isEmpty ? name : folder + [UInt8(ascii: "/")] + name)
      case UInt8(DT_REG), UInt8(DT_LNK): names.append(name)
      default: break
      }
      errno = 0
    }
    if errno != 0 { report(Disk.reason(errno)) }
    for name in names {
      let full = folder.isEmpty ? name : folder + [UInt8(ascii: "/")] + name
      full.withUnsafeBufferPointer { files.add($0, below: "") }
    }
    pending += folders
  }

  /// The type of an entry; some file systems tell it only when asked for the file itself.
  private func kind(_ type: UInt8, _ folder: [UInt8], _ name: [UInt8]) -> UInt8 {
    guard type == UInt8(DT_UNKNOWN) else { return type }
    var status = stat()
    let path = folder + [UInt8(ascii: "/")] + name + [0]
    let result = path.withUnsafeBytes { bytes in
      bytes.assumingMemoryBound(to: CChar.self).baseAddress.map { lstat($0, &status) } ?? -1
    }
    guard result == 0 else { return type }
    switch status.st_mode & S_IFMT {
    case S_IFREG: return UInt8(DT_REG)
    case S_IFDIR: return UInt8(DT_DIR)
    case S_IFLNK: return UInt8(DT_LNK)
    default: return type
    }
  }
}
