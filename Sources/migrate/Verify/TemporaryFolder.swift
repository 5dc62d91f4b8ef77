#if canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// A folder of the run's own, with files in it and no folders.
enum TemporaryFolder {
  static func make() throws(Failure) -> String {
    let parent = ProgramEnvironment.value("TMPDIR") ?? "/tmp"
    var template = Array("\(parent)/migrate-verify-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else {
      throw Failure("io/unwritable", "no folder can be made in `\(parent)`: \(Disk.reason(errno))")
    }
    return String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  static func write(_ bytes: [UInt8], to path: String) throws(Failure) {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      throw Failure("io/unwritable", "`\(path)` can't be written: \(Disk.reason(errno))")
    }
    defer { close(descriptor) }
    guard Output.write(bytes, to: descriptor) else {
      throw Failure("io/unwritable", "`\(path)` can't be written: \(Disk.reason(errno))")
    }
  }

  static func remove(_ folder: String) {
    for name in Disk.entries(of: folder) ?? [] { unlink("\(folder)/\(name)") }
    rmdir(folder)
  }
}
