/// One stage of a Dockerfile: a FROM and the instructions up to the next.
package struct Stage: Sendable {
  /// What a stage starts from.
  package enum Base: Sendable, Equatable {
    case stage(Int)
    case image(ImageReference)
    case scratch
    /// The text of FROM holds variables whose value is not in the file.
    case unresolved(String)
  }

  /// The stage's number, from 0.
  package let index: Int
  /// The name behind AS, as written.
  package let name: String?
  /// The index of the FROM in the file's instructions.
  package let from: Int
  /// The indices of the stage's instructions behind the FROM.
  package let body: Range<Int>
  package let base: Base
  /// The values that `--platform` and the image's name were written with.
  package let imageText: String

  /// The FROM and the instructions behind it.
  package var instructions: Range<Int> { from..<body.upperBound }
}
