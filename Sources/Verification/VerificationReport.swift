package import Planning

/// What was found by building an application before and after its migration.
package struct VerificationReport: Sendable {
  /// One of the two images.
  package struct Side: Sendable {
    /// Bytes, as the engine counts them.
    package var size = 0
    /// The bytes of all files.
    package var content = 0
    package var layers: [Layer] = []
    /// Seconds.
    package var buildTime = 0.0
    /// How many of its steps came out of the engine's cache.
    package var cachedSteps = 0
    package var packages: [InstalledPackages.Package] = []

    package init() {}
  }

  package struct Layer: Sendable, Equatable {
    /// Bytes.
    package let size: Int
    /// The instruction that made it, as the engine shows it.
    package let instruction: String

    package init(size: Int, instruction: String) {
      self.size = size
      self.instruction = instruction
    }
  }

  /// Something that was looked at.
  package struct Check: Sendable, Equatable {
    package enum Result: String, Sendable {
      case passed, failed
      /// It says nothing about the migration: it failed before too, or there was nothing to look at.
      case noted
      /// Something is different that may or may not matter.
      case differs
    }

    /// A stable name: `configuration`, `libraries`, `probe`.
    package let id: String
    package let title: String
    package let result: Result
    /// One line each.
    package let details: [String]

    package init(_ id: String, _ title: String, _ result: Result, _ details: [String] = []) {
      self.id = id
      self.title = title
      self.result = result
      self.details = details
    }
  }

  /// A library that is missing after, with the packages that would bring it.
  package struct Missing: Sendable, Equatable {
    package let soname: String
    /// The files that need it, with a slash in front.
    package let users: [String]
    /// The most likely one first; empty if none is known.
    package let packages: [String]
    /// Where the packages' names come from.
    package let source: String

    package init(soname: String, users: [String], packages: [String], source: String) {
      self.soname = soname
      self.users = users
      self.packages = packages
      self.source = source
    }
  }

  package var engine = ""
  package var before = Side()
  package var after = Side()
  package var checks: [Check] = []
  package var missing: [Missing] = []
  package var losses: [FileLosses.Group] = []
  /// Packages that were added to the plan for libraries that were missing.
  package var fixes: [String] = []
  /// The saving that the plan promised, in bytes.
  package var estimatedSaving: Int?
  /// Seconds that were spent beside the two builds.
  package var overhead = 0.0

  package init() {}

  package var isPassed: Bool { !checks.contains { $0.result == .failed } }

  /// The packages that went.
  package var removedPackages: [InstalledPackages.Package] {
    let names = Set(after.packages.map(\.name))
    return before.packages.filter { !names.contains($0.name) }
  }

  /// The packages that only the image after has.
  package var newPackages: [InstalledPackages.Package] {
    let names = Set(before.packages.map(\.name))
    return after.packages.filter { !names.contains($0.name) }
  }

  package var saving: Int { before.size - after.size }

  /// The size after as a part of the size before, in thousandths.
  package var ratio: Int { before.size > 0 ? (after.size * 1000 + before.size / 2) / before.size : 1000 }

  /// How far the estimate is off the measured saving, in per cent of it; above zero if it promised too much.
  package var deviation: Int? {
    guard let estimatedSaving, saving > 0 else { return nil }
    return Int((Double(estimatedSaving - saving) * 100 / Double(saving)).rounded())
  }

  /// The packages that `--fix` would add, each once.
  package var proposals: [String] {
    var names: [String] = []
    for name in missing.compactMap(\.packages.first) where !names.contains(name) { names.append(name) }
    return names
  }
}

extension VerificationReport {
  /// The report as JSON; sizes are bytes, times milliseconds.
  package var json: JSONValue {
    .fields([
      "engine": .string(engine), "passed": .bool(isPassed),
      "before": Self.json(before), "after": Self.json(after),
      "saving": .integer(saving), "ratio": .string(Self.decimal(ratio)),
      "estimate": .fields([
        "saving": estimatedSaving.map { .integer($0) } ?? .null, "deviation": deviation.map { .integer($0) } ?? .null,
      ]),
      "packages": .fields([
        "removed": .array(removedPackages.map(Self.json)), "added": .array(newPackages.map(Self.json)),
      ]),
      "checks": .array(
        checks.map { check in
          .fields([
            "id": .string(check.id), "title": .string(check.title), "result": .string(check.result.rawValue),
            "details": .strings(check.details),
          ])
        }),
      "missing": .array(
        missing.map { missing in
          .fields([
            "soname": .string(missing.soname), "users": .strings(missing.users),
            "packages": .strings(missing.packages), "source": .string(missing.source),
          ])
        }),
      "losses": .array(
        losses.map { group in
          .fields(["path": .string(group.path), "files": .integer(group.count), "bytes": .integer(group.size)])
        }),
      "fixes": .strings(fixes), "overhead": .integer(Int(overhead * 1000)),
    ])
  }

  private static func json(_ side: Side) -> JSONValue {
    .fields([
      "size": .integer(side.size), "content": .integer(side.content),
      "time": .integer(Int(side.buildTime * 1000)), "cached-steps": .integer(side.cachedSteps),
      "packages": .integer(side.packages.count),
      "layers": .array(
        side.layers.map { layer in
          .fields(["size": .integer(layer.size), "instruction": .string(layer.instruction)])
        }),
    ])
  }

  private static func json(_ package: InstalledPackages.Package) -> JSONValue {
    .fields([
      "name": .string(package.name), "version": .string(package.version), "kB": .integer(package.size),
    ])
  }

  /// Thousandths as a decimal: 488 as `0.488`.
  package static func decimal(_ thousandths: Int) -> String {
    let digits = String(thousandths % 1000)
    return "\(thousandths / 1000)." + String(repeating: "0", count: 3 - digits.utf8.count) + digits
  }
}
