package import BuildModel

extension StageFacts {
  /// The program of the project, in another language than the shell's, that a command of a RUN starts.
  ///
  /// - Returns: its path in the build context, and its text; nil if the command starts none, or it is not there.
  package func program(
    startedBy fact: CommandFact, at instruction: Int, files: ContextFiles
  ) -> (path: String, bytes: [UInt8])? {
    guard let state = states[instruction] else { return nil }
    let earlier = copies.keys.filter { $0 < instruction }.sorted().compactMap { copies[$0] }
    return ScriptLookup(copies: earlier, files: files, state: state).program(of: CommandWords(exec: fact.words))
  }
}
