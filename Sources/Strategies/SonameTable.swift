internal import SourceText

/// The packages that bring shared libraries; the columns are `soname packages`.
package struct SonameTable: Sendable {
  private let text: TableText

  package init(_ text: TableText) { self.text = text }

  /// The packages that bring a library, the most likely one first; empty if it is not in the table.
  ///
  /// - Parameter soname: as a program asks for it: `libpq.so.5`.
  package func packages(providing soname: String) -> [String] {
    text.withRows { rows in
      guard let row = rows.row(named: soname), !rows.isHeader(row) else { return [] }
      return rows.texts(of: rows.column(1, of: row))
    }
  }
}
