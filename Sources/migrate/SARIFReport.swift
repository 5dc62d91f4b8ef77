import Planning
import SourceText

/// Findings in SARIF 2.1.0 (OASIS "Static Analysis Results Interchange Format").
enum SARIFReport {
  static func render(_ findings: [Finding], succeeded: Bool) -> String {
    var rules: [String] = []
    for finding in findings where !rules.contains(finding.id) { rules.append(finding.id) }
    rules.sort()
    return JSONValue.fields([
      "$schema": .string("https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"),
      "version": .string("2.1.0"),
      "runs": .array([
        .fields([
          "tool": .fields([
            "driver": .fields([
              "name": .string("migrate"), "version": .string(Migrate.version),
              "rules": .array(rules.map { .fields(["id": .string($0)]) }),
            ])
          ]),
          "columnKind": .string("unicodeCodePoints"),
          "invocations": .array([.fields(["executionSuccessful": .bool(succeeded)])]),
          "results": .array(findings.map { result($0, rule: rules.firstIndex(of: $0.id) ?? 0) }),
        ])
      ]),
    ]).text + "\n"
  }

  private static func result(_ finding: Finding, rule: Int) -> JSONValue {
    let level =
      switch finding.level {
      case .error, .refused: "error"
      case .warning: "warning"
      case .note: "note"
      }
    let message = finding.message + (finding.help.map { " (\($0))" } ?? "")
    return .fields([
      "ruleId": .string(finding.id), "ruleIndex": .integer(rule), "level": .string(level),
      "message": .fields(["text": .string(message)]),
      "locations": .array(finding.path.isEmpty ? [] : [location(finding)]),
    ])
  }

  private static func location(_ finding: Finding) -> JSONValue {
    var members = [JSONValue.Member("artifactLocation", .fields(["uri": .string(uri(finding.path))]))]
    if let start = finding.start {
      var region = [JSONValue.Member("startLine", .integer(start.line)), .init("startColumn", .integer(start.column))]
      if let end = finding.end, end != start {
        region += [.init("endLine", .integer(end.line)), .init("endColumn", .integer(end.column))]
      }
      members.append(JSONValue.Member("region", .object(region)))
    }
    return .fields(["physicalLocation": .object(members)])
  }

  /// A path as a URI reference (RFC 3986).
  private static func uri(_ path: String) -> String {
    var result = path.hasPrefix("/") ? "file://" : ""
    for byte in path.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "/"), UInt8(ascii: "-"), UInt8(ascii: "."),
        UInt8(ascii: "_"), UInt8(ascii: "~"):
        result.unicodeScalars.append(Unicode.Scalar(byte))
      default:
        let digits = String(byte, radix: 16, uppercase: true)
        result += "%" + (digits.utf8.count == 1 ? "0" : "") + digits
      }
    }
    return result
  }
}
