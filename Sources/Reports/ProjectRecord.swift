import Planning

/// What a batch run did with one project: the object of a report in JSON Lines.
///
/// `Plugins/schema/batch-record.schema.json` describes its JSON; a member that is there keeps its meaning.
package struct ProjectRecord: Sendable, Equatable {
  /// The number that rises when a member changes its meaning or goes.
  package static let version = 1

  package enum Outcome: String, Sendable, CaseIterable {
    case split, prune
    case nothingToGain = "nothing-to-gain"
    case refused
    /// It could not be read, planned or written.
    case failed

    /// Whether files change.
    package var changes: Bool { self == .split || self == .prune }
  }

  /// The sizes of the system packages in the image that ships, in kB as installed.
  package struct Sizes: Sendable, Equatable {
    package var before: Int
    package var after: Int
    /// What copies add.
    package var overhead: Int
    package var saving: Int { before - after - overhead }

    package init(before: Int, after: Int, overhead: Int) {
      self.before = before
      self.after = after
      self.overhead = overhead
    }
  }

  package struct Package: Sendable, Equatable {
    package var name: String
    /// `removed`, `replaced` or `kept`.
    package var decision: String
    package var replacement: [String]
    package var reason: String
    /// `path:line` of what the decision rests on; empty if there is no such place.
    package var evidence: String

    package init(name: String, decision: String, replacement: [String], reason: String, evidence: String) {
      self.name = name
      self.decision = decision
      self.replacement = replacement
      self.reason = reason
      self.evidence = evidence
    }
  }

  package struct Finding: Sendable, Equatable {
    package struct Place: Sendable, Equatable {
      package var line: Int
      package var column: Int
      package var endLine: Int?
      package var endColumn: Int?

      package init(line: Int, column: Int, endLine: Int? = nil, endColumn: Int? = nil) {
        self.line = line
        self.column = column
        self.endLine = endLine
        self.endColumn = endColumn
      }
    }

    /// `error`, `refused`, `warning` or `note`.
    package var level: String
    package var id: String
    package var message: String
    package var path: String
    package var place: Place?
    package var help: String?

    package init(level: String, id: String, message: String, path: String, place: Place?, help: String?) {
      self.level = level
      self.id = id
      self.message = message
      self.path = path
      self.place = place
      self.help = help
    }
  }

  package struct Change: Sendable, Equatable {
    package var path: String
    /// SHA-256 of the bytes before and after.
    package var before: String
    package var after: String
    package var diff: String

    package init(path: String, before: String, after: String, diff: String) {
      self.path = path
      self.before = before
      self.after = after
      self.diff = diff
    }
  }

  /// The Dockerfile's path as the user reads it.
  package var path: String
  package var outcome: Outcome
  /// Why the outcome is what it is, in one sentence.
  package var summary: String
  /// Whether the changes were written.
  package var isWritten = false
  package var ecosystem: String?
  /// The name of the stage that ships.
  package var stage: String?
  package var buildStage: String?
  package var contexts: [String] = []
  package var composeFiles: [String] = []
  package var sizes: Sizes?
  package var packages: [Package] = []
  /// The paths that the run stage takes from the build stage.
  package var copies: [String] = []
  package var findings: [Finding] = []
  package var changes: [Change] = []
  package var backups: [String] = []

  package init(path: String, outcome: Outcome, summary: String) {
    self.path = path
    self.outcome = outcome
    self.summary = summary
  }

  /// What groups it with others that were not migrated for the same reason.
  package var reason: String? {
    guard outcome == .refused || outcome == .failed else { return nil }
    return findings.first { $0.level == "refused" || $0.level == "error" }?.id
  }

  /// The line of a report in JSON Lines, without its line end.
  package var line: String { json.line }
}
