import Synchronization

#if canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Whether the user, or the system, asked the program to stop (SIGINT, SIGTERM, SIGHUP).
enum Interruption {
  fileprivate static let requests = Atomic<Int>(0)

  /// From now on these signals are counted and no longer end the program.
  static func watch() {
    for signal in [SIGINT, SIGTERM, SIGHUP] {
      var action = sigaction()
      // a handler that was set is not inherited by the programs that are started
      action.__sigaction_handler.sa_handler = { _ in Interruption.requests.add(1, ordering: .relaxed) }
      action.sa_flags = Int32(SA_RESTART)
      sigaction(signal, &action, nil)
    }
  }

  static var isRequested: Bool { requests.load(ordering: .relaxed) > 0 }

  /// Runs `body`, and cancels it when the program is asked to stop.
  static func cancelling<Value: Sendable>(
    _ body: @escaping @Sendable () async throws -> Value
  ) async throws -> Value {
    try await withThrowingTaskGroup(of: Value?.self) { group in
      group.addTask { try await body() }
      group.addTask {
        while !isRequested { try await Task.sleep(for: .milliseconds(100)) }
        return nil
      }
      defer { group.cancelAll() }
      guard let first = try await group.next(), let value = first else { throw CancellationError() }
      return value
    }
  }
}

/// Waits for asynchronous work in a program whose `main` is not.
enum Waiting {
  private final class Box<Value: Sendable>: Sendable {
    let result = Mutex<Result<Value, any Error>?>(nil)
  }

  /// The result of `body`, which runs on other threads than this one.
  static func run<Value: Sendable>(_ body: @escaping @Sendable () async throws -> Value) throws -> Value {
    let box = Box<Value>()
    Task.detached {
      let result: Result<Value, any Error>
      do { result = .success(try await body()) } catch { result = .failure(error) }
      box.result.withLock { $0 = result }
    }
    while true {
      if let result = box.result.withLock({ $0 }) { return try result.get() }
      usleep(20_000)
    }
  }
}
