#if canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Copies of files that stand nowhere else.
enum Backup {
  private static let limit = 1000

  /// Copies the old text beside the file: `.orig`, or `.orig.1` and so on if there is one already.
  ///
  /// - Returns: what was added to the file's name.
  static func make(of item: FileTransaction.Item) throws(Failure) -> String {
    var status = stat()
    let mode = lstat(item.target, &status) == 0 ? status.st_mode & 0o777 : 0o600
    for number in 0..<limit {
      let suffix = number == 0 ? ".orig" : ".orig.\(number)"
      let path = item.target + suffix
      let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
      if descriptor < 0, errno == EEXIST { continue }
      guard descriptor >= 0 else { throw failure(item, errno) }
      defer { close(descriptor) }
      guard Output.write(item.before ?? [], to: descriptor), fchmod(descriptor, mode) == 0, fsync(descriptor) == 0
      else {
        let number = errno
        unlink(path)
        throw failure(item, number)
      }
      return suffix
    }
    throw Failure("io/backups", "`\(item.name)` has \(limit) backups already", help: "remove some of them")
  }

  private static func failure(_ item: FileTransaction.Item, _ number: Int32) -> Failure {
    Failure(
      "io/unwritable", "no backup of `\(item.name)` can be written: \(Disk.reason(number)); nothing was changed")
  }
}
