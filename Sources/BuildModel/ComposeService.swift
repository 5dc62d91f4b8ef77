package import YAMLSyntax

/// A service with everything that merge keys, `extends`, further files and defaults bring to it.
///
/// What it builds is read at once, and the rest when it is asked for: most services of most files are only counted.
package struct ComposeService: Sendable {
  package let name: String
  /// Where its name stands in the strongest file that has it.
  package let place: ComposePlace
  package let build: ComposeBuild?
  package let image: ComposeText?
  private let reader: ComposeServiceReader
  /// The mappings that say what it is, the strongest first.
  private let layers: [ComposeLayer]

  init(_ name: String, at place: ComposePlace, _ layers: [ComposeLayer], _ reader: ComposeServiceReader) {
    self.name = name
    self.place = place
    self.layers = layers
    self.reader = reader
    build = reader.build(layers)
    image = reader.layers.text(of: "image", in: layers)
  }

  package var command: ComposeCommand? { reader.command(of: "command", layers) }
  package var entrypoint: ComposeCommand? { reader.command(of: "entrypoint", layers) }
  /// The test of the health check; `nil` also where it is disabled.
  package var healthcheckTest: ComposeCommand? { reader.healthcheckTest(layers) }
  /// Commands of `post_start`, `pre_start` and `pre_stop`.
  package var hooks: [ComposeCommand] { reader.hooks(layers) }
  package var environment: [ComposePair] { reader.layers.pairs(of: "environment", in: layers) }
  /// The paths of its `env_file`s, as the paths of the project are written.
  package var environmentFiles: [String] { reader.environmentFiles(layers) }
  package var volumes: [ComposeVolume] { reader.volumes(layers) }
  package var profiles: [ComposeText] { reader.profiles(layers) }
  package var workingDirectory: ComposeText? { reader.layers.text(of: "working_dir", in: layers) }
  package var user: ComposeText? { reader.layers.text(of: "user", in: layers) }
  package var containerName: ComposeText? { reader.layers.text(of: "container_name", in: layers) }
}

/// A command in a compose file.
package struct ComposeCommand: Sendable, Equatable {
  package enum Form: Sendable, Equatable {
    /// A list of arguments.
    case exec([ComposeText])
    /// A string that is split into words as a shell would, but run without one.
    case words(ComposeText)
    /// A string that a shell runs: a health check's.
    case shell(ComposeText)
  }

  package let form: Form
  package let place: ComposePlace

  /// Its scalars in order.
  package var texts: [ComposeText] {
    switch form {
    case .exec(let texts): texts
    case .words(let text), .shell(let text): [text]
    }
  }
}

/// What a service has mounted.
package struct ComposeVolume: Sendable, Equatable {
  package enum Kind: String, Sendable {
    case bind, volume, tmpfs, other
  }

  package let kind: Kind
  /// The folder of a bind mount, as paths of the project are written, or the name of a volume.
  package let source: String?
  /// The path in the container.
  package let target: String
  package let isReadOnly: Bool
  package let place: ComposePlace
}

/// How a service builds its image.
package struct ComposeBuild: Sendable {
  /// One mapping, or the scalar of the short form, that takes part in a `build`.
  package struct Layer: Sendable {
    package let file: Int
    /// The node where it is written: behind an alias, its anchor's.
    package let node: YAMLNode
    /// Its address in the file; `nil` where it has none that is unique.
    package let route: YAMLRoute?

    package init(file: Int, node: YAMLNode, route: YAMLRoute?) {
      self.file = file
      self.node = node
      self.route = route
    }

    package var place: ComposePlace { ComposePlace(file: file, range: node.range) }
  }

  package let context: ComposeText?
  package let dockerfile: ComposeText?
  package let target: ComposeText?
  package let args: [ComposePair]
  package let additionalContexts: [ComposePair]
  /// The caches that the build starts from, and those that it leaves.
  package let cacheFrom: [ComposeText]
  package let cacheTo: [ComposeText]
  package let hasInlineDockerfile: Bool
  /// All that give `build` its keys, the stronger first: further files, then merged mappings, then what is extended.
  package let layers: [Layer]
  /// The context's folder as the paths of the project are written; `nil` if it is no local one.
  package let contextDirectory: String?
  /// The Dockerfile's path; `nil` if it stands inline or the context is not local.
  package let dockerfilePath: String?

  /// Whether `build` is written as a path alone, in all files that have it.
  package var isShortForm: Bool { layers.allSatisfy { $0.node.string != nil } }

  /// The layer that says what is built: the weakest that names the context or the Dockerfile.
  package var definition: Layer? {
    layers.last { $0.node.string != nil || $0.node["context"] != nil || $0.node["dockerfile"] != nil } ?? layers.last
  }
}
