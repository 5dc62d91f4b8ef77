internal import SourceText

/// The packages of one release of a distribution: roles, run-time counterparts, sizes and dependencies.
///
/// The columns are `package role runtime how kb depends recommends`. In a row of the role `=`, `runtime` is the package
/// that provides the name. `kb` starts with `~` where it is an estimate. `how` says where `runtime` comes from:
/// `dep` the dependencies, `so` the library files, `none` nothing to link with, `cur` set by hand, `list` another
/// distribution's table and a list of names, `prov` a provided name, `unverified` set by hand and not checked. Look-ups are binary searches on the text itself.
package struct PackageTable: Sendable {
  let text: TableText
  private let cache = PackageTableCache()

  /// The columns of a row, in order.
  enum Column: Int, CaseIterable {
    case package, role, runtime, how, installedSize, depends, recommends
  }

  /// Takes the table as it is; `validate()` checks it.
  package init(_ text: TableText) { self.text = text }

  /// What the header lines say.
  package var header: PackageTableHeader { cache.header.answer { text.withRows { PackageTableHeader($0) } } }

  /// Whether the distribution's smallest image has the package.
  package func isInBase(_ name: String) -> Bool { header.base.containsSorted(name) }

  /// The package of that name; virtual and former names lead to the package that provides them.
  package func entry(_ name: String) -> PackageEntry? {
    cache.entries.answer(name) {
      text.withRows { rows in rows.package(named: name).flatMap { rows.entry($0, name: name) } }
    }
  }

  /// The libraries that take the place of those of the packages which are headers.
  package func counterparts(of names: [String]) -> Set<String> {
    cache.counterparts.answer(names) {
      Set(
        names.flatMap { name -> [String] in
          guard let entry = entry(name), entry.role == .build else { return [] }
          return entry.runtime.map { self.entry($0)?.resolvedName ?? $0 }
        })
    }
  }

  /// All that installing `names` brings.
  ///
  /// - Parameters:
  ///   - names: names without version or architecture.
  ///   - recommends: whether recommended packages come along.
  ///   - present: what the base image has beyond the distribution's own base; what that needs is there too.
  package func closure(of names: [String], recommends: Bool, present: [String] = []) -> PackageClosure {
    // no name has a NUL or a line's end
    let question = names.joined(separator: "\n") + (recommends ? "\0+" : "\0-") + present.joined(separator: "\n")
    return cache.closures.answer(question) {
      findClosure(of: names, recommends: recommends, present: present)
    }
  }

  /// What is lost with a change of a list of packages.
  package func loss(_ question: PackageLoss.Question) -> PackageLoss {
    cache.losses.answer(question) {
      func closure(_ names: [String]) -> PackageClosure {
        self.closure(of: names, recommends: question.recommends, present: question.present)
      }
      // both are sorted
      var left = closure(question.left).names[...]
      return PackageLoss(
        closure(question.original).names.filter { name in
          left = left.drop { $0 < name }
          return left.first != name
        })
    }
  }

  private func findClosure(of names: [String], recommends: Bool, present: [String]) -> PackageClosure {
    let base = header.base
    return text.withRows { rows in
      let baseRows = cache.baseRows.answer { Set(base.compactMap { rows.package(named: $0)?.lowerBound }) }
      var there = baseRows
      let presentNames = Set(present)
      var arrived = present.compactMap { rows.package(named: $0) }
      while let row = arrived.popLast() {
        guard there.insert(row.lowerBound).inserted else { continue }
        let words = rows.words(of: rows.column(Column.depends.rawValue, of: row))
        arrived += words.compactMap { rows.package(named: $0) }
      }
      var reached: Set<ByteOffset> = []
      var pending: [ByteRange] = []
      var unknown: Set<String> = []
      func reach(_ row: ByteRange?, _ name: @autoclosure () -> String) {
        guard let row else {
          unknown.insert(name())
          return
        }
        guard !there.contains(row.lowerBound), reached.insert(row.lowerBound).inserted else { return }
        pending.append(row)
      }
      for name in names where !presentNames.contains(name) && !base.containsSorted(name) {
        reach(rows.package(named: name), name)
      }
      while let row = pending.popLast() {
        var words = rows.words(of: rows.column(Column.depends.rawValue, of: row))
        if recommends { words += rows.words(of: rows.column(Column.recommends.rawValue, of: row)) }
        for word in words { reach(rows.package(named: word), rows.text(word)) }
      }
      // rows are sorted by name, so the order of their offsets is that of the names
      let found = reached.sorted().map { rows.row(at: $0) }
      let sizes = found.map { rows.installedSize(of: $0) }
      return PackageClosure(
        names: found.map { rows.text(rows.column(0, of: $0)) },
        installedSize: sizes.reduce(0) { $0 + ($1?.size ?? 0) },
        isSizeEstimated: sizes.contains { $0?.isEstimated ?? true },
        unknown: unknown.sorted())
    }
  }
}

extension [String] {
  /// Whether a sorted list has the text.
  fileprivate func containsSorted(_ text: String) -> Bool {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if self[middle] < text { low = middle + 1 } else { high = middle }
    }
    return low < count && self[low] == text
  }
}

extension TableRows {
  private typealias Column = PackageTable.Column

  /// The row of the package that has or provides the name.
  func package(named name: String) -> ByteRange? { row(named: name).flatMap(resolved) }

  /// The row of the package that has or provides the name in `word`.
  func package(named word: ByteRange) -> ByteRange? { row(named: word).flatMap(resolved) }

  func isAlias(_ row: ByteRange) -> Bool {
    let role = column(Column.role.rawValue, of: row)
    return role.count == 1 && bytes[role.lowerBound] == UInt8(ascii: "=")
  }

  /// Follows a row of the role `=`; a chain of them is followed a few steps, so that a ring ends.
  private func resolved(_ row: ByteRange) -> ByteRange? {
    var row = row
    for _ in 0..<4 {
      guard isAlias(row) else { return isHeader(row) ? nil : row }
      guard let next = self.row(named: column(Column.runtime.rawValue, of: row)) else { return nil }
      row = next
    }
    return nil
  }

  func installedSize(of row: ByteRange) -> (size: Int, isEstimated: Bool)? {
    var range = column(Column.installedSize.rawValue, of: row)
    let isEstimated = !range.isEmpty && bytes[range.lowerBound] == UInt8(ascii: "~")
    if isEstimated { range = range.lowerBound + 1..<range.upperBound }
    return number(range).map { ($0, isEstimated) }
  }

  fileprivate func entry(_ row: ByteRange, name: String) -> PackageEntry? {
    let columns = columns(of: row)
    guard columns.count == Column.allCases.count,
      let role = PackageRole(rawValue: text(columns[Column.role.rawValue]))
    else { return nil }
    let size = installedSize(of: row)
    return PackageEntry(
      name: name, resolvedName: text(columns[Column.package.rawValue]), role: role,
      runtime: texts(of: columns[Column.runtime.rawValue]), installedSize: size?.size,
      isSizeEstimated: size?.isEstimated ?? false, depends: texts(of: columns[Column.depends.rawValue]),
      recommends: texts(of: columns[Column.recommends.rawValue]),
      isVerified: text(columns[Column.how.rawValue]) != "unverified",
      hasSameVersion: text(columns[Column.how.rawValue]).hasPrefix("ver"))
  }
}
