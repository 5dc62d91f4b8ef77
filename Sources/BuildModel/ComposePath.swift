import SourceText

/// Paths as compose files write them, compared and joined as text.
enum ComposePath {
  /// `path` seen from `directory`, without `.`, `..` and doubled slashes; the empty path is the current folder.
  ///
  /// - Parameter path: an absolute one stays as it is; `~` is not expanded.
  static func join(_ directory: String, _ path: String) -> String {
    if path.utf8.first == UInt8(ascii: "/") || directory.isEmpty { return normalized(path) }
    if path == "." { return normalized(directory) }
    return normalized(directory + "/" + path)
  }

  static func normalized(_ path: String) -> String {
    if ImagePath.isNormal(path) { return path }
    let isAbsolute = path.utf8.first == UInt8(ascii: "/")
    var parts: [Substring] = []
    for part in path.parts(by: UInt8(ascii: "/")) where part != "." {
      if part == "..", let last = parts.last, last != ".." {
        parts.removeLast()
      } else if part != ".." || !isAbsolute {
        parts.append(part)
      }
    }
    return (isAbsolute ? "/" : "") + parts.joined(separator: "/")
  }

  /// The folder that holds `path`; empty for the current one.
  static func directory(of path: String) -> String {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "" }
    return slash == path.startIndex ? "/" : normalized(String(path[..<slash]))
  }

  /// Whether a build context or an included file is fetched from elsewhere (Docker's rule for build contexts).
  static func isRemote(_ path: String) -> Bool {
    if path.holds("://") || path.hasPrefix("github.com/") || path.hasPrefix("git@") { return true }
    return path.hasPrefix("oci:") || path.hasPrefix("docker-image:")
  }
}
