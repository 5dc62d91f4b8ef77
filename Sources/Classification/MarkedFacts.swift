internal import Synchronization

/// The facts of a stage with a mark behind the value of each ARG, looked at when they are first asked for.
package final class MarkedFacts: Sendable {
  private let make: @Sendable () -> StageFacts
  private let made = Mutex<StageFacts?>(nil)

  package init(_ make: @escaping @Sendable () -> StageFacts) { self.make = make }

  package var facts: StageFacts {
    made.withLock { made in
      if let known = made { return known }
      let facts = make()
      made = facts
      return facts
    }
  }
}
