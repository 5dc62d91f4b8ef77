import SourceText

/// How the program ends. Of several paths, the worst decides.
///
/// - `done` (0): files were migrated, or there was nothing to do.
/// - `refused` (1): a file can't be migrated as it is, and the message says why; or `--check` found changes. Text that
///   Docker would not take either (a Dockerfile or compose file with syntax errors) counts as refused too.
/// - `failed` (2): options that make no sense, files that can't be found, read or written, manifests and configuration
///   with errors, faults of `migrate` itself, and container engines that can't be used. Nothing was written for that
///   path.
/// - `notProven` (3): the images before and after were built, or the one before was, and they are not equal.
enum ExitStatus: Int32, Comparable {
  case done = 0
  case refused = 1
  case failed = 2
  case notProven = 3

  static func < (left: ExitStatus, right: ExitStatus) -> Bool { left.rawValue < right.rawValue }

  /// The domains of diagnostics that are no judgement of the user's Dockerfile.
  private static let failures: Set<String> = ["usage", "io", "internal", "manifest", "config", "tables", "verify"]

  /// What the errors among `diagnostics` amount to.
  init(_ diagnostics: [Diagnostic]) {
    self = .done
    for diagnostic in diagnostics where diagnostic.severity == .error {
      let domain = diagnostic.id.prefix { $0 != "/" }
      self = max(self, Self.failures.contains(String(domain)) ? .failed : .refused)
    }
  }
}
