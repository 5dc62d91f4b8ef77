internal import SourceText

/// The commands that packages put on the path; the columns are `package commands`.
package struct CommandTable: Sendable {
  private let text: TableText
  /// What was looked up already.
  private let known = Memory<String, [String]>(limit: 20_000)

  package init(_ text: TableText) { self.text = text }

  /// The commands of a package, sorted; empty if it is not in the table.
  package func commands(of package: String) -> [String] {
    known.answer(package) {
      text.withRows { rows -> [String] in
        guard let row = rows.row(named: package), !rows.isHeader(row) else { return [] }
        return rows.texts(of: rows.column(1, of: row))
      }
    }
  }

  /// The packages that bring a command, sorted; looks through the whole table.
  package func packages(providing command: String) -> [String] {
    guard !command.isEmpty else { return [] }
    return Array(command.utf8).withUnsafeBufferPointer { command in
      text.withRows { rows in
        var packages: [String] = []
        rows.forEach { row in
          guard !rows.isHeader(row) else { return true }
          if rows.words(of: rows.column(1, of: row)).contains(where: { rows.compare($0, command) == 0 }) {
            packages.append(rows.text(rows.column(0, of: row)))
          }
          return true
        }
        return packages
      }
    }
  }
}
