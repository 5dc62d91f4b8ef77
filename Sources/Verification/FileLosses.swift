package import Strategies

/// Files that an image has before and not after.
package enum FileLosses {
  /// A folder with the lost files in it.
  package struct Group: Sendable, Equatable {
    /// With a slash in front.
    package let path: String
    package let count: Int
    /// Bytes.
    package let size: Int

    package init(path: String, count: Int, size: Int) {
      self.path = path
      self.count = count
      self.size = size
    }
  }

  /// The lost paths that no system package brought, folders and what may go left out; sorted.
  ///
  /// - Parameter mayGo: paths, with a slash in front, whose loss means nothing.
  package static func lost(_ before: ImageTree, _ after: ImageTree, mayGo: [Glob]) -> [String] {
    before.entries.filter { path, entry in
      guard after.entries[path] == nil, entry.kind != .folder, before.owner(of: path) == nil else { return false }
      let full = "/" + path
      // a link that a package's alternatives made goes with the package
      return !mayGo.contains { $0.matches(full) || entry.kind == .link && $0.matches(entry.target) }
    }.keys.sorted()
  }

  /// The paths by folder: as deep as it takes to stay below `limit` groups.
  package static func grouped(_ paths: [String], in tree: ImageTree, limit: Int = 12) -> [Group] {
    var groups: [Group] = []
    for depth in stride(from: 8, through: 1, by: -1) {
      groups = group(paths, in: tree, depth: depth)
      if groups.count <= limit { break }
    }
    return groups
  }

  private static func group(_ paths: [String], in tree: ImageTree, depth: Int) -> [Group] {
    var groups: [Group] = []
    var indices: [String: Int] = [:]
    for path in paths {
      let name = "/" + path.split(separator: "/").prefix(depth).joined(separator: "/")
      let size = tree.entries[path]?.size ?? 0
      if let index = indices[name] {
        groups[index] = Group(path: name, count: groups[index].count + 1, size: groups[index].size + size)
      } else {
        indices[name] = groups.count
        groups.append(Group(path: name, count: 1, size: size))
      }
    }
    return groups
  }
}
