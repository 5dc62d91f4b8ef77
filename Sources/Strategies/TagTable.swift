internal import SourceText

/// What an image's tags stand for that no longer move; the columns are `tag release slim`.
package struct TagTable: Sendable {
  package struct Entry: Sendable, Equatable {
    /// The id of the release, which no table of packages need know.
    package var release: String
    /// The releases for whose word the image without compilers and headers exists; `=`: for the tag without such a word.
    package var slim: [String]

    package init(release: String, slim: [String]) {
      self.release = release
      self.slim = slim
    }
  }

  private let text: TableText

  package init(_ text: TableText) { self.text = text }

  /// - Parameter tag: without the words for the release and for the smaller image: `3.12`.
  package func entry(_ tag: String) -> Entry? {
    text.withRows { rows in
      guard let row = rows.row(named: tag), !rows.isHeader(row) else { return nil }
      return Entry(release: rows.text(rows.column(1, of: row)), slim: rows.texts(of: rows.column(2, of: row)))
    }
  }
}
