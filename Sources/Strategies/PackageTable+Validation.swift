package import SourceText

extension PackageTable {
  private static let origins: Set<String> = [
    "", "ver", "ver=so", "dep", "dep=so", "dep+so", "so", "none", "cur", "list", "prov", "unverified",
  ]

  /// Checks the whole table: header, columns, order, roles, and that every name in it is of the base or has a row.
  ///
  /// - Returns: what is wrong, each with the range of the row; at most fifty diagnostics.
  package func validate() -> [Diagnostic] {
    text.withRows { rows in
      let base = Set(PackageTableHeader(rows).base)
      let found = headerDiagnostics(rows) + rows.problems { faults(rows, $0, base: base) }
      return Array(found.prefix(TableRows.mostDiagnostics))
    }
  }

  private func headerDiagnostics(_ rows: TableRows) -> [Diagnostic] {
    let header = PackageTableHeader(rows)
    var diagnostics: [Diagnostic] = []
    let top = rows.row(at: 0)
    if header.format != PackageTableHeader.supportedFormat {
      let message =
        "format \"\(header.format)\" is not supported; this version reads \(PackageTableHeader.supportedFormat)"
      diagnostics.append(TableRows.problem("format", message, top))
    }
    for (key, value) in [("distribution", header.distribution), ("release", header.release)] where value.isEmpty {
      diagnostics.append(TableRows.problem("header", "the header line \"# \(key)\" is missing", top))
    }
    return diagnostics
  }

  private func faults(_ rows: TableRows, _ columns: [ByteRange], base: Set<String>) -> [TableRows.Fault] {
    guard columns.count == Column.allCases.count else {
      return [("columns", "the row has \(columns.count) columns, not \(Column.allCases.count)")]
    }
    let name = rows.text(columns[Column.package.rawValue])
    let role = rows.text(columns[Column.role.rawValue])
    let runtime = columns[Column.runtime.rawValue]
    if role == "=" {
      let isProvided = rows.words(of: runtime).count == 1 && rows.package(named: runtime) != nil
      return isProvided ? [] : [("alias", "\"\(name)\" is provided by no row")]
    }
    var faults: [TableRows.Fault] = []
    if PackageRole(rawValue: role) == nil { faults.append(("role", "\"\(role)\" is no role")) }
    let how = rows.text(columns[Column.how.rawValue])
    if !Self.origins.contains(how) { faults.append(("how", "\"\(how)\" is no origin")) }
    let row = columns[0].lowerBound..<columns[columns.count - 1].upperBound
    if !columns[Column.installedSize.rawValue].isEmpty, rows.installedSize(of: row) == nil {
      faults.append(("size", "the size of \"\(name)\" is no number of kB"))
    }
    for column in [Column.runtime, .depends, .recommends] {
      for word in rows.words(of: columns[column.rawValue])
      where rows.package(named: word) == nil && !base.contains(rows.text(word)) {
        faults.append(("unknown-package", "\"\(name)\" names \"\(rows.text(word))\", which has no row"))
      }
    }
    return faults
  }
}
