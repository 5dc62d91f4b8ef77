import BuildModel
import ShellSyntax
import SourceText

extension CommandClassifier {
  /// The facts of what the targets of a makefile of the build context run, if that installs packages.
  ///
  /// - Returns: nil for another command, and where the makefile does not tell for certain what is run.
  mutating func makefileFacts(_ words: CommandWords, range: ByteRange?, depth: Int) -> [CommandFact]? {
    guard depth < 5, let program = words.program, Makefile.programs.contains(program) else { return nil }
    let arguments = words.items.dropFirst().map(\.value)
    var targets: [String] = []
    for argument in arguments {
      guard let argument, !argument.contains("=") else { return nil }
      if argument.hasPrefix("-") {
        guard Makefile.plainOptions.contains(argument) else { return nil }
      } else {
        targets.append(argument)
      }
    }
    let lookup = lookup
    for name in Makefile.names {
      guard let bytes = lookup.bytes(at: name) else { continue }
      let commands = Makefile(bytes).certainCommands(of: targets) {
        lookup.bytes(at: $0) != nil
      } isSet: { name in
        state.environment[name] != nil || state.arguments[name] != nil
      }
      guard let commands else { return nil }
      var inner = self
      let facts = inner.classify(ShellTree.parse(MappedText(commands)), script: name, depth: depth + 1)
      guard facts.contains(where: \.effect.isInstall) else { return nil }
      self = inner
      return facts.map { $0.standing(at: range, in: name) }
    }
    return nil
  }
}
