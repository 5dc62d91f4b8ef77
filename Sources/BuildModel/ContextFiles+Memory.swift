internal import Synchronization

extension ContextFiles {
  /// The same files, each of which is asked for once: the steps of one migration ask for the same ones many times.
  func remembered() -> ContextFiles {
    let memory = Memory()
    let read = read
    let entries = entries
    let isFolder = isFolder
    return ContextFiles(
      read: { path in
        if let known = memory.answers.withLock({ $0.files[path] }) { return known }
        let bytes = read(path)
        memory.answers.withLock { $0.add(bytes, at: path) }
        return bytes
      },
      entries: { path in
        if let known = memory.answers.withLock({ $0.entries[path] }) { return known }
        let names = entries(path)
        memory.answers.withLock { $0.entries[path] = .some(names) }
        return names
      },
      isFolder: { path in
        if let known = memory.answers.withLock({ $0.kinds[path] }) { return known }
        let isThere = isFolder(path)
        memory.answers.withLock { $0.kinds[path] = isThere }
        return isThere
      }, size: size)
  }

  /// What was asked so far.
  private final class Memory: Sendable {
    struct Answers {
      var files: [String: [UInt8]?] = [:]
      var entries: [String: [String]?] = [:]
      var kinds: [String: Bool] = [:]
      private var size = 0

      /// Beyond this size in bytes no more files are kept; the context of a build can be very large.
      private static let sizeLimit = 4 << 20

      mutating func add(_ bytes: [UInt8]?, at path: String) {
        guard size <= Self.sizeLimit else { return }
        size += bytes?.count ?? 0
        files[path] = .some(bytes)
      }
    }

    let answers = Mutex(Answers())
  }
}
