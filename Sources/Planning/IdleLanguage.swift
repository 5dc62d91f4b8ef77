import Strategies

/// A language that stays in the build stage, since nothing but the assets needs it.
package struct IdleLanguage: Sendable, Equatable {
  /// The id of its ecosystem.
  package let ecosystem: String
  /// Its interpreters and package managers.
  let programs: [String]
  /// Where the stage has packages of it.
  package let folders: [String]

  var note: PlanNote {
    PlanNote(
      id: "plan/language-left",
      message: "`\(ecosystem)` stays in the build stage: nothing shows that anything but the assets needs it",
      help: "to keep it in the image, name one of its packages by `--keep`")
  }
}
