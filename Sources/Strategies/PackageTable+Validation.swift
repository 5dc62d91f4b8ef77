package import SourceText

extension PackageTable {
  private static let origins: Set<String> = [
    "", "ver", "ver=so", "dep", "dep=so", "dep+so", "so", "none", "cur", "list", "prov", "unverified",
  ]
  private static let diagnosticLimit = 50

  /// Checks the whole table: header, columns, order, roles, and that every name in it is of the base or has a row.
  ///
  /// - Returns: what is wrong, each with the range of the row; at most fifty diagnostics.
  package func validate() -> [Diagnostic] {
    text.withRows { rows in
      var diagnostics = headerDiagnostics(rows)
      let base = Set(PackageTableHeader(rows).base)
      var previous: ByteRange?
      var isBelowHeader = false
      rows.forEach { row in
        if rows.isHeader(row) {
          if isBelowHeader { diagnostics.append(problem("header-below-rows", "a header line stands below rows", row)) }
          return diagnostics.count < Self.diagnosticLimit
        }
        isBelowHeader = true
        diagnostics += rowDiagnostics(rows, row, base: base)
        let name = rows.column(0, of: row)
        if let previous, rows.compare(previous, UnsafeBufferPointer(rebasing: rows.bytes[name])) >= 0 {
          let message = "\"\(rows.text(name))\" stands below \"\(rows.text(previous))\"; rows are sorted by their bytes"
          diagnostics.append(problem("unsorted", message, row))
        }
        previous = name
        return diagnostics.count < Self.diagnosticLimit
      }
      return Array(diagnostics.prefix(Self.diagnosticLimit))
    }
  }

  private func headerDiagnostics(_ rows: TableRows) -> [Diagnostic] {
    let header = PackageTableHeader(rows)
    var diagnostics: [Diagnostic] = []
    let top = rows.row(at: 0)
    if header.format != PackageTableHeader.supportedFormat {
      let message =
        "format \"\(header.format)\" is not supported; this version reads \(PackageTableHeader.supportedFormat)"
      diagnostics.append(problem("format", message, top))
    }
    for (key, value) in [("distribution", header.distribution), ("release", header.release)] where value.isEmpty {
      diagnostics.append(problem("header", "the header line \"# \(key)\" is missing", top))
    }
    return diagnostics
  }

  private func rowDiagnostics(_ rows: TableRows, _ row: ByteRange, base: Set<String>) -> [Diagnostic] {
    let columns = rows.columns(of: row)
    guard columns.count == Column.allCases.count else {
      let message = "the row has \(columns.count) columns, not \(Column.allCases.count)"
      return [problem("columns", message, row)]
    }
    var diagnostics: [Diagnostic] = []
    let name = rows.text(columns[Column.package.rawValue])
    let role = rows.text(columns[Column.role.rawValue])
    let runtime = columns[Column.runtime.rawValue]
    if role == "=" {
      if rows.words(of: runtime).count != 1 || rows.package(named: runtime) == nil {
        diagnostics.append(problem("alias", "\"\(name)\" is provided by no row", row))
      }
      return diagnostics
    }
    if PackageRole(rawValue: role) == nil { diagnostics.append(problem("role", "\"\(role)\" is no role", row)) }
    let how = rows.text(columns[Column.how.rawValue])
    if !Self.origins.contains(how) { diagnostics.append(problem("how", "\"\(how)\" is no origin", row)) }
    if !columns[Column.installedSize.rawValue].isEmpty, rows.installedSize(of: row) == nil {
      diagnostics.append(problem("size", "the size of \"\(name)\" is no number of kB", row))
    }
    for column in [Column.runtime, .depends, .recommends] {
      for word in rows.words(of: columns[column.rawValue])
      where rows.package(named: word) == nil && !base.contains(rows.text(word)) {
        diagnostics.append(
          problem("unknown-package", "\"\(name)\" names \"\(rows.text(word))\", which has no row", row))
      }
    }
    return diagnostics
  }

  private func problem(_ id: String, _ message: String, _ range: ByteRange) -> Diagnostic {
    Diagnostic(id: "tables/\(id)", severity: .error, message: message, range: range)
  }
}
