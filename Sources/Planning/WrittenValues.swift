import BuildModel
import Classification
import DockerfileSyntax

/// Writes paths and owners so that they follow the build arguments that they depend on.
///
/// Which values depend on an argument shows by looking at the stage a second time, with a mark behind the value of
/// each argument: what carries the mark depends on one.
struct WrittenValues {
  private let facts: StageFacts
  private let marked: StageFacts?

  init(_ input: PlanInput) {
    facts = input.facts
    marked = input.markedFacts?()
  }

  /// A copy's path as it is to be written at the install with that number.
  ///
  /// - Returns: the path itself, or one with variables of the stage; nil if it depends on an argument in a way that no
  ///   variable says.
  func path(_ path: String, ofInstall number: Int) -> String? {
    guard let marked else { return path }
    guard number < marked.languageInstalls.count, number < facts.languageInstalls.count else { return nil }
    let (index, install) = facts.languageInstalls[number]
    guard let position = install.paths.firstIndex(of: path),
      marked.languageInstalls[number].install.paths.indices.contains(position)
    else { return nil }
    let other = marked.languageInstalls[number].install.paths[position]
    if other == path { return path }
    return expression(for: path, other, at: index)
  }

  /// The owner as it is to be written at the install with that number.
  func owner(_ owner: String, ofInstall number: Int) -> String? {
    guard let marked else { return owner }
    guard number < marked.languageInstalls.count else { return nil }
    let (index, install) = facts.languageInstalls[number]
    if marked.languageInstalls[number].install.user == install.user { return owner }
    // As USER itself is written.
    let instructions = facts.file.dockerfile.instructions
    guard let user = facts.stage.body.last(where: { $0 < index && instructions[$0].keyword == .user }),
      let text = instructions[user].words.first?.text
    else { return nil }
    if text.contains(":") { return text }
    for index in facts.stage.body {
      if let value = instructions[index].flag("chown")?.value, value.hasPrefix(text + ":") { return value }
    }
    return owner == install.user ? text : "\(text):\(text)"
  }

  /// The variables that a written value refers to.
  static func variables(of text: String) -> Set<String> {
    Set(VariableReference.scan(Array(text.utf8), escape: UInt8(ascii: "\\")).map(\.name))
  }

  private func expression(for path: String, _ other: String, at index: Int) -> String? {
    guard let state = facts.states[index], let markedState = marked?.states[index] else { return nil }
    let names = Set(state.environment.keys).union(state.arguments.keys).sorted()
    var best: (length: Int, text: String)?
    for name in names {
      guard let value = state.value(name), let markedValue = markedState.value(name), value.hasPrefix("/"),
        ImagePath.contains(value, path)
      else { continue }
      let rest = path.dropFirst(value.count)
      guard markedValue + rest == other, value.count > best?.length ?? 0 else { continue }
      best = (value.count, "${\(name)}\(rest)")
    }
    return best?.text
  }
}
