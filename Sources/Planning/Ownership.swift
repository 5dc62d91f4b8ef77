import BuildModel
import Classification
import DockerfileSyntax

/// Finds out to whom copied files must belong.
struct Ownership {
  private let facts: StageFacts

  init(_ facts: StageFacts) { self.facts = facts }

  /// The value of `--chown` for files that `user` (as in USER) made.
  ///
  /// A user without group gets the group that the file itself gives that user elsewhere, or the one that is known to
  /// have been made for it; else the user stands alone, and the builder takes the user's number for the group.
  func owner(for user: String) -> String {
    if user.contains(":") { return user }
    let instructions = facts.file.dockerfile.instructions
    for index in facts.stage.body {
      guard let value = instructions[index].flag("chown")?.value, value.hasPrefix(user + ":") else { continue }
      return value
    }
    for fact in facts.runs.keys.sorted().flatMap({ facts.runs[$0]?.facts ?? [] }) where fact.words.last == user {
      switch fact.program {
      case "groupadd", "addgroup": return "\(user):\(user)"
      case "useradd":
        let hasGroup = fact.words.contains {
          ["-g", "--gid", "-N", "--no-user-group"].contains($0) || $0.hasPrefix("--gid=")
        }
        if !hasGroup { return "\(user):\(user)" }
      case "adduser":
        let hasGroup = fact.words.contains { ["-G", "--ingroup", "--gid"].contains($0) || $0.hasPrefix("--ingroup=") }
        if !hasGroup { return "\(user):\(user)" }
      default: break
      }
    }
    return user
  }
}
