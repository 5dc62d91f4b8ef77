import Planning
import Reports

/// What a journal says.
struct JournalContents {
  struct File {
    /// As seen from the root.
    let path: String
    /// SHA-256 of the bytes before and after.
    let before: String
    let after: String
    let old: [UInt8]
  }

  enum State: Equatable {
    /// The run ended before it said what came of the project.
    case open
    case done, failed
  }

  struct Project {
    let name: String
    let files: [File]
    var state = State.open
    var backups: [String] = []
    var record: JSONValue = .null
  }

  private(set) var root = ""
  /// In the order in which they were begun.
  private(set) var projects: [Project] = []
  /// The processes that wrote the journal.
  private(set) var processes: [Int] = []
  /// Whether the last run was closed, and whether it came to its end.
  private(set) var isClosed = false
  private(set) var isComplete = false

  /// Reads a journal; a last line that was cut off is left out.
  init(_ path: String) throws(Failure) {
    let bytes = try Disk.read(path, limit: Disk.recordLimit)
    let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: true)
    for (number, line) in lines.enumerated() {
      guard let event = JSONReader.read(line), let kind = event["event"]?.string else {
        if number == lines.count - 1, bytes.last != UInt8(ascii: "\n") { break }
        throw Self.failure(path, "line \(number + 1) is no entry of a journal")
      }
      if kind == "start" {
        guard event["version"]?.number == Journal.version, let place = event["root"]?.string else {
          throw Self.failure(path, "it is of a version that is not known")
        }
        if root.isEmpty { root = place }
        if let process = event["process"]?.number { processes.append(process) }
        isClosed = false
        isComplete = false
      } else {
        take(kind, event)
      }
    }
    guard !root.isEmpty else { throw Self.failure(path, "it has no start") }
  }

  /// Whether the last run of a journal was closed, by a look at its end alone.
  static func isClosed(_ path: String) -> Bool {
    let end = Disk.tail(of: path, 256)
    guard end.last == UInt8(ascii: "\n"), let line = end.split(separator: UInt8(ascii: "\n")).last,
      let event = JSONReader.read(line)?["event"]?.string
    else { return false }
    return event == "end" || event == "interrupted"
  }

  private mutating func take(_ kind: String, _ event: JSONValue) {
    let name = event["project"]?.string ?? ""
    let open = projects.lastIndex { $0.name == name && $0.state == .open }
    switch kind {
    case "begin":
      let files = (event["files"]?.items ?? []).compactMap { file -> File? in
        guard let path = file["path"]?.string, let before = file["before"]?.string, let after = file["after"]?.string,
          let old = file["old"]?.string.flatMap(Base64.decode)
        else { return nil }
        return File(path: path, before: before, after: after, old: old)
      }
      projects.append(Project(name: name, files: files, record: event["record"] ?? .null))
    case "done":
      guard let open else { return }
      projects[open].state = .done
      projects[open].backups = event["backups"]?.texts ?? []
      projects[open].record = event["record"] ?? .null
    case "failed":
      if let open { projects[open].state = .failed }
    case "end":
      isClosed = true
      isComplete = true
    case "interrupted": isClosed = true
    default: break
    }
  }

  private static func failure(_ path: String, _ reason: String) -> Failure {
    Failure("io/journal", "`\(path)` is no journal of `migrate batch`: \(reason)")
  }
}
