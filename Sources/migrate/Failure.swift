import SourceText

/// A reason to stop, with what the user sees of it.
struct Failure: Error {
  let diagnostic: Diagnostic

  init(_ id: String, _ message: String, path: String = "", help: String? = nil) {
    diagnostic = Diagnostic(id: id, severity: .error, message: message, path: path, help: help)
  }
}
