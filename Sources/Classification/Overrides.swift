package import BuildModel
import DockerfileSyntax

/// What the user says about packages and instructions: options, configuration, comments.
package struct Overrides: Sendable, Equatable {
  /// System packages that stay in the run stage.
  package var keep: Set<String>
  /// System packages that leave the run stage.
  package var drop: Set<String>
  /// System packages that the run stage installs besides.
  package var add: [String]
  /// Instructions that stay as they are.
  package var ignored: Set<Int> = []

  package init(keep: Set<String> = [], drop: Set<String> = [], add: [String] = []) {
    self.keep = keep
    self.drop = drop
    self.add = add
  }

  /// Adds what comments above instructions say: `# migrate: keep curl`, `# migrate: drop gcc`, `# migrate: add libpq5`,
  /// `# migrate: ignore`.
  package mutating func read(commentsOf file: BuildFile) {
    var pending: [[Substring]] = []
    for element in file.dockerfile.elements {
      switch element.kind {
      case .comment:
        let text = String(decoding: file.dockerfile.source[element.range], as: UTF8.self)
        let words = text.split(whereSeparator: { $0 == " " || $0 == "\t" || $0.isNewline || $0 == "#" || $0 == "," })
        if words.first == "migrate:" { pending.append(Array(words.dropFirst())) }
      case .instruction(let index):
        for words in pending {
          switch words.first {
          case "keep": keep.formUnion(words.dropFirst().map(String.init))
          case "drop": drop.formUnion(words.dropFirst().map(String.init))
          case "add": add += words.dropFirst().map(String.init)
          case "ignore": ignored.insert(index)
          default: break
          }
        }
        pending = []
      default: pending = []
      }
    }
  }
}
