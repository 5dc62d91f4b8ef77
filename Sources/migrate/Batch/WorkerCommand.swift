#if canImport(Musl)
  import Musl
#else
  import Glibc
#endif
import ArgumentParser

/// One worker of `migrate batch`: answers messages until its input ends. It writes no file.
struct WorkerCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "batch-worker", abstract: "Plans projects for `migrate batch`.", shouldDisplay: false
  ).readAlone

  func run() throws {
    var worker: BatchWorker?
    var buffer = WireBuffer()
    var output: [UInt8] = []
    let size = 1 << 16
    while true {
      let count = withUnsafeTemporaryAllocation(byteCount: size, alignment: 1) { space -> Int? in
        let count = ChildProcess.read(0, into: space)
        if let count { buffer.append(UnsafeRawBufferPointer(rebasing: space[..<count])) }
        return count
      }
      guard count != nil else { return }
      while let message = buffer.next() {
        guard let ready = worker else {
          worker = BatchWorker(WorkerSetup(message))
          continue
        }
        output += ready.answer(WorkerTask(message)).framed
        // whoever waits for answers gets them soon, but not each by a call of its own
        if output.count > 1 << 15 {
          guard Output.write(output, to: 1) else { return }
          output.removeAll(keepingCapacity: true)
        }
      }
      guard Output.write(output, to: 1) else { return }
      output.removeAll(keepingCapacity: true)
    }
  }
}
