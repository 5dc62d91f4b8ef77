internal import Synchronization

/// A part of a manifest that is read when it is first asked for.
final class Later<Value: Sendable>: @unchecked Sendable {
  private let read: () -> Value
  private let known = Mutex<Value?>(nil)

  init(_ read: @escaping () -> Value) { self.read = read }

  var value: Value {
    known.withLock { known in
      if let known { return known }
      let value = read()
      known = value
      return value
    }
  }
}
