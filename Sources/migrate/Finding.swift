import Classification
import MigrateKit
import Planning
import SourceText

/// Something to tell about a project, with its place as people count it.
struct Finding: Equatable {
  enum Level: String {
    case error, refused, warning, note
  }

  let level: Level
  let id: String
  let message: String
  /// The path as the user reads it; empty if the finding has no place.
  let path: String
  var start: SourcePosition?
  var end: SourcePosition?
  var help: String?
  /// Further places, each with what it says.
  var notes: [(place: String, message: String)] = []

  static func == (left: Finding, right: Finding) -> Bool {
    left.id == right.id && left.message == right.message && left.path == right.path && left.start == right.start
  }

  /// `path:line:column`, as far as it is known.
  var place: String { Self.place(path, start) }

  static func place(_ path: String, _ position: SourcePosition?) -> String {
    guard let position, !path.isEmpty else { return path }
    return "\(path):\(position.line):\(position.column)"
  }
}

/// Turns what the engine says into findings.
struct FindingReader {
  private var lines: [String: LineIndex?] = [:]
  private let display: (String) -> String

  /// - Parameters:
  ///   - sources: the files that were read, by the engine's paths.
  ///   - display: gives the path that the user reads.
  init(sources: [SourceFile], display: @escaping (String) -> String) {
    self.display = display
    for source in sources { lines[source.path] = LineIndex(source.bytes) }
  }

  /// The line and column of an offset in a file; nil if the file can't be read.
  mutating func position(_ path: String, _ offset: Int) -> SourcePosition? {
    if lines[path] == nil { lines[path] = .some((try? Disk.read(path)).map { LineIndex($0) }) }
    return lines[path]??.position(at: offset)
  }

  /// `path:line` of what a decision rests on.
  mutating func place(_ path: String, _ range: ByteRange?) -> String {
    guard let range, let position = position(path, range.lowerBound) else { return display(path) }
    return "\(display(path)):\(position.line)"
  }

  mutating func finding(
    _ level: Finding.Level, _ id: String, _ message: String, path: String, range: ByteRange?, help: String?
  ) -> Finding {
    var finding = Finding(level: level, id: id, message: message, path: path.isEmpty ? "" : display(path), help: help)
    if let range, !path.isEmpty {
      finding.start = position(path, range.lowerBound)
      finding.end = position(path, range.upperBound)
    }
    return finding
  }

  mutating func finding(_ diagnostic: Diagnostic) -> Finding {
    let level: Finding.Level =
      switch diagnostic.severity {
      case .error: .error
      case .warning: .warning
      case .note: .note
      }
    var finding = finding(
      level, diagnostic.id, diagnostic.message, path: diagnostic.path, range: diagnostic.range, help: diagnostic.help)
    for note in diagnostic.notes {
      let path = note.path.isEmpty && note.range != nil ? diagnostic.path : note.path
      finding.notes.append((path.isEmpty ? "" : place(path, note.range), note.message))
    }
    return finding
  }

  /// The refusals and remarks of a plan; those without a path speak of the Dockerfile.
  mutating func findings(_ plan: MigrationPlan, dockerfile: String) -> [Finding] {
    var findings: [Finding] = []
    for refusal in plan.refusals {
      findings.append(
        finding(.refused, refusal.id, refusal.reason, path: dockerfile, range: refusal.range, help: refusal.help))
    }
    for note in plan.notes {
      let path = note.path.isEmpty ? dockerfile : note.path
      let size = note.saving.map { " (about \(OutcomeText.megabytes($0)))" } ?? ""
      findings.append(
        finding(.note, note.id, note.message + size, path: path, range: note.range, help: note.help))
    }
    return findings
  }
}
