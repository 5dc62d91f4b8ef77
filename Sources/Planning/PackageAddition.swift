package import Classification

/// A system package that the run stage gets by name, since something that goes brought it until now.
package struct PackageAddition: Sendable, Equatable {
  package let name: String
  /// The RUN whose list gets the name; nil: a RUN of its own.
  package let instruction: Int?
  package let reason: String
  package var evidence: Evidence?
}
