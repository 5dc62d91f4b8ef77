package import SourceText

/// One simple command and what it does.
package struct CommandFact: Sendable, Equatable {
  /// The range in the shell text of its RUN; nil for commands of a script that the RUN calls, and of an exec form.
  package let range: ByteRange?
  /// The command's name without its folder; nil if it is not known.
  package let program: String?
  /// The words as far as they are known.
  package let words: [String]
  package let effect: Effect
  /// The rule that decided: `python/uv: sync`.
  package let rule: String
  /// The script of the build context in which the command stands.
  package var script: String?
  /// The files that its redirections write, as absolute paths, where these are known.
  package var writes: [String] = []

  /// The fact with another effect.
  func with(_ effect: Effect, _ rule: String) -> CommandFact {
    CommandFact(
      range: range, program: program, words: words, effect: effect, rule: rule, script: script, writes: writes)
  }

  /// The fact of a command that stands in another text than the RUN's own, which a command of the RUN runs.
  ///
  /// - Parameter file: the file that the command stands in, if it is not known to stand in another.
  func standing(at range: ByteRange?, in file: String?) -> CommandFact {
    CommandFact(
      range: range, program: program, words: words, effect: effect.withoutRanges, rule: rule, script: script ?? file,
      writes: writes)
  }
}

/// What one RUN does.
package struct RunFact: Sendable {
  /// One element of the RUN's command list: the smallest part that can go to a stage of its own.
  package struct Unit: Sendable {
    /// The element's index in the list.
    package let item: Int
    package let range: ByteRange
    package var facts: [CommandFact]
    /// Whether the element is a single simple command, so that the words of its install list can be edited.
    package let isSimple: Bool
  }

  /// The instruction's index in the file.
  package let instruction: Int
  /// The list that can be divided; nil for an exec form, which goes as a whole.
  package let script: RunScript?
  package var units: [Unit]
  /// The paths that RUN mounts hide while it runs.
  package let cacheMounts: [String]

  package var facts: [CommandFact] { units.flatMap(\.facts) }
}
