/// What a distribution says about its images as they are built.
package struct ImageRecords: Sendable, Equatable {
  /// How a package manager's own records are written.
  package enum Format: String, Sendable, CaseIterable {
    /// Paragraphs of `Key: value` lines: `Package`, `Status`, `Version`, `Installed-Size` (kB).
    case paragraphs
    /// The paths of a package's files, one a line; the file bears the package's name.
    case fileList = "file-list"
    /// Lines `P:name`, `V:version`, `I:bytes`, `F:folder`, `R:file`; a blank line ends a package.
    case taggedLines = "tagged-lines"
  }

  package struct Record: Sendable, Equatable {
    package let format: Format
    /// The paths in the image.
    package let path: Glob

    package init(format: Format, path: Glob) {
      self.format = format
      self.path = path
    }
  }

  package var records: [Record] = []
  /// Paths that packages' scripts and the package manager fill, and that no package's list of files holds.
  package var derived: [Glob] = []

  package init(records: [Record] = [], derived: [Glob] = []) {
    self.records = records
    self.derived = derived
  }
}

/// What an ecosystem says about proving an image.
package struct ProofRules: Sendable, Equatable {
  /// A program that is run in the image before and after; each line that it prints names something that works.
  package struct Probe: Sendable, Equatable {
    /// What it proves, as the user reads it.
    package let title: String
    /// The programs of which the first that the image has is run.
    package let programs: [String]
    package let arguments: [String]
    /// Files of which one must be in the folder that the image works in.
    package let files: [Glob]

    package init(title: String, programs: [String], arguments: [String], files: [Glob] = []) {
      self.title = title
      self.programs = programs
      self.arguments = arguments
      self.files = files
    }
  }

  package var probes: [Probe] = []
  /// Paths that programs of the ecosystem fill as they run, so that a build fills them or not by chance.
  package var derived: [Glob] = []

  package init(probes: [Probe] = [], derived: [Glob] = []) {
    self.probes = probes
    self.derived = derived
  }
}
