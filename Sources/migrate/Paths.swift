import BuildModel
import SourceText

/// Paths as text.
enum Paths {
  /// `path` seen from the absolute `folder`, without `.`, `..` and doubled slashes.
  static func absolute(_ path: String, from folder: String) -> String {
    let whole = path.utf8.first == UInt8(ascii: "/") ? path : folder + "/" + path
    if whole.utf8.first == UInt8(ascii: "/"), ImagePath.isNormal(whole) { return whole }
    var parts: [Substring] = []
    for part in whole.parts(by: UInt8(ascii: "/")) where part != "." {
      if part != ".." { parts.append(part) } else if !parts.isEmpty { parts.removeLast() }
    }
    return "/" + parts.joined(separator: "/")
  }

  static func folder(of path: String) -> String {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "" }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  static func name(of path: String) -> String {
    path.parts(by: UInt8(ascii: "/")).last.map(String.init) ?? path
  }

  /// Whether the absolute `path` is `folder` or lies in it.
  static func lies(_ path: String, in folder: String) -> Bool {
    path == folder || path.hasPrefix(folder == "/" ? "/" : folder + "/")
  }

  /// The absolute `path` as seen from the absolute `folder`; `.` for the folder itself.
  static func relative(_ path: String, to folder: String) -> String {
    if let below = below(path, folder) { return below }
    let target = path.parts(by: UInt8(ascii: "/"))
    let start = folder.parts(by: UInt8(ascii: "/"))
    let shared = zip(target, start).prefix { $0 == $1 }.count
    let parts = Array(repeating: "..", count: start.count - shared) + target[shared...].map(String.init)
    return parts.isEmpty ? "." : parts.joined(separator: "/")
  }

  /// The part of a plain path that stands behind a plain folder.
  private static func below(_ path: String, _ folder: String) -> String? {
    guard ImagePath.isNormal(path), path.utf8.count > folder.utf8.count + 1, path.utf8.starts(with: folder.utf8) else {
      return nil
    }
    let rest = path.utf8.dropFirst(folder.utf8.count)
    return rest.first == UInt8(ascii: "/") ? String(rest.dropFirst()) : nil
  }

  /// The folder and those that hold it, up to the root.
  static func ancestors(of folder: String) -> [String] {
    var result = [folder]
    while let last = result.last, last != "/", !last.isEmpty { result.append(Self.folder(of: last)) }
    return result
  }
}
