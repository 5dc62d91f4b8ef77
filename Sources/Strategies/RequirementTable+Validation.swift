package import SourceText

extension RequirementTable {
  /// Checks the whole table: columns, order, and that each package that is brought has a row itself.
  ///
  /// - Returns: what is wrong, each with the range of the row; at most fifty diagnostics.
  package func validate() -> [Diagnostic] {
    text.withRows { rows in
      rows.problems { columns in
        guard columns.count == 2 else { return [("columns", "the row has \(columns.count) columns, not 2")] }
        return rows.words(of: columns[1]).filter { rows.row(named: $0) == nil }.map {
          ("word", "\"\(rows.text(columns[0]))\" brings \"\(rows.text($0))\", which has no row")
        }
      }
    }
  }
}
