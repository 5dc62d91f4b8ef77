/// Counts of what came of the projects.
package struct BatchSummary: Sendable, Equatable {
  package struct Group: Sendable, Equatable {
    package var name: String
    package var projects = 0
    /// In kB.
    package var saving = 0
  }

  package private(set) var projects = 0
  package private(set) var written = 0
  /// In kB, of the projects that change.
  package private(set) var saving = 0
  private var counts: [ProjectRecord.Outcome: Int] = [:]
  private var ecosystemGroups: [String: Group] = [:]
  private var reasonGroups: [String: Int] = [:]

  package init() {}

  /// - Parameters:
  ///   - saving: what the estimate says, in kB.
  ///   - reason: the id of why it was refused or failed.
  package mutating func add(
    _ outcome: ProjectRecord.Outcome, ecosystem: String?, saving: Int, reason: String?, isWritten: Bool
  ) {
    projects += 1
    counts[outcome, default: 0] += 1
    if isWritten { written += 1 }
    let saving = outcome.changes ? max(saving, 0) : 0
    self.saving += saving
    let name = ecosystem ?? "none"
    var group = ecosystemGroups[name] ?? Group(name: name)
    group.projects += 1
    group.saving += saving
    ecosystemGroups[name] = group
    if let reason { reasonGroups[reason, default: 0] += 1 }
  }

  package mutating func add(_ record: ProjectRecord) {
    add(
      record.outcome, ecosystem: record.ecosystem, saving: record.sizes?.saving ?? 0, reason: record.reason,
      isWritten: record.isWritten)
  }

  package func count(_ outcome: ProjectRecord.Outcome) -> Int { counts[outcome] ?? 0 }

  /// The projects whose files change.
  package var changing: Int { count(.split) + count(.prune) }

  /// By estimated saving, the largest first.
  package var ecosystems: [Group] {
    ecosystemGroups.keys.sorted().compactMap { ecosystemGroups[$0] }.sorted {
      ($1.saving, $1.projects, $0.name) < ($0.saving, $0.projects, $1.name)
    }
  }

  /// The reasons for which projects were refused or failed, the most frequent first.
  package var reasons: [(id: String, count: Int)] {
    reasonGroups.keys.sorted().map { ($0, reasonGroups[$0] ?? 0) }.sorted { $0.count > $1.count }
  }

  /// A size in kB as people read it.
  package static func size(_ kilobytes: Int) -> String {
    switch kilobytes {
    case ..<1000: return "\(kilobytes) kB"
    case ..<1_000_000: return "\((kilobytes + 500) / 1000) MB"
    case ..<100_000_000:
      let tenths = (kilobytes + 50_000) / 100_000
      return "\(tenths / 10).\(tenths % 10) GB"
    default: return "\(grouped((kilobytes + 500_000) / 1_000_000)) GB"
    }
  }

  /// A number with commas between its thousands.
  package static func grouped(_ number: Int) -> String {
    let digits = Array(String(number))
    var result = ""
    for (index, digit) in digits.enumerated() {
      let rest = digits.count - index
      if index > 0, rest % 3 == 0, digits[index - 1] != "-" { result.append(",") }
      result.append(digit)
    }
    return result
  }
}
