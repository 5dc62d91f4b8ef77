/// Paths below a root: without `.`, `..` and doubled slashes; the empty path is the root.
package enum RelativePath {
  /// `path` as seen from `folder`; nil if it leaves the root, is absolute, or is no local path.
  package static func join(_ folder: String, _ path: String) -> String? {
    guard !path.hasPrefix("/"), !path.contains("://"), !path.hasPrefix("git@"), !path.hasPrefix("~"),
      !path.contains("${")
    else { return nil }
    var parts = folder.split(separator: "/")
    for part in path.split(separator: "/") where part != "." {
      if part != ".." {
        parts.append(part)
      } else if parts.popLast() == nil {
        return nil
      }
    }
    return parts.joined(separator: "/")
  }

  /// The folder that holds `path`.
  package static func folder(of path: String) -> String {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "" }
    return String(path[..<slash])
  }

  package static func name(of path: String) -> String {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return path }
    return String(path[path.utf8.index(after: slash)...])
  }

  /// Whether `path` stands before `other` bytewise.
  package static func precedes(_ path: String, _ other: String) -> Bool {
    path.utf8.lexicographicallyPrecedes(other.utf8)
  }
}
