internal import SourceText

/// Which packages a package of a language's index brings, whichever its version; the columns are `package requires`.
///
/// A package with a row needs nothing of the system, or the table of native packages tells what it needs. An extra has a
/// row of its own, `name[extra]`, with what it brings besides.
package struct RequirementTable: Sendable {
  let text: TableText

  package init(_ text: TableText) { self.text = text }

  /// All packages that a package brings, itself included; nil if the table lacks one of them.
  ///
  /// - Parameter name: as ``IndexName/folded(_:)`` gives it, and so are the extras.
  package func closure(of name: String, extras: [String]) -> Set<String>? {
    text.withRows { rows in
      var waiting = [name] + extras.map { "\(name)[\($0)]" }
      var found = Set(waiting)
      while let key = waiting.popLast() {
        guard let row = rows.row(named: key), !rows.isHeader(row) else { return nil }
        waiting += rows.texts(of: rows.column(1, of: row)).filter { found.insert($0).inserted }
      }
      return found.filter { !$0.contains("[") }
    }
  }
}
