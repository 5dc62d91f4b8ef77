package import BuildModel

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
