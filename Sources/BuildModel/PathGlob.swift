import SourceText

/// A pattern for paths below a root.
///
/// `*` and `?` stand for anything within one name, `**` for any number of folders. What matches a folder matches all that
/// lies in it.
package struct PathGlob: Sendable, Equatable {
  /// One name of a path.
  package typealias Name = UnsafeBufferPointer<UInt8>

  private enum Segment: Equatable {
    /// Any number of folders.
    case folders
    case literal([UInt8])
    case pattern([UInt8])

    var isFolders: Bool {
      if case .folders = self { true } else { false }
    }
  }

  private let segments: [Segment]
  private let hasClasses: Bool

  /// A pattern as `.gitignore` has them: without a slash it matches a name at any depth, with one the path from the root.
  package init(_ pattern: String) {
    let bytes = Array(pattern.utf8)
    let isAnchored = bytes.dropLast().contains(UInt8(ascii: "/"))
    var segments = bytes.split(separator: UInt8(ascii: "/")).map(Array.init).filter { $0 != [UInt8(ascii: ".")] }
    if !isAnchored, !segments.isEmpty { segments.insert(Self.anything, at: 0) }
    self.init(segments, hasClasses: false)
  }

  /// A pattern for the path from the root, name by name, with `[a-z]` and `\` as `Wildcard` has them.
  package init(names: [[UInt8]]) { self.init(names, hasClasses: true) }

  private init(_ names: [[UInt8]], hasClasses: Bool) {
    self.hasClasses = hasClasses
    segments = names.map { name in
      if name == Self.anything { return .folders }
      let isPattern = name.contains { byte in
        "*?".utf8.contains(byte) || hasClasses && "[\\".utf8.contains(byte)
      }
      return isPattern ? .pattern(name) : .literal(name)
    }
  }

  private static let anything = Array("**".utf8)

  /// Whether the path, or a folder that it lies in, matches.
  package func matches(_ path: String) -> Bool { Self.withNames(of: path, matches) }

  /// The same for a path that is split into its names.
  package func matches(_ names: [Name]) -> Bool {
    // after a double star, the last one alone has to be tried again, as with stars within a name
    var segment = 0
    var name = 0
    var star: (segment: Int, name: Int)?
    while true {
      if segment == segments.count, !segments.isEmpty { return true }
      if segment < segments.count, segments[segment].isFolders {
        star = (segment, name)
        segment += 1
      } else if name < names.count, segment < segments.count, matches(segments[segment], names[name]) {
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

  /// Whether something in the folder can match.
  package func canMatch(in folder: [Name]) -> Bool {
    for (segment, name) in zip(segments, folder) {
      if segment.isFolders { return true }
      if !matches(segment, name) { return false }
    }
    return true
  }

  private func matches(_ segment: Segment, _ name: Name) -> Bool {
    switch segment {
    case .folders: true
    case .literal(let literal): literal.count == name.count && literal.elementsEqual(name)
    case .pattern(let pattern):
      pattern.withUnsafeBufferPointer { Wildcard.matches($0, name, hasClasses: hasClasses) }
    }
  }

  /// Hands in the names of which a path consists.
  package static func withNames<Result>(of path: String, _ body: ([Name]) -> Result) -> Result {
    var path = path
    return path.withUTF8 { bytes in
      var names: [Name] = []
      var start = 0
      for end in 0...bytes.count where end == bytes.count || bytes[end] == UInt8(ascii: "/") {
        if end > start { names.append(Name(rebasing: bytes[start..<end])) }
        start = end + 1
      }
      return body(names)
    }
  }
}
