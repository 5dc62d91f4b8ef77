#if canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// The new text of a file, written beside it under a name of its own.
struct StagedFile {
  let item: FileTransaction.Item
  let temporary: String
  /// The name that the old file has meanwhile.
  let old: String
  /// The file as it was when the text was staged; nil if there was none.
  private let identity: Identity?

  private struct Identity: Equatable {
    let device: UInt64
    let file: UInt64
    let size: Int64
    let seconds: Int
    let nanoseconds: Int

    init(_ status: stat) {
      device = UInt64(status.st_dev)
      file = UInt64(status.st_ino)
      size = Int64(status.st_size)
      seconds = status.st_mtim.tv_sec
      nanoseconds = status.st_mtim.tv_nsec
    }
  }

  /// Writes the text with the mode and owner of the file that it will replace, and flushes it.
  init(_ item: FileTransaction.Item) throws(Failure) {
    let names = Self.temporaries(of: item.target, process: Int(getpid()))
    self.item = item
    temporary = names[0]
    old = names[1]
    var status = stat()
    if lstat(item.target, &status) == 0 {
      guard item.before != nil else { throw Failure("io/exists", "`\(item.name)` exists already") }
      guard access(item.target, W_OK) == 0 else { throw Self.failure(item, errno) }
      identity = Identity(status)
    } else {
      guard errno == ENOENT, item.before == nil else { throw Self.changed(item) }
      identity = nil
    }
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw Self.failure(item, errno) }
    do throws(Failure) {
      defer { close(descriptor) }
      guard Output.write(item.after, to: descriptor) else { throw Self.failure(item, errno) }
      if identity != nil {
        if status.st_uid != geteuid() || status.st_gid != getegid(),
          fchown(descriptor, status.st_uid, status.st_gid) != 0
        {
          throw Failure(
            "io/owner",
            "`\(item.name)` belongs to another user, and only that user can keep it so: \(Disk.reason(errno))")
        }
        guard fchmod(descriptor, status.st_mode & 0o7777) == 0 else { throw Self.failure(item, errno) }
      } else {
        let mask = umask(0)
        umask(mask)
        guard fchmod(descriptor, 0o666 & ~mask) == 0 else { throw Self.failure(item, errno) }
      }
      guard fsync(descriptor) == 0 else { throw Self.failure(item, errno) }
    } catch {
      unlink(temporary)
      throw error
    }
  }

  /// The names beside a file for its new text and its old one.
  static func temporaries(of path: String, process: Int) -> [String] {
    let stem = "\(Paths.folder(of: path))/.\(Paths.name(of: path)).migrate-\(process)"
    return [stem + "-new", stem + "-old"]
  }

  /// Makes sure that the file is still the one that was read.
  func check() throws(Failure) {
    var status = stat()
    guard lstat(item.target, &status) == 0 else {
      if errno == ENOENT, item.before == nil { return }
      throw Self.changed(item)
    }
    guard let before = item.before, Identity(status) == identity, let bytes = try? Disk.read(item.target),
      bytes == before
    else { throw Self.changed(item) }
  }

  /// Gives the old file a second name, or makes a copy where the file system has no links.
  func keepOld() throws(Failure) {
    guard item.before != nil else { return }
    if link(item.target, old) == 0 { return }
    let descriptor = open(old, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw Self.failure(item, errno) }
    defer { close(descriptor) }
    var status = stat()
    guard Output.write(item.before ?? [], to: descriptor), stat(item.target, &status) == 0,
      fchmod(descriptor, status.st_mode & 0o7777) == 0
    else { throw Self.failure(item, errno) }
  }

  /// Gives the old file its name back; a file that was not there goes.
  func restore() {
    if item.before == nil { unlink(item.target) } else { _ = rename(old, item.target) }
  }

  /// Makes the names in a folder outlive a power cut, as far as the system can.
  static func flush(folder: String) {
    let descriptor = open(folder.isEmpty ? "/" : folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    fsync(descriptor)
    close(descriptor)
  }

  private static func failure(_ item: FileTransaction.Item, _ number: Int32) -> Failure {
    Failure("io/unwritable", "`\(item.name)` can't be written: \(Disk.reason(number)); nothing was changed")
  }

  private static func changed(_ item: FileTransaction.Item) -> Failure {
    Failure(
      "io/changed", "`\(item.name)` changed while it was migrated; nothing was written",
      help: "run `migrate` again")
  }
}
