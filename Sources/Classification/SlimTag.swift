import BuildModel
import Strategies

/// Writes the name of the smaller image that has the same tag, in the words of the FROM.
struct SlimTag {
  let rule: ImageRule.SlimTag
  let distribution: DistributionStrategy
  /// What is known for good of the tag; nil where the smaller image is taken to exist.
  let entry: TagTable.Entry?

  /// The image as it is to be written.
  ///
  /// - Parameters:
  ///   - written: the image as FROM has it, with its variables.
  ///   - reference: the same with the variables' values.
  /// - Returns: nil where there is none, and where it can't be named: behind a digest, or where a variable holds what has
  ///   to change.
  func image(written: String, reference: ImageReference) -> String? {
    guard reference.digest == nil, let (name, tag) = Self.split(written), !name.hasSuffix("}") else { return nil }
    if let entry, !entry.slim.contains(reference.tagWords.first(where: namesRelease) ?? "=") { return nil }
    guard let tag, let resolved = reference.tag else { return reference.tag == nil ? "\(written):\(rule.word)" : nil }
    if tag == "latest" { return "\(name):\(rule.word)" }
    if resolved == "latest" { return nil }
    var words = tag.split(separator: "-", omittingEmptySubsequences: false).map(String.init)
    guard rule.isBeforeRelease, namesRelease(reference.tagWords.last ?? "") else {
      return "\(name):\(tag)-\(rule.word)"
    }
    guard let last = words.last, namesRelease(last) else { return nil }
    words.insert(rule.word, at: words.count - 1)
    return "\(name):\(words.joined(separator: "-"))"
  }

  private func namesRelease(_ word: String) -> Bool {
    distribution.releases.contains { $0.words.match(word) } || distribution.otherReleases.match(word)
  }

  /// The name and the tag behind its colon; nil where a variable can hold the name's last part.
  private static func split(_ written: String) -> (name: String, tag: String?)? {
    var depth = 0
    var slash = written.startIndex
    var colon: String.Index?
    for index in written.indices {
      switch written[index] {
      case "{": depth += 1
      case "}": depth -= 1
      case "/" where depth == 0:
        slash = written.index(after: index)
        colon = nil
      case ":" where depth == 0: colon = index
      default: break
      }
    }
    let name = written[slash..<(colon ?? written.endIndex)]
    guard !name.contains("$") else { return nil }
    return (String(written[..<(colon ?? written.endIndex)]), colon.map { String(written[written.index(after: $0)...]) })
  }
}
