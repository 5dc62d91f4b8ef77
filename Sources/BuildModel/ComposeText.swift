package import SourceText

/// A place in one of the files of a compose project.
package struct ComposePlace: Sendable, Hashable {
  /// The index of the file in `ComposeProject.files`.
  package let file: Int
  package let range: ByteRange

  package init(file: Int, range: ByteRange) {
    self.file = file
    self.range = range
  }
}

/// A scalar of a compose file.
package struct ComposeText: Sendable, Equatable {
  /// The value as YAML has it, with `${…}` as written.
  package let raw: String
  /// The value when none of its variables is set: `curl` for `${PROBE:-curl}`.
  ///
  /// A variable without a default stays as it is written; `$$` becomes `$`.
  package let defaultText: String
  package let place: ComposePlace

  package init(_ raw: String, at place: ComposePlace) {
    self.raw = raw
    defaultText = ComposeInterpolation.applyingDefaults(to: raw)
    self.place = place
  }
}

/// A name and a value, as `args`, `environment` and `additional_contexts` hold them.
package struct ComposePair: Sendable, Equatable {
  package let name: String
  /// `nil` where the value comes from the environment of the caller.
  package let value: ComposeText?
  package let place: ComposePlace
}
