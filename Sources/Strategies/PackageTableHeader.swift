/// The header lines of a package table: `# key`, a tab, the value.
package struct PackageTableHeader: Sendable, Equatable {
  /// The version of the table's format that this program reads.
  package static let supportedFormat = "1"

  /// The version of the table's format.
  package private(set) var format = ""
  package private(set) var distribution = ""
  /// The release as it stands in tags, as `12`; `*` where the table holds for all releases.
  package private(set) var release = ""
  /// The release's name, as `bookworm`; may be empty.
  package private(set) var codename = ""
  package private(set) var architecture = ""
  /// The indexes that the table was made from, each with its date.
  package private(set) var indexes: [String] = []
  /// The packages of the distribution's smallest image, sorted.
  package private(set) var base: [String] = []

  init(_ rows: TableRows) {
    rows.forEachHeaderLine { row in
      let columns = rows.columns(of: row)
      guard columns.count > 1 else { return }
      let value = rows.text(columns[1])
      switch rows.text(columns[0]) {
      case "# format": format = value
      case "# distribution": distribution = value
      case "# release": release = value
      case "# codename": codename = value
      case "# architecture": architecture = value
      case "# index": indexes.append(columns[1...].map(rows.text).joined(separator: " "))
      case "# base": base = rows.texts(of: columns[1]).sorted()
      default: break
      }
    }
  }
}
