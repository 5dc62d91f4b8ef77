#if canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Reads from the file system.
enum Disk {
  /// What stands at a path, symbolic links followed.
  enum Kind: Equatable {
    case file, folder, missing
    /// A device, a pipe, a socket.
    case special
    /// It can't be told, as of a loop of symbolic links or a folder that must not be searched.
    case unreadable(reason: String)
  }

  /// The largest file that is read; no Dockerfile, compose file or lock file comes near.
  static let sizeLimit = 64 << 20
  /// The largest journal or report that is read: such files grow with the number of projects.
  static let recordLimit = 4 << 30

  static func kind(of path: String) -> Kind {
    var status = stat()
    guard stat(path, &status) == 0 else {
      return errno == ENOENT || errno == ENOTDIR ? .missing : .unreadable(reason: reason(errno))
    }
    switch status.st_mode & S_IFMT {
    case S_IFREG: return .file
    case S_IFDIR: return .folder
    default: return .special
    }
  }

  /// Whether a symbolic link stands at the path.
  static func isLink(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFLNK
  }

  /// The bytes of a regular file; a pipe or device is not read.
  ///
  /// - Parameters:
  ///   - name: the path as the user would write it.
  ///   - limit: a larger file is not read, in bytes.
  static func read(_ path: String, shown name: String? = nil, limit: Int = sizeLimit) throws(Failure) -> [UInt8] {
    let name = name ?? path
    let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY)
    guard descriptor >= 0 else {
      if errno == ENOENT { throw Failure("io/missing", "there is no file `\(name)`") }
      throw Failure("io/unreadable", "`\(name)` can't be read: \(reason(errno))")
    }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      throw Failure("io/unreadable", "`\(name)` can't be read: \(reason(errno))")
    }
    switch status.st_mode & S_IFMT {
    case S_IFREG: break
    case S_IFDIR: throw Failure("io/folder", "`\(name)` is a folder, not a file")
    default: throw Failure("io/special", "`\(name)` is no regular file")
    }
    guard Int(status.st_size) <= limit else { throw tooLarge(name, limit) }
    return try bytes(of: descriptor, name, expected: Int(status.st_size), limit: limit)
  }

  /// The last bytes of a file; empty if it can't be read.
  static func tail(of path: String, _ count: Int) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return [] }
    defer { close(descriptor) }
    let end = lseek(descriptor, 0, SEEK_END)
    guard end > 0, lseek(descriptor, max(end - off_t(count), 0), SEEK_SET) >= 0 else { return [] }
    return (try? bytes(of: descriptor, path, expected: count, limit: sizeLimit)) ?? []
  }

  /// All of standard input.
  static func readInput() throws(Failure) -> [UInt8] { try bytes(of: 0, "-", expected: 0, limit: sizeLimit) }

  private static func bytes(
    of descriptor: Int32, _ path: String, expected: Int, limit: Int
  ) throws(Failure) -> [UInt8] {
    var result: [UInt8] = []
    while true {
      let room = expected > result.count ? expected - result.count : 1 << 16
      var count = 0
      let chunk = [UInt8](unsafeUninitializedCapacity: room) { buffer, initialized in
        repeat { count = readBytes(descriptor, buffer.baseAddress, room) } while count < 0 && errno == EINTR
        initialized = max(count, 0)
      }
      guard count >= 0 else { throw Failure("io/unreadable", "`\(path)` can't be read: \(reason(errno))") }
      if count == 0 { return result }
      if result.isEmpty { result = chunk } else { result += chunk }
      if expected > 0, result.count == expected { return result }
      guard result.count <= limit else { throw tooLarge(path, limit) }
    }
  }

  private static func tooLarge(_ path: String, _ limit: Int) -> Failure {
    Failure("io/too-large", "`\(path)` is larger than \(limit >> 20) MB")
  }

  /// The names in a folder, sorted bytewise; nil if it is none.
  static func entries(of path: String) -> [String]? {
    guard let folder = opendir(path.isEmpty ? "." : path) else { return nil }
    defer { closedir(folder) }
    var names: [String] = []
    while let entry = readdir(folder) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: Int(NAME_MAX) + 1) { String(cString: $0) }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  /// The size of all files below a folder, in kB; nil if there are so many that it takes long to tell.
  static func size(of path: String) -> Int? {
    var pending = [path]
    var count = 0
    var bytes = 0
    while let path = pending.popLast() {
      count += 1
      var status = stat()
      guard count <= sizedFileLimit else { return nil }
      guard lstat(path, &status) == 0 else { continue }
      if status.st_mode & S_IFMT == S_IFDIR {
        pending += (entries(of: path) ?? []).map { path + "/" + $0 }
      } else {
        bytes += Int(status.st_size)
      }
    }
    return bytes / 1000
  }

  private static let sizedFileLimit = 50_000

  /// The path without symbolic links, if what stands there is none, and its folder is known without them.
  static func realPath(_ path: String, folder: inout (path: String, real: String)?) -> String? {
    let parent = Paths.folder(of: path)
    if folder?.path != parent { folder = realPath(parent).map { (parent, $0) } }
    guard let real = folder?.real, !isLink(path), kind(of: path) != .missing else { return realPath(path) }
    return (real == "/" ? "" : real) + "/" + Paths.name(of: path)
  }

  /// The path without symbolic links; nil if there is nothing.
  static func realPath(_ path: String) -> String? {
    guard let resolved = realpath(path, nil) else { return nil }
    defer { free(resolved) }
    return String(cString: resolved)
  }

  static func currentFolder() -> String {
    guard let path = getcwd(nil, 0) else { return "/" }
    defer { free(path) }
    return String(cString: path)
  }

  /// What an error number means.
  static func reason(_ number: Int32) -> String { String(cString: strerror(number)).lowercased() }
}

// inside of `Disk`, the name `read` means its own
private func readBytes(_ descriptor: Int32, _ buffer: UnsafeMutableRawPointer?, _ count: Int) -> Int {
  read(descriptor, buffer, count)
}

extension Disk {
  /// Makes a folder and those that hold it.
  static func makeFolder(_ path: String) throws(Failure) {
    guard !path.isEmpty, kind(of: path) != .folder else { return }
    try makeFolder(Paths.folder(of: path))
    guard mkdir(path, 0o777) == 0 || errno == EEXIST else {
      throw Failure("io/unwritable", "the folder `\(path)` can't be made: \(reason(errno))")
    }
  }

  /// Writes a file that is no part of a project: beside its name first, so that it is never half written.
  static func replace(_ path: String, _ bytes: [UInt8]) throws(Failure) {
    if kind(of: path) == .special {
      // a pipe or a device is written as it is
      let descriptor = open(path, O_WRONLY | O_CLOEXEC)
      defer { close(descriptor) }
      guard descriptor >= 0, Output.write(bytes, to: descriptor) else { throw unwritable(path) }
      return
    }
    let temporary = path + ".migrate-\(getpid())"
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw unwritable(path) }
    let isWritten = Output.write(bytes, to: descriptor)
    let problem = unwritable(path)
    close(descriptor)
    guard isWritten, rename(temporary, path) == 0 else {
      unlink(temporary)
      throw problem
    }
  }

  private static func unwritable(_ path: String) -> Failure {
    Failure("io/unwritable", "`\(path)` can't be written: \(reason(errno))")
  }
}
