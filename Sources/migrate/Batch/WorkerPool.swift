#if canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Runs tasks in several processes of this program.
///
/// Processes, and not threads: a fault in one project ends its worker, which is replaced, and touches no other project.
final class WorkerPool {
  enum Event {
    case result(task: Int, message: [UInt8])
    /// The worker ended, or took too long.
    case failed(task: Int, reason: String)
    /// The time is up, or there is nothing left to wait for.
    case nothing
  }

  private struct Worker {
    let process: ChildProcess
    var buffer = WireBuffer()
    /// Tasks that were sent and not answered, in order, with their sizes.
    var pending: [(task: Int, size: Int)] = []
    var pendingBytes = 0
    /// When the first pending task can have been started, in milliseconds.
    var start = 0
    var answers = 0
  }

  /// A worker has so many tasks, so that it need not wait for the next one.
  private static let depth = 24
  /// Less than a pipe holds, so that neither side waits for the other.
  private static let pipeSize = 48 << 10

  /// A fault is told of by its signal; to print where it was takes seconds. A worker asks for the same sizes of memory
  /// with each project, so that glibc is to keep more of what is freed at hand.
  private static let environment =
    ["SWIFT_BACKTRACE=enable=no"]
    + (getenv("GLIBC_TUNABLES") == nil ? ["GLIBC_TUNABLES=glibc.malloc.tcache_count=500"] : [])

  private let command: [String]
  private let setup: [UInt8]
  private let count: Int
  /// A task that takes longer is given up, in milliseconds.
  private let timeLimit: Int
  private var workers: [Worker] = []
  private var queue: [(task: Int, message: [UInt8])] = []
  private var next = 0
  private var events: [Event] = []
  private var nextEvent = 0
  private var barren = 0

  /// - Parameters:
  ///   - command: the program and its arguments; it reads messages from its input and answers each in order.
  ///   - setup: the message that each worker gets first, and does not answer.
  init(command: [String], setup: [UInt8], count: Int, timeLimit: Int = 120_000) {
    self.command = command
    self.setup = setup
    self.count = max(count, 1)
    self.timeLimit = timeLimit
  }

  deinit { close() }

  /// Whether tasks are still to be answered.
  var isBusy: Bool { nextEvent < events.count || next < queue.count || workers.contains { !$0.pending.isEmpty } }

  func submit(_ task: Int, _ message: WireWriter) { queue.append((task, message.framed)) }

  /// Submits a task that others wait for.
  func submitFirst(_ task: Int, _ message: WireWriter) {
    queue = [(task, message.framed)] + queue[next...]
    next = 0
  }

  /// Forgets the tasks that were not sent yet.
  func cancel() {
    queue = []
    next = 0
  }

  /// Forgets all tasks, those that were sent too.
  func drain() throws(Failure) {
    cancel()
    while isBusy { _ = try event(within: 100) }
  }

  /// Ends all workers.
  func close() {
    for worker in workers {
      // one that waits for tasks ends with its input
      if !worker.pending.isEmpty { kill(worker.process.process, SIGKILL) }
      _ = worker.process.wait()
    }
    workers = []
  }

  /// Waits for the next answer, at most so many milliseconds.
  ///
  /// - Throws: a `Failure` if no worker can be started.
  func event(within time: Int) throws(Failure) -> Event {
    if nextEvent < events.count { return takeEvent() }
    try feed()
    guard workers.contains(where: { !$0.pending.isEmpty }) else { return .nothing }
    var files = workers.map { pollfd(fd: $0.process.output, events: Int16(POLLIN), revents: 0) }
    guard poll(&files, nfds_t(files.count), Int32(time)) > 0 else {
      giveUpSlowOnes()
      return nextEvent < events.count ? takeEvent() : .nothing
    }
    let ready = files.indices.filter { files[$0].revents != 0 }
    // from the last to the first, since a worker that ended is taken out
    for index in ready.reversed() { receive(index) }
    try feed()
    return nextEvent < events.count ? takeEvent() : .nothing
  }

