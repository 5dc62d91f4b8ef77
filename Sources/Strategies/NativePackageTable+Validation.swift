package import SourceText

extension NativePackageTable {
  /// Checks the whole table: columns, order and the words of the fixed columns.
  ///
  /// - Returns: what is wrong, each with the range of the row; at most fifty diagnostics.
  package func validate() -> [Diagnostic] {
    text.withRows { rows in
      let names = Self.columnNames(rows)
      guard names.count > Column.allCases.count else {
        return [TableRows.problem("header", "the header line \"# columns\" names no family", rows.row(at: 0))]
      }
      return rows.problems { columns in
        guard columns.count == names.count else {
          return [("columns", "the row has \(columns.count) columns, not \(names.count)")]
        }
        let isKnown =
          NativePackageEntry.Loading(rawValue: rows.text(columns[1])) != nil
          && NativePackageEntry.Prebuilt(rawValue: rows.text(columns[2])) != nil
          && columns[3...4].allSatisfy { ["yes", "no"].contains(rows.text($0)) }
        return isKnown ? [] : [("word", "\"\(rows.text(columns[0]))\" has a word that its column doesn't know")]
      }
    }
  }
}
