/// Paths in an image: without slashes at their ends, the root is empty.
enum ImagePaths {
  /// The path without `.`, doubled slashes, and slashes at its ends; `..` goes up.
  static func clean(_ path: String) -> String {
    var utf8 = path.utf8[...]
    // most paths need no change
    if utf8.starts(with: "./".utf8) { utf8 = utf8.dropFirst(2) }
    while utf8.first == UInt8(ascii: "/") { utf8 = utf8.dropFirst() }
    while utf8.last == UInt8(ascii: "/") { utf8 = utf8.dropLast() }
    let simple = String(Substring(utf8))
    guard isWinding(utf8) else { return simple }
    var parts: [Substring] = []
    for part in simple.split(separator: "/") where part != "." {
      if part != ".." { parts.append(part) } else if !parts.isEmpty { parts.removeLast() }
    }
    return parts.joined(separator: "/")
  }

  /// Whether a part of the path is empty, `.` or `..`.
  private static func isWinding(_ path: Substring.UTF8View) -> Bool {
    var length = 0
    var dots = 0
    for byte in path {
      if byte == UInt8(ascii: "/") {
        if length == dots, length < 3 { return true }
        (length, dots) = (0, 0)
      } else {
        length += 1
        if byte == UInt8(ascii: ".") { dots += 1 }
      }
    }
    return length == dots && (1...2).contains(length)
  }

  /// The folder that holds the path; empty for one in the root.
  static func folder(of path: String) -> String {
    path.lastIndex(of: "/").map { String(path[..<$0]) } ?? ""
  }

  static func name(of path: String) -> String {
    path.lastIndex(of: "/").map { String(path[path.index(after: $0)...]) } ?? path
  }

  /// Whether `path` is `folder` or lies in it.
  static func lies(_ path: String, in folder: String) -> Bool {
    folder.isEmpty || path == folder || (path.hasPrefix(folder) && path.utf8.dropFirst(folder.utf8.count).first == 47)
  }
}
