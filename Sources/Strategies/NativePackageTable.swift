internal import SourceText
internal import Synchronization

/// What a language's package needs of the system at run time.
package struct NativePackageEntry: Sendable, Equatable {
  /// How the package comes to what it needs.
  package enum Loading: String, Sendable, CaseIterable {
    /// The dynamic linker loads libraries.
    case link
    /// Libraries are opened by name at run time.
    case dlopen
    /// A program is run.
    case command
    /// A compiler is run by the application itself.
    case compiler
    /// A browser is started.
    case browser
    /// Nothing of the system is needed beyond the C library.
    case none
  }

  /// For which C libraries the package's index has ready-made builds.
  package enum Prebuilt: String, Sendable, CaseIterable {
    case glibc
    case musl
    case both = "glibc+musl"
    /// The package holds nothing to compile.
    case pure
    /// The package is always compiled where it is installed.
    case none
  }

  /// The name as it stands in the table.
  package let name: String
  package let loading: Loading
  package let prebuilt: Prebuilt
  /// Whether a scan of the installed files sees the need.
  package let isVisibleToScan: Bool
  /// Whether the row was checked against the package itself.
  package let isVerified: Bool
  /// System packages needed however the package was installed; a package of headers stands for its run-time packages.
  package let needs: [String]
  /// System packages needed besides, if the package was compiled where it is installed.
  package let needsWhenCompiled: [String]
}

/// What the packages of one ecosystem need of the system at run time.
///
/// The columns are `package how prebuilt elf verified`, then for each family of distributions its name and
/// `<family>-compiled`, as the header line `# columns` names them.
package struct NativePackageTable: Sendable {
  /// A package of the table.
  package struct Name: Sendable {
    package let text: String
    package let hash: NameHash
  }

  let text: TableText
  private let cache = Cache()

  /// The names are asked for by each project, the names of the columns for each entry.
  private final class Cache: Sendable {
    let names = Mutex<[Name]?>(nil)
    let columns = Mutex<[String]?>(nil)
  }

  /// The columns before those of the families.
  enum Column: Int, CaseIterable {
    case package, how, prebuilt, elf, verified
  }

  package init(_ text: TableText) { self.text = text }

  /// The families of distributions that the table has columns for, in their order.
  package var families: [String] {
    text.withRows { rows in
      Self.columnNames(rows).dropFirst(Column.allCases.count).filter { !$0.hasSuffix("-compiled") }
    }
  }

  /// The packages of the table, in its order.
  package var names: [Name] {
    if let known = cache.names.withLock({ $0 }) { return known }
    let names = text.withRows { rows in
      var names: [Name] = []
      rows.forEach { row in
        guard !rows.isHeader(row) else { return true }
        let text = rows.text(rows.column(0, of: row))
        names.append(Name(text: text, hash: NameHash(text)))
        return true
      }
      return names
    }
    cache.names.withLock { $0 = names }
    return names
  }

  /// The needs of a package on distributions of `family`; `nil` if the table doesn't have the package or the family.
  ///
  /// The name is looked up as it is, then in lower case with each run of `-`, `_` and `.` as one `-`.
  package func entry(_ name: String, family: String) -> NativePackageEntry? {
    text.withRows { rows in
      guard let row = rows.row(named: name) ?? rows.row(named: IndexName.folded(name)), !rows.isHeader(row) else {
        return nil
      }
      let names = columns(rows)
      guard let always = names.firstIndex(of: family), always >= Column.allCases.count else { return nil }
      let columns = rows.columns(of: row)
      guard columns.count == names.count, let loading = NativePackageEntry.Loading(rawValue: rows.text(columns[1])),
        let prebuilt = NativePackageEntry.Prebuilt(rawValue: rows.text(columns[Column.prebuilt.rawValue]))
      else { return nil }
      let compiled = names.firstIndex(of: family + "-compiled")
      return NativePackageEntry(
        name: rows.text(columns[0]), loading: loading, prebuilt: prebuilt,
        isVisibleToScan: rows.text(columns[Column.elf.rawValue]) == "yes",
        isVerified: rows.text(columns[Column.verified.rawValue]) == "yes",
        needs: rows.texts(of: columns[always]), needsWhenCompiled: compiled.map { rows.texts(of: columns[$0]) } ?? [])
    }
  }

  private func columns(_ rows: TableRows) -> [String] {
    cache.columns.withLock { known in
      if let known { return known }
      let names = Self.columnNames(rows)
      known = names
      return names
    }
  }

  static func columnNames(_ rows: TableRows) -> [String] {
    var names: [String] = []
    rows.forEachHeaderLine { row in
      let columns = rows.columns(of: row)
      if columns.count > 1, rows.text(columns[0]) == "# columns" { names = rows.texts(of: columns[1]) }
    }
    return names
  }
}
