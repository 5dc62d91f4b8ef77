/// What a step has to say about its input.
package struct Diagnostic: Sendable, Equatable {
  package enum Severity: String, Sendable, Comparable {
    case note, warning, error

    package static func < (left: Severity, right: Severity) -> Bool { left.rank < right.rank }
    private var rank: Int {
      switch self {
      case .note: 0
      case .warning: 1
      case .error: 2
      }
    }
  }

  /// A further place that explains the message.
  package struct Note: Sendable, Equatable {
    package let message: String
    package let path: String
    package let range: ByteRange?

    package init(_ message: String, path: String = "", range: ByteRange? = nil) {
      self.message = message
      self.path = path
      self.range = range
    }
  }

  /// A stable slug with its domain, as `syntax/unknown-instruction`.
  package let id: String
  package let severity: Severity
  /// What is wrong or was decided: starts in lower case, names the thing.
  package let message: String
  /// The file as the user would write it; empty if the text has no name.
  package var path: String
  /// Where in the file, in bytes.
  package let range: ByteRange?
  package let notes: [Note]
  /// What the user can do.
  package let help: String?

  package init(
    id: String, severity: Severity, message: String, path: String = "", range: ByteRange? = nil, notes: [Note] = [],
    help: String? = nil
  ) {
    self.id = id
    self.severity = severity
    self.message = message
    self.path = path
    self.range = range
    self.notes = notes
    self.help = help
  }
}
