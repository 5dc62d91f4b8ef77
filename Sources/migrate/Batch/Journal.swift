#if canImport(Musl)
  import Musl
#else
  import Glibc
#endif
import Planning
import Reports

/// The record of what a batch run writes: one JSON object on each line, appended and flushed before any file changes.
///
/// `start` begins a run and `end` or `interrupted` closes it. Each project has a `begin` with its files, their digests
/// before and after and their old bytes, and then `done` or `failed`. A `begin` without either tells that the run was
/// killed there; `JournalRecovery` finds out how far it came.
final class Journal {
  static let version = 1

  let path: String
  private let descriptor: Int32

  private init(path: String, descriptor: Int32) {
    self.path = path
    self.descriptor = descriptor
  }

  deinit { closeFile(descriptor) }

  /// The folder of a root's journals.
  static func folder(of root: String) -> String { root + "/.migrate/journals" }

  /// Starts a journal: at `path`, or under a new name in the root's own folder, which git does not look into.
  static func create(_ path: String?, root: String) throws(Failure) -> Journal {
    let name: String
    if let path {
      name = path
    } else {
      let folder = folder(of: root)
      try Disk.makeFolder(folder)
      try ignore(folder)
      name = folder + "/journal-\(timestamp())-\(getpid()).jsonl"
    }
    let descriptor = open(name, O_RDWR | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      if errno == EEXIST {
        throw Failure("io/exists", "there is a journal `\(name)` already", help: "--resume continues it")
      }
      throw failure(name)
    }
    let journal = Journal(path: name, descriptor: descriptor)
    try journal.begin(root: root)
    StagedFile.flush(folder: Paths.folder(of: Paths.absolute(name, from: Disk.currentFolder())))
    return journal
  }

  /// Goes on with a journal that is there; a line that was cut off is taken away.
  static func reopen(_ path: String, root: String) throws(Failure) -> Journal {
    let descriptor = open(path, O_RDWR | O_APPEND | O_CLOEXEC)
    guard descriptor >= 0 else { throw failure(path) }
    let journal = Journal(path: path, descriptor: descriptor)
    if Disk.tail(of: path, 1).first.map({ $0 != UInt8(ascii: "\n") }) ?? false {
      let bytes = try Disk.read(path, limit: Disk.recordLimit)
      let end = bytes.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
      guard ftruncate(descriptor, off_t(end)) == 0 else { throw failure(path) }
    }
    try journal.begin(root: root)
    return journal
  }

  private func begin(root: String) throws(Failure) {
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      throw Failure("usage/journal-in-use", "the journal `\(path)` is in use by another run")
    }
    try append(
      .fields([
        "event": .string("start"), "version": .integer(Self.version), "root": .string(root),
        "process": .integer(Int(getpid())),
      ]), isFlushed: true)
  }

  /// Says what is about to be written.
  ///
  /// - Parameter record: the object of a report, for the case that the run is killed before `done`.
  func begin(
    _ project: String, _ changes: [PlannedProject.Change], record: JSONValue, root: String
  ) throws(Failure) {
    let files = changes.map { change in
      JSONValue.fields([
        "path": .string(Paths.relative(change.target, to: root)), "before": .string(SHA256.hex(change.before)),
        "after": .string(SHA256.hex(change.after)), "old": .string(Base64.encode(change.before)),
      ])
    }
    try append(
      .fields([
        "event": .string("begin"), "project": .string(project), "files": .array(files), "record": record,
      ]), isFlushed: true)
  }

  /// Says that the files are written.
  ///
  /// - Parameter record: the object of a report.
  func done(_ project: String, backups: [String], record: JSONValue) throws(Failure) {
    try append(
      .fields([
        "event": .string("done"), "project": .string(project), "backups": .strings(backups), "record": record,
      ]), isFlushed: false)
  }

  /// Says that nothing was written after all.
  func failed(_ project: String, _ message: String) throws(Failure) {
    try append(
      .fields(["event": .string("failed"), "project": .string(project), "message": .string(message)]),
      isFlushed: false)
  }

  func close(_ event: String) throws(Failure) { try append(.fields(["event": .string(event)]), isFlushed: true) }

  private func append(_ value: JSONValue, isFlushed: Bool) throws(Failure) {
    let end = lseek(descriptor, 0, SEEK_END)
    guard Output.write(Array((value.line + "\n").utf8), to: descriptor), !isFlushed || fsync(descriptor) == 0 else {
      let problem = Self.failure(path)
      // half a line would make the next one unreadable
      if end >= 0 { _ = ftruncate(descriptor, end) }
      throw problem
    }
  }

  private static func failure(_ path: String) -> Failure {
    Failure("io/journal", "the journal `\(path)` can't be written: \(Disk.reason(errno)); nothing more is changed")
  }

  /// Keeps a folder of journals out of what git adds.
  private static func ignore(_ folder: String) throws(Failure) {
    let path = folder + "/.gitignore"
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else {
      if errno == EEXIST { return }
      throw failure(path)
    }
    defer { closeFile(descriptor) }
    guard Output.write(Array("*\n".utf8), to: descriptor) else { throw failure(path) }
  }

  /// The time in UTC, as file names have it.
  private static func timestamp() -> String {
    var now = time(nil)
    var parts = tm()
    gmtime_r(&now, &parts)
    func digits(_ number: Int32) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let date = "\(parts.tm_year + 1900)\(digits(parts.tm_mon + 1))\(digits(parts.tm_mday))"
    return "\(date)T\(digits(parts.tm_hour))\(digits(parts.tm_min))\(digits(parts.tm_sec))Z"
  }
}

// inside of `Journal`, the name `close` means its own
private func closeFile(_ descriptor: Int32) { close(descriptor) }
