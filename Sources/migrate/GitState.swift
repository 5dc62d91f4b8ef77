#if canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// What git knows of a file.
///
/// The committed text is read and compared here. `git status` would do that itself, but by way of the filters,
/// hooks and monitors that a repository's own configuration names, and nothing of the repository is to be executed.
enum GitState {
  /// Whether the last commit holds exactly `bytes` under the file's name, line ends aside.
  ///
  /// - Parameter path: the absolute path of the file itself.
  static func isCommitted(_ path: String, _ bytes: [UInt8]) -> Bool {
    guard let committed = committed(path, "HEAD") else { return false }
    return isSame(committed, bytes)
  }

  /// The bytes that a file has in a commit; nil if there is no such commit, or it does not have the file.
  ///
  /// - Parameter path: the absolute path of the file itself.
  static func committed(_ path: String, _ reference: String) -> [UInt8]? {
    let folder = Paths.folder(of: path)
    guard !reference.hasPrefix("-"), !reference.contains(":"),
      Paths.ancestors(of: folder).contains(where: { Disk.kind(of: $0 + "/.git") != .missing })
    else { return nil }
    // a partial clone must not fetch the text from a server
    let settings = ["core.fsmonitor=false", "core.hooksPath=/dev/null", "protocol.allow=never"]
    return Program.output(
      ["git", "-C", folder] + settings.flatMap { ["-c", $0] }
        + ["cat-file", "blob", "\(reference):./\(Paths.name(of: path))"])
  }

  /// Whether two texts are the same, line ends aside.
  static func isSame(_ committed: [UInt8], _ bytes: [UInt8]) -> Bool {
    committed == bytes || withoutCarriageReturns(committed) == withoutCarriageReturns(bytes)
  }

  private static func withoutCarriageReturns(_ bytes: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    for (index, byte) in bytes.enumerated() {
      let isLineEnd = byte == 13 && index + 1 < bytes.count && bytes[index + 1] == 10
      if !isLineEnd { result.append(byte) }
    }
    return result
  }
}

/// Runs other programs, never by way of a shell.
enum Program {
  /// What the program prints; nil if it can't be started or does not end with 0.
  ///
  /// - Parameter arguments: the program's name, looked up in PATH, and its arguments.
  static func output(_ arguments: [String]) -> [UInt8]? {
    var ends: [Int32] = [0, 0]
    guard pipe(&ends) == 0 else { return nil }
    defer { close(ends[0]) }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_adddup2(&actions, ends[1], 1)
    posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
    var words: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) } + [nil]
    defer { for word in words { free(word) } }
    var process = pid_t()
    let result = posix_spawnp(&process, arguments[0], &actions, nil, &words, environ)
    close(ends[1])
    guard result == 0 else { return nil }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 14)
    while true {
      let count = read(ends[0], &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { break }
      bytes += buffer[..<count]
    }
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0 {
      guard errno == EINTR else { return nil }
    }
    return status == 0 ? bytes : nil
  }
}
