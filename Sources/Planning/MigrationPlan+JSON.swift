import Classification
package import DockerfileSyntax
package import SourceText

extension MigrationPlan {
  /// The number that rises when a member of the plan's JSON changes its meaning or goes.
  package static let jsonVersion = 1

  /// The plan as JSON.
  ///
  /// The members are always there, in this order: `version`, `outcome`, `summary`, `ecosystem`, `stage` (number, name,
  /// whether it is named anew, and the build stage's name), `instructions` (line, last line, keyword, where it goes in
  /// the build and the run stage, why), `base` (the image that takes the place of the run stage's own), `packages` (name, line, decision, what replaces it, why, and the evidence),
  /// `additions` (packages that are named since what brought them goes), `copies`, `refusals`, `notes` and `estimate` (kB). What is not known is null.
  /// A note with the member `saving` (kB) is a suggestion: it would make the image smaller, but is not proven.
  ///
  /// - Parameters:
  ///   - dockerfile: the tree that was planned on.
  ///   - path: its path, for what names no other file.
  ///   - place: the line and column of an offset in another file; nil if they are not known.
  ///   - display: gives a path as the user reads it.
  package func json(
    _ dockerfile: Dockerfile, path: String, place: @escaping (String, Int) -> SourcePosition? = { _, _ in nil },
    display: @escaping (String) -> String = { $0 }
  ) -> JSONValue {
    let writer = PlanWriter(dockerfile: dockerfile, path: path, place: place, display: display)
    return .fields([
      "version": .integer(Self.jsonVersion), "outcome": .string(outcome.rawValue), "summary": .string(summary),
      "ecosystem": .optional(ecosystem), "stage": stageJSON,
      "instructions": .array(instructions.map { writer.json($0) }),
      "base": .optional(baseImage),
      "packages": .array(packages.map { writer.json($0) }),
      "additions": .array(additions.map { writer.json($0) }),
      "copies": .array(copies.map { writer.json($0) }),
      "refusals": .array(refusals.map { writer.json($0) }),
      "notes": .array(notes.map { writer.json($0) }),
      "estimate": estimate?.json ?? .null,
    ])
  }

  private var stageJSON: JSONValue {
    .fields([
      "number": .integer(stage), "name": .optional(stageName), "named": .bool(namesStage),
      "build": .optional(buildStageName),
    ])
  }
}

extension Estimate {
  fileprivate var json: JSONValue {
    .fields([
      "before": .integer(before), "after": .integer(after), "overhead": .integer(overhead),
      "saving": .integer(saving), "estimated": .bool(isEstimated),
    ])
  }
}

/// Writes the parts of a plan.
private struct PlanWriter {
  let dockerfile: Dockerfile
  let path: String
  let place: (String, Int) -> SourcePosition?
  let display: (String) -> String
  let lines: LineIndex

  init(
    dockerfile: Dockerfile, path: String, place: @escaping (String, Int) -> SourcePosition?,
    display: @escaping (String) -> String
  ) {
    self.dockerfile = dockerfile
    self.path = path
    self.place = place
    self.display = display
    lines = LineIndex(dockerfile.source)
  }

  func json(_ placement: InstructionPlacement) -> JSONValue {
    let instruction = dockerfile.instructions[placement.instruction]
    return .fields([
      "line": .integer(lines.line(at: instruction.range.lowerBound)),
      "last": .integer(lines.line(at: max(instruction.range.upperBound - 1, instruction.range.lowerBound))),
      "keyword": .string(instruction.spelling(in: dockerfile.source)),
      "build": json(placement.build), "run": json(placement.run), "reason": .string(placement.reason),
    ])
  }

  private func json(_ placement: InstructionPlacement.Placement) -> JSONValue {
    switch placement {
    case .absent: .string("absent")
    case .whole: .string("whole")
    case .divided(let division):
      .fields([
        "removed-commands": .array(division.removedItems.map { .integer($0) }),
        "changed-words": .integer(division.words.count),
      ])
    case .keys(let keys): .fields(["keys": .strings(keys)])
    }
  }

  func json(_ package: PackagePlacement) -> JSONValue {
    let decision =
      switch package.decision {
      case .removed: "removed"
      case .replaced: "replaced"
      case .kept: "kept"
      }
    return .fields([
      "name": .string(package.name), "line": line(package.instruction), "decision": .string(decision),
      "replacement": .strings(package.replacement), "reason": .string(package.reason),
      "evidence": package.evidence.map { evidence in
        .fields(["what": .string(evidence.what), "place": json(evidence.path, evidence.range)])
      } ?? .null,
    ])
  }

  func json(_ addition: PackageAddition) -> JSONValue {
    .fields([
      "name": .string(addition.name), "line": addition.instruction.map { line($0) } ?? .null,
      "reason": .string(addition.reason),
      "evidence": addition.evidence.map { evidence in
        .fields(["what": .string(evidence.what), "place": json(evidence.path, evidence.range)])
      } ?? .null,
    ])
  }

  func json(_ copy: ArtifactCopy) -> JSONValue {
    let (side, instruction): (String, Int) =
      switch copy.position {
      case .before(let index): ("before", index)
      case .after(let index): ("after", index)
      }
    return .fields([
      "path": .string(copy.path), "owner": .optional(copy.owner),
      "position": .fields(["side": .string(side), "line": line(instruction)]), "reason": .string(copy.reason),
    ])
  }

  func json(_ refusal: Refusal) -> JSONValue {
    .fields([
      "id": .string(refusal.id), "place": json(path, refusal.range), "reason": .string(refusal.reason),
      "help": .optional(refusal.help),
    ])
  }

  func json(_ note: PlanNote) -> JSONValue {
    let place = json(note.path.isEmpty ? path : note.path, note.range)
    guard case .suggestion(let saving) = note.kind else {
      return .fields([
        "id": .string(note.id), "place": place, "message": .string(note.message), "help": .optional(note.help),
      ])
    }
    return .fields([
      "id": .string(note.id), "place": place, "message": .string(note.message), "help": .optional(note.help),
      "saving": saving.map { .integer($0) } ?? .null,
    ])
  }

  private func line(_ instruction: Int) -> JSONValue {
    guard dockerfile.instructions.indices.contains(instruction) else { return .null }
    return .integer(lines.line(at: dockerfile.instructions[instruction].range.lowerBound))
  }

  func json(_ path: String, _ range: ByteRange?) -> JSONValue {
    let position = range.flatMap { range in
      path == self.path ? lines.position(at: range.lowerBound) : place(path, range.lowerBound)
    }
    return .fields([
      "path": .string(display(path)), "line": position.map { .integer($0.line) } ?? .null,
      "column": position.map { .integer($0.column) } ?? .null,
    ])
  }
}
