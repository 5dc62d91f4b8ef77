import BuildModel

extension Makefile {
  /// The commands that making the targets runs, in order and each in a shell of its own, as make starts them.
  ///
  /// - Parameters:
  ///   - exists: whether a file of that name is there.
  ///   - isSet: whether the environment sets a variable, which goes before a default of the makefile.
  /// - Returns: nil where it takes an evaluation of the makefile to tell them.
  func certainCommands(
    of targets: [String], exists: (String) -> Bool, isSet: (String) -> Bool
  ) -> [UInt8]? {
    guard isPlain, !defaults.contains(where: isSet), !targets.isEmpty || rules[".DEFAULT_GOAL"] == nil else {
      return nil
    }
    let phony = rules[".PHONY"]?.prerequisites ?? []
    var seen: Set<String> = []
    var lines: [String] = []
    func make(_ target: String, depth: Int) -> Bool {
      guard seen.insert(target).inserted else { return true }
      guard depth < 20, !target.contains(where: { "$%*|".contains($0) }) else { return false }
      guard let rule = rules[target] else { return exists(target) }
      // a file that is there already may be left as it is
      guard phony.contains(target) || !exists(target),
        rule.prerequisites.allSatisfy({ make($0, depth: depth + 1) })
      else { return false }
      for line in rule.recipe.map(expand) {
        // what is left is a variable of the shell, or one that make alone can tell
        guard !line.contains("$") else { return false }
        lines.append("(\n\(line)\n)")
      }
      return true
    }
    let goals = targets.isEmpty ? [first].compactMap { $0 } : targets
    guard !goals.isEmpty, goals.allSatisfy({ make($0, depth: 0) }) else { return nil }
    return Array(lines.joined(separator: "\n").utf8)
  }
}
