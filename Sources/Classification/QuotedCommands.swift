import SourceText

/// Finds commands that stand in quotes in a program of any language: `['mix', 'compile']`, `"mix compile"`.
package enum QuotedCommands {
  /// A larger file is no program that a person wrote.
  private static let limit = 1 << 20
  private static let quotes = ByteSet("\"'`")

  /// - Parameter tools: the commands that count.
  /// - Returns: the words of each command, as far as they are quoted texts.
  package static func all(in bytes: [UInt8], of tools: Set<String>) -> [[String]] {
    guard !tools.isEmpty else { return [] }
    let bytes = bytes.prefix(limit)
    var found: [[String]] = []
    var index = 0
    while let start = bytes[index...].firstIndex(where: quotes.contains) {
      var (texts, end) = list(in: bytes, from: start)
      if texts.count == 1 { texts = texts[0].split(separator: " ").map(String.init) }
      if let first = texts.first, tools.contains(first) { found.append(texts) }
      // a list that begins later in this one counts too
      index = texts.isEmpty ? start + 1 : min(end, (bytes[(start + 1)...].firstIndex(of: bytes[start]) ?? end) + 1)
    }
    return found
  }

  /// The quoted texts from a place on that only commas and blanks divide, and the place behind them.
  private static func list(in bytes: ArraySlice<UInt8>, from start: Int) -> (texts: [String], end: Int) {
    var texts: [String] = []
    var index = start
    while index < bytes.endIndex, quotes.contains(bytes[index]), texts.count < 20,
      let close = bytes[(index + 1)...].firstIndex(where: { $0 == bytes[index] || $0 == 10 }),
      bytes[close] == bytes[index]
    {
      texts.append(String(decoding: bytes[(index + 1)..<close], as: UTF8.self))
      index =
        bytes[(close + 1)...].firstIndex { $0 != UInt8(ascii: ",") && $0 != 32 && $0 != 10 && $0 != 9 }
        ?? bytes.endIndex
    }
    return (texts, index)
  }
}
