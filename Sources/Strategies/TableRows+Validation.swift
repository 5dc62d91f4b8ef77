internal import SourceText

extension TableRows {
  /// A fault of a row: the id's last part, and what is wrong.
  typealias Fault = (id: String, message: String)

  static let mostDiagnostics = 50

  /// Checks that the rows are in order, and each of them by itself.
  ///
  /// - Parameter check: gets the columns of a row.
  /// - Returns: what is wrong, each with the range of the row; it ends at fifty.
  func problems(_ check: ([ByteRange]) -> [Fault]) -> [Diagnostic] {
    var diagnostics: [Diagnostic] = []
    var previous: ByteRange?
    forEach { row in
      if isHeader(row) {
        if previous != nil {
          diagnostics.append(Self.problem("header-below-rows", "a header line stands below rows", row))
        }
        return diagnostics.count < Self.mostDiagnostics
      }
      let columns = columns(of: row)
      let name = columns[0]
      if let previous, compare(previous, UnsafeBufferPointer(rebasing: bytes[name])) >= 0 {
        diagnostics.append(
          Self.problem(
            "unsorted", "\"\(text(name))\" stands below \"\(text(previous))\"; rows are sorted by their bytes", row))
      }
      previous = name
      diagnostics += check(columns).map { Self.problem($0.id, $0.message, row) }
      return diagnostics.count < Self.mostDiagnostics
    }
    return Array(diagnostics.prefix(Self.mostDiagnostics))
  }

  static func problem(_ id: String, _ message: String, _ row: ByteRange) -> Diagnostic {
    Diagnostic(id: "tables/\(id)", severity: .error, message: message, range: row)
  }
}
