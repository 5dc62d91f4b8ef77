import ShellSyntax
import SourceText
import Testing

@Suite struct RemovalTests {
  private func removing(_ indices: [Int], from source: String) -> String? {
    let tree = ShellTree.parse(MappedText(Array(source.utf8)))
    return tree.rangesToRemove(items: indices, in: tree.root).map { delete($0, from: source) }
  }

  private func delete(_ ranges: [ByteRange], from source: String) -> String {
    let edits = EditSet(ranges.map { SourceEdit.delete($0) })
    #expect(edits != nil, "ranges overlap")
    return String(decoding: edits?.apply(to: Array(source.utf8)) ?? [], as: UTF8.self)
  }

  /// A list, the items to remove, and what remains; `nil` where that is refused.
  private static let examples: [(String, [Int], String?)] = [
    ("a && b && c", [1], "a && c"), ("a && b && c", [2], "a && b"), ("a && b && c", [0], "b && c"),
    ("a && b && c", [0, 2], "b"), ("a; b && c", [1], "a; c"), ("a && b; c", [1], "a; c"), ("a; b; c", [1], "a; c"),
    ("a; b; c", [2], "a; b"), ("a; b;", [1], "a;"), ("a & b; c", [1], "a & c"), ("a; b & c", [1], "a; c"),
    ("a && b & c", [1], "a & c"), ("a & b", [1], "a & "), ("a\nb\nc\n", [1], "a\nc\n"), ("a\nb\nc\n", [2], "a\nb\n"),
    ("a\nb # x\n# y\nc", [1], "a\n# x\n# y\nc"), ("a &&\n# x\nb && c", [1], "a &&\n# x\nc"),
    ("a || b", [0], nil), ("a || b; c", [0, 1], "c"), ("a || b; c", [1], nil), ("a || b && c", [2], "a || b"),
    ("a && b || c", [0], nil), ("a && b", [0, 1], nil), ("a && b", [], "a && b"),
    ("cat <<E\nx\nE\na", [0], "a"), ("cat <<E && a\nx\nE\nb", [0], "a\nb"),
    ("cat <<E; a\nx\nE\nb", [1], "cat <<E; \nx\nE\nb"),
    ("a && cat <<E\nx\nE\nb", [1], "a\nb"), ("a && cat <<E && b\nx\nE\nc", [0, 2], "cat <<E\nx\nE\nc"),
    ("a && b; c; d", [1, 2], "a; d"), ("a; b; c", [1, 2], "a; "),
  ]

  @Test(arguments: examples)
  func example(_ source: String, _ indices: [Int], _ expected: String?) {
    #expect(removing(indices, from: source) == expected)
  }

  /// What runs of a list whose commands end as `succeeds` says, by the shell's left-to-right rule.
  private func trace(_ list: CommandList, _ tree: ShellTree, succeeds: (String) -> Bool) -> [String] {
    var result: [String] = []
    var isSkipped = false
    var status = true
    for item in list.items {
      if !isSkipped {
        result.append(tree.string(item.range))
        status = succeeds(tree.string(item.range))
      }
      switch item.separator {
      case .and: isSkipped = !status
      case .or: isSkipped = status
      default: isSkipped = false
      }
    }
    return result
  }

  @Test func whatRemainsRunsAsBefore() {
    var random = TestGenerator(seed: 7)
    let separators = [" && ", " &&\n ", " || ", "; ", " ;", "\n", " & ", " # x\n", " && # y\n  ", "&&"]
    var removed = 0
    for _ in 0..<4000 {
      let count = 2 + Int(random.next() % 5)
      var source = ""
      var lines = ""
      for number in 0..<count {
        source += "c\(number)"
        if random.next() % 9 == 0 {
          source += " <<E\(number)"
          lines += "x\nE\(number)\n"
        }
        var separator = separators[Int(random.next() % UInt64(separators.count))]
        if number == count - 1 { separator = ["", ";", "\n", " # z\n"][Int(random.next() % 4)] }
        if let newline = separator.firstIndex(of: "\n"), !lines.isEmpty {
          separator.insert(contentsOf: lines, at: separator.index(after: newline))
          lines = ""
        }
        source += separator
      }
      if !lines.isEmpty { source += "\n" + lines }
      let tree = check(source)
      let items = tree.root.items
      let indices = (0..<count).filter { _ in random.next() % 3 == 0 }
      guard let ranges = tree.rangesToRemove(items: indices, in: tree.root) else { continue }
      removed += 1
      let result = delete(ranges, from: source)
      let after = check(result)
      let gone = Set(indices.map { tree.string(items[$0].range) })
      let kept = items.map { tree.string($0.range) }.filter { !gone.contains($0) }
      let comment: Comment = "\(source.debugDescription) minus \(indices) is \(result.debugDescription)"
      #expect(after.root.items.map { after.string($0.range) } == kept, comment)
      for mask in 0..<(1 << count) {
        let succeeds = { (name: String) in
          gone.contains(name) || mask >> (Int(name.dropFirst().prefix(1)) ?? 0) & 1 == 1
        }
        let before = trace(tree.root, tree, succeeds: succeeds).filter { !gone.contains($0) }
        #expect(trace(after.root, after, succeeds: succeeds) == before, comment)
      }
      let background = { (tree: ShellTree) in
        tree.root.items.filter { $0.separator == .background }.map { tree.string($0.range) }.filter {
          kept.contains($0)
        }
      }
      #expect(Set(background(after)).isSuperset(of: background(tree)), comment)
    }
    #expect(removed > 1500)
  }
}
