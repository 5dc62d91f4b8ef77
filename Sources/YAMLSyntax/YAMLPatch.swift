package import SourceText

/// A change of a YAML file, by route.
package enum YAMLPatch: Sendable, Equatable {
  /// Gives the scalar at the route another text.
  case setScalar(YAMLRoute, String)
  /// Adds an entry to the mapping at the route: behind the entry of `after`, or as the last one.
  case addKey(YAMLRoute, key: String, value: String, after: String? = nil)
  /// Adds an entry whose value is a mapping of one scalar to the mapping at the route, as the last one.
  case addMapping(YAMLRoute, key: String, YAMLPair)
  /// Makes the scalar at the route a mapping of scalars, as `build: .` becomes `context` and `target`.
  ///
  /// If the first pair has the text of the scalar, that is kept as it is written.
  case replaceScalarWithMapping(YAMLRoute, [YAMLPair])

  package var route: YAMLRoute {
    switch self {
    case .setScalar(let route, _), .addKey(let route, _, _, _), .addMapping(let route, _, _),
      .replaceScalarWithMapping(let route, _):
      route
    }
  }
}

/// A key and a scalar value to be written.
package struct YAMLPair: Sendable, Equatable {
  package let key: String
  package let value: String

  package init(_ key: String, _ value: String) {
    self.key = key
    self.value = value
  }
}

/// Why a patch can't be made, with the place.
package struct YAMLPatchRefusal: Error, Sendable, Equatable {
  package enum Reason: String, Sendable {
    case invalidFile = "the file has errors"
    case noSuchNode = "nothing stands there"
    case throughAlias = "the way there leads through an alias"
    case duplicateKey = "a key on the way there stands twice"
    case complexKey = "a key of the mapping is no simple scalar"
    case tabs = "the lines are indented with tabs"
    case emptyValue = "the value is empty"
    case notAScalar = "the value is no scalar"
    case notAMapping = "the value is no mapping"
    case blockScalar = "the value is a block scalar"
    case taggedValue = "the value bears a tag"
    case keyExists = "the key is already there"
    case sharedScalar = "the value bears an anchor that is used elsewhere"
    case conflictingEdits = "two changes meet at one place"
    case changesMore = "the change would alter other values too"
  }

  package let reason: Reason
  package let route: YAMLRoute
  package let range: ByteRange?

  /// A sentence for a diagnostic.
  package var message: String { "\(route) can't be changed: \(reason.rawValue)" }
}
