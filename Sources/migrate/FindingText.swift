import SourceText

/// Findings for people, as compilers print them.
enum FindingText {
  /// Nobody reads more than these of one file.
  private static let limit = 50

  /// All findings, or the first ones and how many more there are.
  static func render(_ findings: [Finding], _ terminal: Terminal, isComplete: Bool) -> String {
    let shown = isComplete ? findings[...] : findings.prefix(limit)
    let text = shown.map { render($0, terminal) }.joined()
    let rest = findings.count - shown.count
    return rest == 0 ? text : text + "and \(rest) more; --verbose shows all\n"
  }

  static func render(_ finding: Finding, _ terminal: Terminal) -> String {
    let style: Terminal.Style =
      switch finding.level {
      case .error, .refused: .boldRed
      case .warning: .yellow
      case .note: .cyan
      }
    let place = finding.place.isEmpty ? "" : terminal.paint(Printable.text(finding.place), .bold) + ": "
    let title = terminal.paint("\(finding.level.rawValue)[\(finding.id)]", style)
    var text = "\(place)\(title): \(Printable.text(finding.message))\n"
    for note in finding.notes {
      text += "  note: \(Printable.text(note.place.isEmpty ? note.message : "\(note.place): \(note.message)"))\n"
    }
    if let help = finding.help { text += "  help: \(Printable.text(help))\n" }
    return text
  }
}

/// Keeps what files hold from steering the terminal.
enum Printable {
  /// The text with control characters other than tabs and line ends made visible.
  static func text(_ text: String) -> String {
    func isHarmful(_ scalar: Unicode.Scalar) -> Bool {
      (scalar.value < 0x20 && scalar != "\n" && scalar != "\t") || (0x7F..<0xA0).contains(scalar.value)
    }
    guard text.unicodeScalars.contains(where: isHarmful) else { return text }
    var result = ""
    for scalar in text.unicodeScalars {
      if isHarmful(scalar) {
        result += "\\u{\(String(scalar.value, radix: 16))}"
      } else {
        result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
