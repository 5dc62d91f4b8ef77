internal import Synchronization

/// Answers that depend on manifests and tables alone: many projects ask the same.
package final class Memory<Question: Hashable & Sendable, Answer: Sendable>: Sendable {
  /// A bound on the memory of a long run; further questions are answered anew each time.
  private let limit: Int
  private let answers = Mutex<[Question: Answer]>([:])

  package init(limit: Int) { self.limit = limit }

  package func answer(_ question: Question, _ make: () -> Answer) -> Answer {
    if let known = answers.withLock({ $0[question] }) { return known }
    let made = make()
    answers.withLock { if $0.count < limit { $0[question] = made } }
    return made
  }
}

/// The answer to a question that is always the same.
final class SingleMemory<Answer: Sendable>: Sendable {
  private let answer = Mutex<Answer?>(nil)

  func answer(_ make: () -> Answer) -> Answer {
    if let known = answer.withLock({ $0 }) { return known }
    let made = make()
    answer.withLock { $0 = made }
    return made
  }
}
