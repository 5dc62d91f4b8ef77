/// Finds what a misspelt name may stand for.
enum EditDistance {
  /// The candidate nearest to `name`, if it is near: at most two letters differ, are missing, added or swapped.
  ///
  /// Of equally near candidates the first wins.
  static func nearest(to name: String, among candidates: [String]) -> String? {
    let name = Array(name.utf8)
    guard name.count > 1, name.count < 32 else { return nil }
    var best: (distance: Int, candidate: String)?
    for candidate in candidates where abs(candidate.utf8.count - name.count) < 3 {
      let distance = distance(name, Array(candidate.utf8))
      if distance <= min(2, name.count / 2), distance < best?.distance ?? .max { best = (distance, candidate) }
    }
    return best?.candidate
  }

  private static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
    var beforePrevious: [Int] = []
    var previous = Array(0...right.count)
    for row in left.indices {
      var current = [row + 1]
      for column in right.indices {
        let isSame = left[row] == right[column]
        var cost = min(previous[column] + (isSame ? 0 : 1), previous[column + 1] + 1, current[column] + 1)
        if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
          cost = min(cost, beforePrevious[column - 1] + 1)
        }
        current.append(cost)
      }
      beforePrevious = previous
      previous = current
    }
    return previous[right.count]
  }
}
