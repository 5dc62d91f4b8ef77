package import Classification
package import SourceText

/// What is to be done with one Dockerfile, and why.
package struct MigrationPlan: Sendable {
  package enum Outcome: String, Sendable {
    /// A build stage is put before the stage, which keeps only what it needs to run.
    case split
    /// Only the stage's package list shrinks.
    case prune
    /// The file is good as it is.
    case nothingToGain = "nothing-to-gain"
    case refused
  }

  package var outcome: Outcome
  /// Why the outcome is what it is, in one sentence.
  package var summary: String
  package var ecosystem: String?
  /// The number of the stage that is migrated.
  package var stage: Int
  /// The stage's name as it will be.
  package var stageName: String?
  /// Whether the stage had no name and gets one.
  package var namesStage = false
  package var buildStageName: String?
  /// Whether the build stage is configured as the run stage, for developers' services.
  package var servesDevelopers = false
  /// A language that the run stage does without.
  package var idle: IdleLanguage?
  package var instructions: [InstructionPlacement] = []
  package var copies: [ArtifactCopy] = []
  package var packages: [PackagePlacement] = []
  /// Packages that the run stage gets by name, since what brought them goes.
  package var additions: [PackageAddition] = []
  /// The image that the run stage starts from instead, as FROM is to name it; nil: its own.
  package var baseImage: String?
  /// The command that installs the additions for which the stage has no RUN.
  package var setupLine: String?
  package var refusals: [Refusal] = []
  /// What the user should know but need not do.
  package var notes: [PlanNote] = []
  package var estimate: Estimate?

  package init(_ outcome: Outcome, _ summary: String, stage: Int) {
    self.outcome = outcome
    self.summary = summary
    self.stage = stage
  }

  /// Whether files would change.
  package var changes: Bool { outcome == .split || outcome == .prune }
}

/// Where one instruction of the stage goes.
package struct InstructionPlacement: Sendable {
  package enum Placement: Sendable, Equatable {
    case absent
    case whole
    /// A part of a RUN's commands and packages.
    case divided(RunDivision)
    /// The keys of an ENV that stand there.
    case keys([String])
  }

  package let instruction: Int
  package var build: Placement
  package var run: Placement
  /// Why, in one sentence.
  package var reason: String
}

/// What is left of a RUN.
package struct RunDivision: Sendable, Equatable {
  /// The elements of the command list that go.
  package var removedItems: [Int] = []
  package var words: [WordChange] = []
}

/// One word of a package list that goes or is replaced.
package struct WordChange: Sendable, Equatable {
  /// The word's range in the shell text.
  package let range: ByteRange
  /// What stands in its place; empty: the word goes.
  package let replacement: [String]
}

/// A path that the run stage takes from the build stage.
package struct ArtifactCopy: Sendable, Equatable {
  package enum Position: Sendable, Equatable {
    case before(Int)
    case after(Int)
  }

  package let path: String
  /// The path as it is written: with variables where it depends on a build argument.
  package let text: String
  /// The owner for `--chown`; nil for root.
  package let owner: String?
  /// What is removed before the copy, since the base image has its own there.
  package let clears: [String]
  /// The command that has to follow it; nil if there is none.
  package var settles: String?
  /// The instruction beside which the COPY stands.
  package let position: Position
  package let reason: String
}

/// What happens to one system package in the run stage.
package struct PackagePlacement: Sendable, Equatable {
  package enum Decision: Sendable, Equatable {
    case removed
    /// The run-time packages take its place.
    case replaced([String])
    case kept
  }

  package let name: String
  package let instruction: Int
  package let decision: Decision
  package let reason: String
  package let evidence: Evidence?
  /// Whether a RUN removes it again, so that the running image does not have it.
  package var isTransient = false
  /// Whether it lies in a layer of the image nevertheless, since another RUN than that which installs it removes it.
  package var isInLayer = false
  /// Whether the RUN that removes it again leaves what came along with it.
  package var leavesOrphans = false
  /// Whether it stays although only the build needs all or a part of it.
  package var isStuck = false
  /// What the user can do so that it need not stay.
  package var help: String?
  /// What follows the names of the run-time packages, as a version that is theirs too.
  package var qualifier = ""
  /// The version that was written behind the name, where that of the run-time packages is another one.
  package var lostVersion: String?
  /// The word in the shell text; nil if it can't be edited.
  let range: ByteRange?

  /// The run-time packages that take its place, as they are written.
  package var replacement: [String] {
    guard case .replaced(let names) = decision else { return [] }
    return names.map { $0 + qualifier }
  }
}

/// A remark of the plan, with the place that it speaks of.
package struct PlanNote: Sendable, Equatable {
  package enum Kind: Sendable, Equatable {
    case remark
    /// What would make the image smaller still, but is not proven; `saving` is in kB, nil if it is not known.
    case suggestion(saving: Int?)
  }

  package let id: String
  package let message: String
  package let help: String?
  package let range: ByteRange?
  /// The file that the range belongs to; empty: the Dockerfile.
  package let path: String
  package let kind: Kind

  package var isSuggestion: Bool { kind != .remark }

  /// What a suggestion saves, in kB; nil if that is not known.
  package var saving: Int? {
    guard case .suggestion(let saving) = kind else { return nil }
    return saving
  }

  package init(
    id: String, message: String, help: String? = nil, range: ByteRange? = nil, path: String = "", kind: Kind = .remark
  ) {
    self.kind = kind
    self.id = id
    self.message = message
    self.help = help
    self.range = range
    self.path = path
  }
}

/// The sizes of the system packages that the run stage had and will have, in kB as installed.
package struct Estimate: Sendable, Equatable {
  package let before: Int
  package let after: Int
  /// What the artifact copies add beyond the packages that they bring.
  package let overhead: Int
  package let isEstimated: Bool

  /// What is saved, in kB.
  package var saving: Int { before - after - overhead }
}
