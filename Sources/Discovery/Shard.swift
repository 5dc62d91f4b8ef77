/// One of several parts of a repository's projects, for machines that work side by side.
package struct Shard: Sendable, Equatable {
  /// From 1 to `count`.
  package let index: Int
  package let count: Int

  package init?(index: Int, count: Int) {
    guard count > 0, count <= 1_000_000, index >= 1, index <= count else { return nil }
    self.index = index
    self.count = count
  }

  /// Reads `3/16`, or `auto/16` with the number that Kubernetes gives to a pod of an Indexed Job, counted from 0.
  ///
  /// - Parameter completionIndex: the value of `JOB_COMPLETION_INDEX`.
  package init?(_ text: String, completionIndex: String?) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, let count = Int(parts[1]) else { return nil }
    if parts[0] == "auto" {
      guard let number = completionIndex.flatMap({ Int($0) }) else { return nil }
      self.init(index: number + 1, count: count)
    } else {
      guard let index = Int(parts[0]) else { return nil }
      self.init(index: index, count: count)
    }
  }

  /// Whether the project at a path, as seen from the root, belongs to this part.
  ///
  /// The path alone decides, so that a project stays in its part whatever else comes or goes.
  package func holds(_ path: String) -> Bool {
    // FNV-1a, then a final mix, since its low bits alone are not even
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in path.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    hash ^= hash >> 33
    hash = hash &* 0xff51_afd7_ed55_8ccd
    hash ^= hash >> 33
    return Int(hash % UInt64(count)) == index - 1
  }
}
