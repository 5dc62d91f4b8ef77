/// The text of a table: rows of tab-separated columns, sorted bytewise by the first, header lines (`#`) on top.
///
/// A table that is compiled in is read where it lies in the binary; nothing is copied or parsed before a look-up.
package struct TableText: Sendable {
  private enum Storage: Sendable {
    case embedded(StaticString)
    case loaded([UInt8])
  }

  private let storage: Storage

  /// A table that is compiled in.
  package init(_ text: StaticString) { storage = .embedded(text) }

  /// A table that was read at run time.
  package init(_ bytes: [UInt8]) { storage = .loaded(bytes) }

  /// The text, copied.
  package var bytes: [UInt8] {
    switch storage {
    case .embedded(let text): text.withUTF8Buffer { Array($0) }
    case .loaded(let bytes): bytes
    }
  }

  /// Gives the rows to `body`; they are valid only while it runs.
  func withRows<Result>(_ body: (TableRows) -> Result) -> Result {
    switch storage {
    case .embedded(let text): text.withUTF8Buffer { body(TableRows(bytes: $0)) }
    case .loaded(let bytes): bytes.withUnsafeBufferPointer { body(TableRows(bytes: $0)) }
    }
  }
}
