/// What a build printed, and what its end says of a failure.
package struct BuildLog: Sendable {
  /// Why a build could not come to its end, where the engine's own words tell.
  package enum Cause: String, Sendable {
    /// An image that it starts from can't be had.
    case baseImage = "base-image"
    case diskSpace = "disk-space"
    /// The engine can't read the file.
    case syntax
    /// A command failed, or something else.
    case command
  }

  /// So many lines are kept.
  private static let limit = 4000

  package private(set) var lines: [String] = []
  /// How many steps came out of the engine's cache.
  package private(set) var cachedSteps = 0

  package init() {}

  package init(_ text: String) {
    for line in text.split(whereSeparator: \.isNewline) { append(String(line)) }
  }

  package mutating func append(_ line: String) {
    let line = Self.plain(line)
    if line.hasSuffix(" CACHED") || line.contains("---> Using cache") || line.contains("--> Using cache") {
      cachedSteps += 1
    }
    if lines.count >= Self.limit { lines.removeFirst(Self.limit / 4) }
    lines.append(line)
  }

  /// The line without colours and other orders to a terminal (ECMA-48, "CSI").
  private static func plain(_ line: String) -> String {
    guard line.utf8.contains(0x1B) else { return line }
    var result: [UInt8] = []
    var rest = Array(line.utf8)[...]
    while let byte = rest.popFirst() {
      guard byte == 0x1B else {
        result.append(byte)
        continue
      }
      guard rest.first == UInt8(ascii: "[") else { continue }
      rest = rest.dropFirst().drop { !(0x40...0x7E).contains($0) }.dropFirst()
    }
    return String(decoding: result, as: UTF8.self)
  }

  /// The last lines that say something.
  package func end(_ count: Int = 20) -> [String] {
    Array(lines.filter { !$0.allSatisfy(\.isWhitespace) && !Self.isNoise($0) }.suffix(count))
  }

  /// BuildKit's lines about its own doings: `#2 sha256:…`, `#2 DONE 0.1s`, `#2 transferring context: 2B done`.
  private static func isNoise(_ line: String) -> Bool {
    let words = line.split(separator: " ", maxSplits: 2)
    guard words.count > 1, words[0].hasPrefix("#"), Int(words[0].dropFirst()) != nil else { return false }
    return words[1].hasPrefix("sha256:") || ["DONE", "CACHED", "transferring"].contains(words[1])
  }

  /// The cause of a failure, by the words that engines use.
  package var cause: Cause {
    // what meets the full disk is a command, which goes on about it before the engine's own last words
    let space = ["no space left on device", "disk quota exceeded"]
    if end(80).contains(where: { line in space.contains { line.lowercased().contains($0) } }) { return .diskSpace }
    let end = end(12).joined(separator: "\n").lowercased()
    func has(_ words: [String]) -> Bool { words.contains { end.contains($0) } }
    if has([
      "pull access denied", "manifest unknown", "failed to resolve source metadata", "error pulling image",
      "failed to do request: head", "repository does not exist", "error creating build container: initializing source",
      "unable to copy from source", "failed to load metadata for",
      "failed to solve with frontend dockerfile.v0: failed to create llb definition: failed to do request",
      "short-name", "creating build container: ",
    ]) || end.contains("manifest for ") && end.contains(" not found")
      || end.contains("get \"https://") && end.contains("/v2/")
    {
      return .baseImage
    }
    if has(["dockerfile parse error", "failed to parse dockerfile", "unknown instruction", "unknown flag:"]) {
      return .syntax
    }
    return .command
  }
}
