import SourceText

/// Findings as annotations of a GitHub workflow.
///
/// After "Workflow commands for GitHub Actions": values of properties escape `%`, line ends, `:` and `,`; the message
/// escapes `%` and line ends.
enum GitHubReport {
  static func render(_ findings: [Finding]) -> String {
    findings.map(line).joined()
  }

  private static func line(_ finding: Finding) -> String {
    let command =
      switch finding.level {
      case .error, .refused: "error"
      case .warning: "warning"
      case .note: "notice"
      }
    var properties: [String] = []
    if !finding.path.isEmpty { properties.append("file=\(property(finding.path))") }
    if let start = finding.start {
      properties.append("line=\(start.line)")
      // a column is only taken together with an end in the same line
      if let end = finding.end, end.line > start.line {
        properties.append("endLine=\(end.line)")
      } else {
        properties.append("col=\(start.column)")
        if let end = finding.end, end.column > start.column { properties.append("endColumn=\(end.column)") }
      }
    }
    properties.append("title=\(property(finding.id))")
    let message = finding.message + (finding.help.map { "\nhelp: \($0)" } ?? "")
    return "::\(command) \(properties.joined(separator: ","))::\(escape(message))\n"
  }

  private static func escape(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "%": result += "%25"
      case "\r": result += "%0D"
      case "\n": result += "%0A"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  private static func property(_ text: String) -> String {
    var result = ""
    for scalar in escape(text).unicodeScalars {
      switch scalar {
      case ":": result += "%3A"
      case ",": result += "%2C"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
