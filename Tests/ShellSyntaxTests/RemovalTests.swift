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
    ("a && b & c", [1], "a & c"), ("a & b", [1], "a &"), ("a\nb\nc\n", [1], "a\nc\n"), ("a\nb\nc\n", [2], "a\nb\n"),
    ("a\nb # x\n# y\nc", [1], "a\n# x\n# y\nc"), ("a &&\n# x\nb && c", [1], "a &&\n# x\nc"),
    ("a || b", [0], nil), ("a || b; c", [0, 1], "c"), ("a || b; c", [1], nil), ("a || b && c", [2], "a || b"),
    ("a && b || c", [0], nil), ("a && b", [0, 1], nil), ("a && b", [], "a && b"),
    ("cat <<E\nx\nE\na", [0], "a"), ("cat <<E && a\nx\nE\nb", [0], "a\nb"),
    ("cat <<E; a\nx\nE\nb", [1], "cat <<E; \nx\nE\nb"),
    ("a && cat <<E\nx\nE\nb", [1], "a\nb"), ("a && cat <<E && b\nx\nE\nc", [0, 2], "cat <<E\nx\nE\nc"),
    ("a && b; c; d", [1, 2], "a; d"), ("a; b; c", [1, 2], "a"),
  ]

  @Test(arguments: examples)
  func example(_ source: String, _ indices: [Int], _ expected: String?) {
    #expect(removing(indices, from: source) == expected)
  }

  @Test(
    arguments: [
      ("{ a; b; }", 1, "{ a; }"), ("{ a && b; }", 1, "{ a; }"), ("{ a; (b) }", 1, "{ a; }"), ("{ a && (b) }", 1, nil),
      ("{ a; b & }", 1, "{ a; }"), ("{ a & b; }", 1, "{ a & }"), ("(a; b)", 1, "(a)"), ("{ a; { b; } }", 1, "{ a; }"),
      ("{ a\nb\n}", 0, "{ b\n}"), ("{ a &&\n# c\nb; }", 1, "{ a # c\n }"), ("{ a &&\n# c\nb; }", 0, "{ # c\nb; }"),
      ("{ a; }", 0, nil), ("(a; (b))", 0, nil), ("( a; (b))", 0, "( (b))"),
    ] as [(String, Int, String?)])
  func groups(_ source: String, _ index: Int, _ expected: String?) throws {
    let tree = check(source)
    let list: CommandList
    switch try #require(tree.root.items.first).command {
    case .group(let body, _), .subshell(let body, _): list = body
    default: throw NotAGroup()
    }
    let result = tree.rangesToRemove(items: [index], in: list).map { delete($0, from: source) }
    #expect(result == expected)
    if let result { check(result) }
  }

  private struct NotAGroup: Error {}

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

  /// The list that stands directly in the text, in `{ … }`, `( … )` or `if`.
  private func innerList(_ tree: ShellTree, isRoot: Bool) -> CommandList? {
    guard !isRoot else { return tree.root }
    switch tree.root.items.first?.command {
    case .group(let body, _), .subshell(let body, _): return body
    case .ifClause(let clause): return clause.branches.first?.body
    default: return nil
    }
  }

  /// A list of two to six commands joined at random, some with here-documents.
  private func randomList(_ count: Int, _ random: inout TestGenerator, endsAnyhow: Bool) -> String {
    let separators = [" && ", " &&\n ", " || ", "; ", " ;", "\n", " & ", " # x\n", " && # y\n  ", "&&"]
    var source = ""
    var lines = ""
    for number in 0..<count {
      source += ["c\(number)", "c\(number)", "(c\(number))", "{ c\(number); }"].randomElement(using: &random) ?? ""
      if random.next() % 9 == 0 {
        source += " <<E\(number)"
        lines += "x\nE\(number)\n"
      }
      let ends = endsAnyhow ? ["", ";", "\n", " # z\n"] : [";", "\n", " # z\n"]
      var separator = (number == count - 1 ? ends : separators).randomElement(using: &random) ?? ""
      if let newline = separator.firstIndex(of: "\n"), !lines.isEmpty {
        separator.insert(contentsOf: lines, at: separator.index(after: newline))
        lines = ""
      }
      source += separator
    }
    return lines.isEmpty ? source : source + "\n" + lines
  }

  @Test func whatRemainsRunsAsBefore() throws {
    var random = TestGenerator(seed: 7)
    let frames = [("", ""), ("{ ", " }"), ("(", ")"), ("if x; then ", " fi; y")]
    var removed = 0
    for _ in 0..<4000 {
      let count = 2 + Int(random.next() % 5)
      let frame = try #require(frames.randomElement(using: &random))
      let isRoot = frame.0.isEmpty
      let source = frame.0 + randomList(count, &random, endsAnyhow: isRoot || frame.0 == "(") + frame.1
      let tree = check(source)
      let list = try #require(innerList(tree, isRoot: isRoot))
      let indices = (0..<count).filter { _ in random.next() % 3 == 0 }
      guard let ranges = tree.rangesToRemove(items: indices, in: list) else { continue }
      removed += 1
      let result = delete(ranges, from: source)
      let comment: Comment = "\(source.debugDescription) minus \(indices) is \(result.debugDescription)"
      let after = checkedTree(Array(result.utf8))
      #expect(after.diagnostics.isEmpty, comment)
      let rest = try #require(innerList(after, isRoot: isRoot), comment)
      let gone = Set(indices.map { tree.string(list.items[$0].range) })
      let kept = list.items.map { tree.string($0.range) }.filter { !gone.contains($0) }
      #expect(rest.items.map { after.string($0.range) } == kept, comment)
      #expect(after.comments.map { after.string($0) } == tree.comments.map { tree.string($0) }, comment)
      for mask in 0..<(1 << count) {
        let succeeds = { (name: String) in
          gone.contains(name) || mask >> (name.first(where: \.isNumber)?.wholeNumberValue ?? 0) & 1 == 1
        }
        let before = trace(list, tree, succeeds: succeeds).filter { !gone.contains($0) }
        #expect(trace(rest, after, succeeds: succeeds) == before, comment)
      }
      let background = { (list: CommandList, tree: ShellTree) in
        list.items.filter { $0.separator == .background }.map { tree.string($0.range) }.filter { kept.contains($0) }
      }
      #expect(Set(background(rest, after)).isSuperset(of: background(list, tree)), comment)
    }
    #expect(removed > 1500)
  }
}
