import SourceText

/// The lines that two texts share, after Myers, "An O(ND) Difference Algorithm and Its Variations" (1986).
struct LineDiff {
  /// One step from the old text to the new one, with the indices of the lines.
  enum Step: Equatable {
    case keep(old: Int, new: Int)
    case remove(Int)
    case add(Int)
  }

  /// More differences than this are not told apart: the whole middle is replaced then.
  private static let limit = 1000

  let old: Lines
  let new: Lines
  private(set) var steps: [Step] = []

  init(_ old: [UInt8], _ new: [UInt8]) {
    self.old = Lines(old)
    self.new = Lines(new)
    // only what differs is looked at closely, which is little of most files
    let shorter = min(self.old.count, self.new.count)
    var head = 0
    while head < shorter, isSame(head, head) { head += 1 }
    var tail = 0
    while tail < shorter - head, isSame(self.old.count - 1 - tail, self.new.count - 1 - tail) { tail += 1 }
    steps = (0..<head).map { .keep(old: $0, new: $0) }
    steps += middle(head..<self.old.count - tail, head..<self.new.count - tail)
    for back in stride(from: tail, to: 0, by: -1) {
      steps.append(.keep(old: self.old.count - back, new: self.new.count - back))
    }
  }

  /// The lines of a text with their line ends.
  struct Lines {
    private let text: [UInt8]
    /// Where each line starts, and where the last one ends.
    private let bounds: [Int]

    init(_ text: [UInt8]) {
      self.text = text
      bounds = text.withUnsafeBufferPointer { text in
        var bounds = [0]
        var start = 0
        while let end = text.firstIndex(of: UInt8(ascii: "\n"), from: start) {
          start = end + 1
          bounds.append(start)
        }
        if start < text.count { bounds.append(text.count) }
        return bounds
      }
    }

    var count: Int { bounds.count - 1 }

    subscript(line: Int) -> ArraySlice<UInt8> { text[bounds[line]..<bounds[line + 1]] }

    func isSame(_ line: Int, as otherLine: Int, of other: Lines) -> Bool {
      let start = bounds[line]
      let otherStart = other.bounds[otherLine]
      let length = bounds[line + 1] - start
      guard length == other.bounds[otherLine + 1] - otherStart else { return false }
      return text.withUnsafeBufferPointer { text in
        other.text.withUnsafeBufferPointer { other in
          text.holds(UnsafeBufferPointer(rebasing: other[otherStart..<otherStart + length]), at: start)
        }
      }
    }
  }

  private func isSame(_ oldLine: Int, _ newLine: Int) -> Bool { old.isSame(oldLine, as: newLine, of: new) }

  /// The steps from the lines `a` of the old text to the lines `b` of the new one.
  private func middle(_ a: Range<Int>, _ b: Range<Int>) -> [Step] {
    guard !a.isEmpty, !b.isEmpty, let trace = trace(a, b) else { return a.map { .remove($0) } + b.map { .add($0) } }
    var steps: [Step] = []
    var x = a.count
    var y = b.count
    for depth in stride(from: trace.count - 1, to: 0, by: -1) {
      // the row holds the furthest x of each diagonal k in -(depth - 1)...(depth - 1)
      let row = trace[depth]
      func furthest(_ k: Int) -> Int { abs(k) < depth ? Int(row[k + depth - 1]) : -1 }
      let k = x - y
      let isDown = k == -depth || (k != depth && furthest(k - 1) < furthest(k + 1))
      let startX = isDown ? furthest(k + 1) : furthest(k - 1)
      let startY = startX - (isDown ? k + 1 : k - 1)
      while x > startX, y > startY, !(x == startX + (isDown ? 0 : 1) && y == startY + (isDown ? 1 : 0)) {
        x -= 1
        y -= 1
        steps.append(.keep(old: a.lowerBound + x, new: b.lowerBound + y))
      }
      steps.append(isDown ? .add(b.lowerBound + startY) : .remove(a.lowerBound + startX))
      x = startX
      y = startY
    }
    while x > 0, y > 0 {
      x -= 1
      y -= 1
      steps.append(.keep(old: a.lowerBound + x, new: b.lowerBound + y))
    }
    return steps.reversed()
  }

  /// For each number of differences the furthest places reached with one less; nil beyond the limit.
  private func trace(_ a: Range<Int>, _ b: Range<Int>) -> [[Int32]]? {
    var trace: [[Int32]] = [[]]
    var previous: [Int32] = []
    for depth in 0...min(Self.limit, a.count + b.count) {
      var row = [Int32](repeating: -1, count: 2 * depth + 1)
      for k in stride(from: -depth, through: depth, by: 2) {
        func furthest(_ k: Int) -> Int { abs(k) < depth ? Int(previous[k + depth - 1]) : -1 }
        let isDown = k == -depth || (k != depth && furthest(k - 1) < furthest(k + 1))
        var x = depth == 0 ? 0 : isDown ? furthest(k + 1) : furthest(k - 1) + 1
        while x < a.count, x - k < b.count, isSame(a.lowerBound + x, b.lowerBound + x - k) { x += 1 }
        row[k + depth] = Int32(x)
        if x >= a.count, x - k >= b.count {
          return trace
        }
      }
      trace.append(row)
      previous = row
    }
    return nil
  }
}