  private func takeEvent() -> Event {
    defer {
      nextEvent += 1
      if nextEvent == events.count {
        events = []
        nextEvent = 0
      }
    }
    return events[nextEvent]
  }

  /// Starts workers and sends them what they can take.
  private func feed() throws(Failure) {
    while workers.count < count, next < queue.count {
      guard barren < 4 else {
        throw Failure("internal/worker", "workers end before they answer", help: "this is a fault of migrate")
      }
      guard let process = ChildProcess(command, hasInput: true, environment: Self.environment) else {
        throw Failure("io/worker", "no worker can be started: \(Disk.reason(errno))")
      }
      if let input = process.input { _ = Output.write(setup, to: input) }
      workers.append(Worker(process: process))
    }
    for index in workers.indices {
      guard workers[index].pending.count <= Self.depth / 2 else { continue }
      var message: [UInt8] = []
      while next < queue.count, workers[index].pending.count < Self.depth {
        let task = queue[next]
        let isFirst = workers[index].pending.isEmpty
        guard isFirst || workers[index].pendingBytes + task.message.count < Self.pipeSize else { break }
        if isFirst { workers[index].start = Self.now }
        workers[index].pending.append((task.task, task.message.count))
        workers[index].pendingBytes += task.message.count
        message += task.message
        next += 1
        // while few are left, others can take some of them
        if queue.count - next < workers.count * Self.depth, workers[index].pending.count >= 4 { break }
      }
      // that a worker has ended shows when its answers are read
      if !message.isEmpty, let input = workers[index].process.input { _ = Output.write(message, to: input) }
    }
    if next == queue.count {
      queue = []
      next = 0
    }
  }

  private func receive(_ index: Int) {
    let size = 1 << 18
    let count = withUnsafeTemporaryAllocation(byteCount: size, alignment: 1) { buffer -> Int? in
      let count = ChildProcess.read(workers[index].process.output, into: buffer)
      if let count { workers[index].buffer.append(UnsafeRawBufferPointer(rebasing: buffer[..<count])) }
      return count
    }
    guard count != nil else { return fail(index, reason: nil) }
    while let message = workers[index].buffer.next() {
      guard let task = workers[index].pending.first else { break }
      workers[index].pending.removeFirst()
      workers[index].pendingBytes -= task.size
      workers[index].start = Self.now
      workers[index].answers += 1
      barren = 0
      events.append(.result(task: task.task, message: message))
    }
  }

  private func giveUpSlowOnes() {
    for index in workers.indices.reversed()
    where !workers[index].pending.isEmpty && Self.now - workers[index].start > timeLimit {
      kill(workers[index].process.process, SIGKILL)
      fail(index, reason: "took longer than \(timeLimit / 1000) s")
    }
  }

  /// Takes a worker out: its first task has failed, the others are for another one.
  private func fail(_ index: Int, reason: String?) {
    let worker = workers.remove(at: index)
    let status = worker.process.wait()
    if worker.answers == 0 { barren += 1 }
    guard let first = worker.pending.first else { return }
    let ended = status < 0 ? "ended by signal \(-status)" : "ended with status \(status)"
    events.append(.failed(task: first.task, reason: reason ?? ended))
    barren = max(barren - 1, 0)
    retry(worker.pending.dropFirst().map(\.task))
  }

  /// Set by whoever submits tasks: gives the message of a task again.
  var message: (Int) -> WireWriter? = { _ in nil }

  private func retry(_ tasks: [Int]) {
    let messages = tasks.compactMap { task in message(task).map { (task: task, message: $0.framed) } }
    queue = messages + queue[next...]
    next = 0
  }

  /// Milliseconds of a clock that never goes back.
  static var now: Int {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return time.tv_sec * 1000 + time.tv_nsec / 1_000_000
  }
}
