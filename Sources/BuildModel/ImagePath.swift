import SourceText

/// Absolute paths inside an image, and relative paths inside a build context.
package enum ImagePath {
  /// `path` without `.`, `..` and doubled slashes; a relative path is taken from `folder`.
  package static func normalise(_ path: String, in folder: String = "/") -> String {
    let absolute = path.utf8.first == slash ? path : folder + "/" + path
    if isNormal(absolute), absolute.utf8.first == slash { return absolute }
    var parts: [Substring.UTF8View] = []
    for part in absolute.utf8.split(separator: slash) where !part.elementsEqual(".".utf8) {
      if part.elementsEqual("..".utf8) { _ = parts.popLast() } else { parts.append(part) }
    }
    var result: [UInt8] = parts.isEmpty ? [slash] : []
    for part in parts {
      result.append(slash)
      result += part
    }
    return String(decoding: result, as: UTF8.self)
  }

  private static let slash = UInt8(ascii: "/")

  /// Whether every image has the folder, so that a file which is copied to it stands below it.
  package static func isStandardFolder(_ path: String) -> Bool { standard.contains(path) }

  /// Folders of every image.
  private static let standard: Set<String> = [
    "/", "/bin", "/etc", "/home", "/lib", "/media", "/mnt", "/opt", "/root", "/run", "/sbin", "/srv", "/tmp", "/usr",
    "/usr/bin", "/usr/lib", "/usr/local", "/usr/local/bin", "/usr/local/lib", "/usr/local/etc", "/usr/local/share",
    "/usr/share",
    "/usr/src", "/usr/sbin", "/var", "/var/lib", "/var/log", "/var/run", "/var/tmp", "/etc/ssl", "/etc/cron.d",
  ]

  /// Whether no part of the path is empty, `.` or `..`; such a path stays as it is when it is normalised.
  package static func isNormal(_ path: String) -> Bool {
    var path = path
    return path.withUTF8 { bytes in
      var length = 0
      var dots = 0
      for index in (bytes.first == slash ? 1 : 0)..<bytes.count {
        if bytes[index] == slash {
          if length == dots, length < 3 { return false }
          length = 0
          dots = 0
        } else {
          length += 1
          if bytes[index] == UInt8(ascii: ".") { dots += 1 }
        }
      }
      return length != dots || length > 2
    }
  }

  /// `path` in a build context, without leading `./` or `/`; empty for the context itself, nil if it leaves it.
  package static func contextRelative(_ path: String) -> String? {
    if path.utf8.first != slash, isNormal(path) { return path }
    var parts: [Substring] = []
    for part in path.parts(by: slash) where part != "." {
      if part == ".." {
        guard parts.popLast() != nil else { return nil }
      } else {
        parts.append(part)
      }
    }
    return parts.joined(separator: "/")
  }

  /// `path` in a build context as a COPY has it: what would lead out of the context is left out, as the builder does.
  package static func contextSource(_ path: String) -> String {
    contextRelative(path) ?? String(normalise("/" + path).dropFirst())
  }

  /// Whether `path` is `folder` or lies in it.
  package static func contains(_ folder: String, _ path: String) -> Bool {
    if folder == "/" { return true }
    let path = path.utf8
    guard path.starts(with: folder.utf8) else { return false }
    let rest = path.dropFirst(folder.utf8.count)
    return rest.isEmpty || rest.first == slash
  }

  /// What follows `folder` and its slash in `path`; nil if `path` does not lie in it.
  package static func rest(of path: String, below folder: String) -> String? {
    let count = folder == "/" ? 0 : folder.utf8.count
    let bytes = path.utf8
    guard bytes.count > count, bytes.starts(with: folder.utf8) else { return nil }
    let rest = bytes.dropFirst(count)
    return rest.first == slash ? String(rest.dropFirst()) : nil
  }

  package static func join(_ folder: String, _ name: String) -> String {
    if folder.isEmpty || name.isEmpty { return folder + name }
    var path = ""
    path.reserveCapacity(folder.utf8.count + 1 + name.utf8.count)
    path += folder
    path += "/"
    path += name
    return path
  }

  package static func basename(_ path: String) -> String {
    var text = path
    return text.withUTF8 { bytes in
      var end = bytes.count
      while end > 0, bytes[end - 1] == slash { end -= 1 }
      var start = end
      while start > 0, bytes[start - 1] != slash { start -= 1 }
      if start == 0, end == bytes.count { return path }
      return String(decoding: UnsafeBufferPointer(rebasing: bytes[start..<end]), as: UTF8.self)
    }
  }

  package static func folder(of path: String) -> String {
    var text = path
    return text.withUTF8 { bytes in
      guard let last = bytes.lastIndex(of: slash) else { return "" }
      return last == 0 ? "/" : String(decoding: UnsafeBufferPointer(rebasing: bytes[..<last]), as: UTF8.self)
    }
  }
}
