package import SourceText

extension NativePackageTable {
  /// Checks the whole table: columns, order and the words of the fixed columns.
  ///
  /// - Returns: what is wrong, each with the range of the row; at most fifty diagnostics.
  package func validate() -> [Diagnostic] {
    text.withRows { rows in
      let names = Self.columnNames(rows)
      var diagnostics: [Diagnostic] = []
      func report(_ id: String, _ message: String, _ row: ByteRange) {
        diagnostics.append(Diagnostic(id: "tables/\(id)", severity: .error, message: message, range: row))
      }
      guard names.count > Column.allCases.count else {
        report("header", "the header line \"# columns\" names no family", rows.row(at: 0))
        return diagnostics
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
        if columns.count != names.count {
          report("columns", "the row has \(columns.count) columns, not \(names.count)", row)
        } else if NativePackageEntry.Loading(rawValue: rows.text(columns[1])) == nil
          || NativePackageEntry.Prebuilt(rawValue: rows.text(columns[2])) == nil
          || !columns[3...4].allSatisfy({ ["yes", "no"].contains(rows.text($0)) })
        {
          report("word", "\"\(rows.text(name))\" has a word that its column doesn't know", row)
        }
        return diagnostics.count < 50
      }
      return diagnostics
    }
  }
}
