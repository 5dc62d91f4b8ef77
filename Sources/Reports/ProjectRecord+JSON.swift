package import Planning

extension ProjectRecord {
  /// All members are always there, in this order; what is not known is null.
  package var json: JSONValue {
    .fields([
      "version": .integer(Self.version), "path": .string(path), "outcome": .string(outcome.rawValue),
      "summary": .string(summary), "written": .bool(isWritten), "ecosystem": .optional(ecosystem),
      "stage": .optional(stage), "build-stage": .optional(buildStage), "contexts": .strings(contexts),
      "compose": .strings(composeFiles), "estimate": sizes?.json ?? .null, "packages": .array(packages.map(\.json)),
      "copies": .strings(copies), "findings": .array(findings.map(\.json)), "changes": .array(changes.map(\.json)),
      "backups": .strings(backups),
    ])
  }

  /// Reads a record; nil if it is none, or one of a version that is not known.
  package init?(_ json: JSONValue) {
    guard json["version"]?.number == Self.version, let path = json["path"]?.string,
      let outcome = json["outcome"]?.string.flatMap(Outcome.init), let summary = json["summary"]?.string
    else { return nil }
    self.init(path: path, outcome: outcome, summary: summary)
    isWritten = json["written"]?.isTrue ?? false
    ecosystem = json["ecosystem"]?.string
    stage = json["stage"]?.string
    buildStage = json["build-stage"]?.string
    contexts = json["contexts"]?.texts ?? []
    composeFiles = json["compose"]?.texts ?? []
    sizes = json["estimate"].flatMap(Sizes.init)
    packages = (json["packages"]?.items ?? []).compactMap(Package.init)
    copies = json["copies"]?.texts ?? []
    findings = (json["findings"]?.items ?? []).compactMap(Finding.init)
    changes = (json["changes"]?.items ?? []).compactMap(Change.init)
    backups = json["backups"]?.texts ?? []
  }
}

extension ProjectRecord.Sizes {
  fileprivate var json: JSONValue {
    .fields([
      "before": .integer(before), "after": .integer(after), "overhead": .integer(overhead), "saving": .integer(saving),
    ])
  }

  fileprivate init?(_ json: JSONValue) {
    guard let before = json["before"]?.number, let after = json["after"]?.number else { return nil }
    self.init(before: before, after: after, overhead: json["overhead"]?.number ?? 0)
  }
}

extension ProjectRecord.Package {
  fileprivate var json: JSONValue {
    .fields([
      "name": .string(name), "decision": .string(decision), "replacement": .strings(replacement),
      "reason": .string(reason), "evidence": .string(evidence),
    ])
  }

  fileprivate init?(_ json: JSONValue) {
    guard let name = json["name"]?.string, let decision = json["decision"]?.string else { return nil }
    self.init(
      name: name, decision: decision, replacement: json["replacement"]?.texts ?? [],
      reason: json["reason"]?.string ?? "", evidence: json["evidence"]?.string ?? "")
  }
}

extension ProjectRecord.Finding {
  fileprivate var json: JSONValue {
    func number(_ value: Int?) -> JSONValue { value.map { .integer($0) } ?? .null }
    return .fields([
      "level": .string(level), "id": .string(id), "message": .string(message), "path": .string(path),
      "line": number(place?.line), "column": number(place?.column), "end-line": number(place?.endLine),
      "end-column": number(place?.endColumn), "help": .optional(help),
    ])
  }

  fileprivate init?(_ json: JSONValue) {
    guard let level = json["level"]?.string, let id = json["id"]?.string, let message = json["message"]?.string
    else { return nil }
    var place: Place?
    if let line = json["line"]?.number, let column = json["column"]?.number {
      place = Place(
        line: line, column: column, endLine: json["end-line"]?.number, endColumn: json["end-column"]?.number)
    }
    self.init(
      level: level, id: id, message: message, path: json["path"]?.string ?? "", place: place,
      help: json["help"]?.string)
  }
}

extension ProjectRecord.Change {
  fileprivate var json: JSONValue {
    .fields([
      "path": .string(path), "before": .string(before), "after": .string(after), "diff": .string(diff),
    ])
  }

  fileprivate init?(_ json: JSONValue) {
    guard let path = json["path"]?.string, let before = json["before"]?.string, let after = json["after"]?.string
    else { return nil }
    self.init(path: path, before: before, after: after, diff: json["diff"]?.string ?? "")
  }
}
