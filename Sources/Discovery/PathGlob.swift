/// A pattern for paths below a root, as `.gitignore` has them.
///
/// `*` and `?` stand for anything within one name, `**` for any number of folders. A pattern without a slash matches a
/// name at any depth, one with a slash the path from the root. What matches a folder matches all that lies in it.
package struct PathGlob: Sendable, Equatable {
  package let pattern: String
  private let segments: [[UInt8]]

  package init(_ pattern: String) {
    self.pattern = pattern
    let bytes = Array(pattern.utf8)
    let isAnchored = bytes.dropLast().contains(UInt8(ascii: "/"))
    var segments = bytes.split(separator: UInt8(ascii: "/")).map(Array.init).filter { $0 != [UInt8(ascii: ".")] }
    if !isAnchored, !segments.isEmpty { segments.insert(Self.anything, at: 0) }
    self.segments = segments
  }

  private static let anything = Array("**".utf8)

  /// Whether the path, or a folder that it lies in, matches.
  package func matches(_ path: String) -> Bool {
    let names = path.utf8.split(separator: UInt8(ascii: "/")).map(Array.init)
    // after a double star, the last one alone has to be tried again, as with stars within a name
    var segment = 0
    var name = 0
    var star: (segment: Int, name: Int)?
    while true {
      if segment == segments.count, !segments.isEmpty { return true }
      if segment < segments.count, segments[segment] == Self.anything {
        star = (segment, name)
        segment += 1
      } else if name < names.count, segment < segments.count, Self.match(segments[segment], names[name]) {
        segment += 1
        name += 1
      } else if let last = star, last.name < names.count {
        star = (last.segment, last.name + 1)
        segment = last.segment + 1
        name = last.name + 1
      } else {
        return false
      }
    }
  }

  /// Whether a name matches a pattern of `*` and `?`.
  private static func match(_ pattern: [UInt8], _ name: [UInt8]) -> Bool {
    var p = 0
    var n = 0
    var star: (pattern: Int, name: Int)?
    while n < name.count {
      if p < pattern.count, pattern[p] == UInt8(ascii: "*") {
        star = (p, n)
        p += 1
      } else if p < pattern.count, pattern[p] == name[n] || pattern[p] == UInt8(ascii: "?") {
        p += 1
        n += 1
      } else if let last = star {
        star = (last.pattern, last.name + 1)
        p = last.pattern + 1
        n = last.name + 1
      } else {
        return false
      }
    }
    return pattern[p...].allSatisfy { $0 == UInt8(ascii: "*") }
  }
}

/// Which paths are wanted.
package struct PathFilter: Sendable {
  package var include: [PathGlob]
  package var exclude: [PathGlob]

  package init(include: [String] = [], exclude: [String] = []) {
    self.include = include.map { PathGlob($0) }
    self.exclude = exclude.map { PathGlob($0) }
  }

  /// Whether one of the included patterns matches, if there are any, and none of the excluded ones.
  package func admits(_ path: String) -> Bool {
    (include.isEmpty || include.contains { $0.matches(path) }) && !exclude.contains { $0.matches(path) }
  }
}
