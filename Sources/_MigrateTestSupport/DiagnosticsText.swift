package import SourceText

/// Diagnostics in a form that people review, with lines instead of bytes.
package enum DiagnosticsText {
  /// - Parameter read: gives the bytes of a file by the path that diagnostics name.
  package static func of(_ diagnostics: [Diagnostic], read: (String) -> [UInt8]?) -> String {
    diagnostics.map { diagnostic in
      var text = "\(diagnostic.severity.rawValue) \(diagnostic.id)"
      let place = Self.place(diagnostic.path, diagnostic.range, read: read)
      if !place.isEmpty { text += " \(place)" }
      text += ": \(diagnostic.message)\n"
      for note in diagnostic.notes {
        let place = Self.place(note.path, note.range, read: read)
        text += "  note\(place.isEmpty ? "" : " " + place): \(note.message)\n"
      }
      if let help = diagnostic.help { text += "  help: \(help)\n" }
      return text
    }.joined()
  }

  private static func place(_ path: String, _ range: ByteRange?, read: (String) -> [UInt8]?) -> String {
    guard let range, let bytes = read(path) else { return path }
    let position = LineIndex(bytes).position(at: range.lowerBound)
    return "\(path):\(position.line):\(position.column)"
  }
}
