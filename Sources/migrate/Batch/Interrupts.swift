#if canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Holds back the signals that would end the program between two files, and tells when one has come.
enum Interrupts {
  private static let signals = [SIGINT, SIGTERM, SIGHUP]

  /// From here on, interrupts wait; a closed pipe is an error of the one who writes to it.
  static func hold() {
    var set = sigset_t()
    sigemptyset(&set)
    for signal in signals + [SIGPIPE] { sigaddset(&set, signal) }
    sigprocmask(SIG_BLOCK, &set, nil)
  }

  /// Whether one has come.
  static var isPending: Bool {
    var set = sigset_t()
    sigemptyset(&set)
    sigpending(&set)
    return signals.contains { sigismember(&set, $0) == 1 }
  }
}
