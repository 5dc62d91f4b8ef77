import DockerfileSyntax
package import Planning
import SourceText

/// A plan as `plan.json` holds it: the plan's JSON with one decision on each line, so that a diff shows decisions.
package enum PlanRecord {
  /// - Parameters:
  ///   - source: the Dockerfile before the migration.
  ///   - path: its path.
  ///   - read: gives the bytes of other files that evidence names.
  package static func text(_ plan: MigrationPlan, source: [UInt8], path: String, read: (String) -> [UInt8]?) -> String {
    withoutActuallyEscaping(read) { read in
      let json = plan.json(Dockerfile.parse(source), path: path) { path, offset in
        read(path).map { LineIndex($0).position(at: offset) }
      }
      guard case .object(let members) = json else { return json.text + "\n" }
      return "{\n" + members.map { "  \(JSONValue.string($0.name).line): \(lines($0.value))" }.joined(separator: ",\n")
        + "\n}\n"
    }
  }

  private static func lines(_ value: JSONValue) -> String {
    guard case .array(let items) = value, !items.isEmpty else { return value.line }
    return "[\n" + items.map { "    " + $0.line }.joined(separator: ",\n") + "\n  ]"
  }
}
