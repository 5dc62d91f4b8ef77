package import SourceText

extension RequirementTable {
  /// Checks the whole table: columns, order, and that each package that is brought has a row itself.
  ///
  /// - Returns: what is wrong, each with the range of the row; at most fifty diagnostics.
  package func validate() -> [Diagnostic] {
    text.withRows { rows in
      var diagnostics: [Diagnostic] = []
      func report(_ id: String, _ message: String, _ row: ByteRange) {
        diagnostics.append(Diagnostic(id: "tables/\(id)", severity: .error, message: message, range: row))
      }
      var previous: ByteRange?
      rows.forEach { row in
        guard !rows.isHeader(row) else { return true }
        let columns = rows.columns(of: row)
        let name = columns[0]
        if let previous, rows.compare(previous, UnsafeBufferPointer(rebasing: rows.bytes[name])) >= 0 {
          report("unsorted", "\"\(rows.text(name))\" stands below \"\(rows.text(previous))\"", row)
        }
        previous = name
        if columns.count != 2 {
          report("columns", "the row has \(columns.count) columns, not 2", row)
        } else if let lost = rows.words(of: columns[1]).first(where: { rows.row(named: $0) == nil }) {
          report("word", "\"\(rows.text(name))\" brings \"\(rows.text(lost))\", which has no row", row)
        }
        return diagnostics.count < 50
      }
      return diagnostics
    }
  }
}
