/// What the tag of an image says about its contents.
package struct ImageRule: Sendable {
  package struct Variant: Sendable, Equatable {
    /// A word of the tag (split at `-`) that shows the variant; nil: any tag.
    package var word: Glob?
    package var distribution: String?
    /// System packages that the image has beyond its distribution's base.
    package var carries: [String]
    /// Whether the image holds compilers and headers of its own.
    package var isFull: Bool
  }

  package struct Moving: Sendable, Equatable {
    /// A word of the tag that tells the version.
    package var word: Glob
    package var releases: [String]
  }

  /// How the tag of the smaller image without compilers and headers is made from a full image's tag.
  package struct SlimTag: Sendable, Equatable {
    /// The word that the tag gets.
    package var word: String
    /// Whether it stands before a word that names the release, not behind it.
    package var isBeforeRelease: Bool
  }

  /// The repository without a registry's name and without `library/`.
  package var repository: Glob
  package var variants: [Variant]
  /// What the word of the tag with the language's version starts with; empty: the first word is the version.
  package var versionPrefix = ""
  /// Tags that move from release to release, with the releases that they can stand for.
  package var moving: [Moving]
  /// Tags that no longer move.
  package var tags: TagTable?
  /// Nil: no image of the repository is the same without compilers and headers.
  package var slim: SlimTag?
  /// What the image's own ENV sets.
  package var environment: [(key: String, value: String)]
  /// The folder that the image works in.
  package var workdir: String
  /// What the image has in `/usr/local`, in kB.
  package var localSize = 0
  /// The commands that the image brings outside of any system package.
  package var provides: [Glob]
}
