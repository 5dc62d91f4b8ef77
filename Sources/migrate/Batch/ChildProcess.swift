#if canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// A program that was started with pipes to its standard streams; its errors go where they are told.
///
/// It has a process group of its own, so that an interrupt from the terminal reaches this program alone.
struct ChildProcess {
  enum Errors {
    case dropped
    /// They come together with the output.
    case piped
  }

  let process: pid_t
  /// Nil if the program gets no input.
  let input: Int32?
  let output: Int32
  /// Nil unless they are piped.
  let errors: Int32?

  /// Starts a program; its name is looked up in PATH.
  init?(_ arguments: [String], hasInput: Bool, errors: Errors = .dropped, environment: [String] = []) {
    guard let name = arguments.first, let output = Self.pipeEnds(), let input = Self.pipeEnds(),
      let problems = Self.pipeEnds()
    else { return nil }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    if hasInput {
      posix_spawn_file_actions_adddup2(&actions, input.read, 0)
    } else {
      posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    }
    posix_spawn_file_actions_adddup2(&actions, output.write, 1)
    switch errors {
    case .dropped: posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
    case .piped: posix_spawn_file_actions_adddup2(&actions, problems.write, 2)
    }
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setpgroup(&attributes, 0)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETPGROUP))
    var words: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) } + [nil]
    defer { for word in words { free(word) } }
    var variables = Self.variables(environment)
    defer { for variable in variables { free(variable) } }
    var process = pid_t()
    let result = posix_spawnp(&process, name, &actions, &attributes, &words, &variables)
    close(output.write)
    close(input.read)
    close(problems.write)
    if !hasInput { close(input.write) }
    if errors == .dropped { close(problems.read) }
    guard result == 0 else {
      close(output.read)
      if hasInput { close(input.write) }
      if errors == .piped { close(problems.read) }
      return nil
    }
    self.process = process
    self.input = hasInput ? input.write : nil
    self.output = output.read
    self.errors = errors == .piped ? problems.read : nil
  }

  /// Closes the pipes and waits for the end: the exit status, or the number of a signal below zero.
  func wait() -> Int32 {
    for descriptor in [input, output, errors].compactMap({ $0 }) { close(descriptor) }
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0 {
      guard errno == EINTR else { return 127 }
    }
    return status & 0x7F == 0 ? (status >> 8) & 0xFF : -(status & 0x7F)
  }

  /// What can be read now; nil at the end.
  static func read(_ descriptor: Int32, into buffer: UnsafeMutableRawBufferPointer) -> Int? {
    while true {
      let count = readBytes(descriptor, buffer.baseAddress, buffer.count)
      if count < 0, errno == EINTR { continue }
      return count > 0 ? count : nil
    }
  }

  private static func variables(_ additions: [String]) -> [UnsafeMutablePointer<CChar>?] {
    var result: [UnsafeMutablePointer<CChar>?] = []
    let names = additions.map { $0.prefix { $0 != "=" } + "=" }
    var place = environ
    while let variable = place.pointee {
      let text = String(cString: variable)
      if !names.contains(where: { text.hasPrefix($0) }) { result.append(strdup(variable)) }
      place += 1
    }
    return result + additions.map { strdup($0) } + [nil]
  }

  private static func pipeEnds() -> (read: Int32, write: Int32)? {
    var ends: [Int32] = [0, 0]
    guard pipe(&ends) == 0 else { return nil }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    return (ends[0], ends[1])
  }
}

private func readBytes(_ descriptor: Int32, _ buffer: UnsafeMutableRawPointer?, _ count: Int) -> Int {
  read(descriptor, buffer, count)
}
