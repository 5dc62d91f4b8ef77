/// Absolute paths inside an image, and relative paths inside a build context.
package enum ImagePath {
  /// `path` without `.`, `..` and doubled slashes; a relative path is taken from `folder`.
  package static func normalise(_ path: String, in folder: String = "/") -> String {
    let absolute = path.hasPrefix("/") ? path : folder + "/" + path
    var parts: [Substring] = []
    for part in absolute.split(separator: "/") where part != "." {
      if part == ".." { _ = parts.popLast() } else { parts.append(part) }
    }
    return "/" + parts.joined(separator: "/")
  }

  /// `path` in a build context, without leading `./` or `/`; empty for the context itself, nil if it leaves it.
  package static func contextRelative(_ path: String) -> String? {
    var parts: [Substring] = []
    for part in path.split(separator: "/") where part != "." {
      if part == ".." {
        guard parts.popLast() != nil else { return nil }
      } else {
        parts.append(part)
      }
    }
    return parts.joined(separator: "/")
  }

  /// Whether `path` is `folder` or lies in it.
  package static func contains(_ folder: String, _ path: String) -> Bool {
    folder == "/" || path == folder || path.hasPrefix(folder + "/")
  }

  package static func join(_ folder: String, _ name: String) -> String {
    folder.isEmpty ? name : name.isEmpty ? folder : folder + "/" + name
  }

  package static func basename(_ path: String) -> String {
    String(path.split(separator: "/").last ?? "")
  }

  package static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "" }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }
}
