import DockerfileSyntax
import SourceText

/// Other ways of writing the same instructions, one below the other.
enum Layouts: String, CaseIterable {
  /// A comment above each instruction but the first, and below each continued line.
  case comments
  /// An empty line below each continued line.
  case emptyLines
  /// Each instruction on one line, without the comments inside, its keyword in the other case.
  case oneLine
  /// Each word on a line of its own, where no quote can be torn apart.
  case oneWordALine

  /// - Returns: nil where the file's line ends, its escape character or its heredocs make that another file.
  func apply(to source: [UInt8]) -> [UInt8]? {
    let dockerfile = Dockerfile.parse(source)
    let isPlain = dockerfile.instructions.allSatisfy { $0.escape == UInt8(ascii: "\\") }
    guard isPlain, !source.contains(UInt8(ascii: "\r")) else { return nil }
    let edits = dockerfile.instructions.filter(\.heredocs.isEmpty).map { instruction in
      let text = String(decoding: source[instruction.range], as: UTF8.self)
      let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
      let isFirst = instruction.range == dockerfile.instructions.first?.range
      return SourceEdit.replace(instruction.range, with: written(lines, isFirst: isFirst))
    }
    return EditSet(edits).map { $0.apply(to: source) }
  }

  private func written(_ lines: [String], isFirst: Bool) -> String {
    switch self {
    case .comments:
      let text = lines.enumerated().map { number, line in
        Self.isContinued(line) && number + 1 < lines.count ? "\(line)\n  # on line \(number)" : line
      }
      return (isFirst ? "" : "# above\n") + text.joined(separator: "\n")
    case .emptyLines:
      return lines.enumerated().map { $1 + (Self.isContinued($1) && $0 + 1 < lines.count ? "\n" : "") }
        .joined(separator: "\n")
    case .oneLine: return Self.otherCase(Self.words(lines).joined(separator: " "))
    case .oneWordALine:
      let words = Self.words(lines)
      guard words.first?.lowercased() == "run", !words.contains(where: { $0.contains { "\"'[<$`".contains($0) } })
      else {
        return lines.joined(separator: "\n")
      }
      return words.joined(separator: " \\\n    ")
    }
  }

  private static func isContinued(_ line: String) -> Bool {
    line.hasSuffix("\\") && !line.drop(while: { $0 == " " || $0 == "\t" }).hasPrefix("#")
  }

  private static func words(_ lines: [String]) -> [String] {
    lines.map { $0.drop(while: { $0 == " " || $0 == "\t" }) }.filter { !$0.hasPrefix("#") && !$0.isEmpty }.flatMap {
      line in
      (line.hasSuffix("\\") ? line.dropLast() : line).split(separator: " ").map(String.init)
    }
  }

  private static func otherCase(_ line: String) -> String {
    let keyword = line.prefix { $0.isLetter }
    return (keyword.contains(where: \.isUppercase) ? keyword.lowercased() : keyword.uppercased())
      + line.dropFirst(keyword.count)
  }
}
