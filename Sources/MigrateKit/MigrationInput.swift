package import Planning
package import SourceText

/// One Dockerfile with what surrounds it.
package struct MigrationInput: Sendable {
  package var dockerfile: SourceFile
  /// Compose files that are merged in this order.
  package var composeFiles: [SourceFile]
  /// The folder of the project, as the user would write it; it is the build context unless a compose file says
  /// otherwise.
  package var folder: String
  package var files: ProjectFiles
  /// The build context, where it is known from elsewhere; it wins over what the compose files say.
  package var context: String?
  /// The folders above `folder` up to the repository's root, the nearest first: one of them is the build context if it
  /// alone has what the Dockerfile copies, and nothing says what the context is.
  package var parents: [String] = []

  package init(dockerfile: SourceFile, composeFiles: [SourceFile] = [], folder: String, files: ProjectFiles) {
    self.dockerfile = dockerfile
    self.composeFiles = composeFiles
    self.folder = folder
    self.files = files
  }
}

/// What the user asks for beyond the defaults.
package struct MigrationOptions: Sendable {
  /// An ecosystem or a framework; nil: it is detected.
  package var ecosystem: String?
  /// The name or number of the stage; nil: the last one.
  package var stage: String?
  package var keep: Set<String> = []
  package var drop: Set<String> = []
  /// Whether the run stage starts from the image that it has, though a smaller one of the same tag would do.
  package var keepsBase = false
  /// System packages that the run stage installs besides.
  package var add: [String] = []
  /// Whether services that mount their source over the image build the stage that keeps the compilers.
  package var devTarget = false
  /// Whether the build stage is configured as the run stage, for services that other compose files have.
  package var servesDevelopers = false

  package init() {}
}

/// What came of one Dockerfile.
package struct MigrationResult: Sendable {
  /// A file with its bytes before and after.
  package struct Change: Sendable, Equatable {
    package let path: String
    package let before: [UInt8]
    package let after: [UInt8]

    package init(path: String, before: [UInt8], after: [UInt8]) {
      self.path = path
      self.before = before
      self.after = after
    }
  }

  /// Nil if the input can't be read as a Dockerfile, or an option names something that is not there.
  package var plan: MigrationPlan?
  package var changes: [Change] = []
  /// The ecosystems that the stage installs packages of, the project's own first.
  package var ecosystems: [String] = []
  /// The distribution of the stage's base image, and its release where that is known.
  package var distribution: String?
  package var release: String?
  /// In the order in which they were found.
  package var diagnostics: [Diagnostic] = []

  package var hasErrors: Bool { diagnostics.contains { $0.severity == .error } }
}
