import SourceText
import Testing

@testable import DockerfileSyntax

/// A small generator of numbers that depend on their seed alone (SplitMix64).
struct SeededNumbers: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }
}

@Suite struct HostileInputTests {
  private static let pieces =
    [
      "FROM a", "RUN ", "RUN <<E", "COPY --from=a b c", "ENV A=b ", "ONBUILD ", "HEALTHCHECK CMD ", "#", "# escape=`",
      "\n", "\n", "\r\n", "\\\n", "`\n", " ", "\t", "\"", "'", "\\", "`", "$", "${", "}", ":-", "<<", "E", "[\"a\"",
      ",",
      "]", "{", "=", "--", "\u{FEFF}", "é", "\u{A0}", "\u{3000}", "\0", "\\u00", "\r",
    ].map { Array($0.utf8) } + [[0xFF], [0xC3], [0xE2, 0x80], [0xA0]]

  /// Runs everything that can be asked of a tree.
  private func checkAll(_ source: [UInt8]) {
    let tree = check(source)
    checkPlaces(tree)
    #expect(!tree.json().isEmpty)
    #expect(tree.dump().isEmpty == (source.isEmpty && tree.diagnostics.isEmpty))
    for instruction in tree.instructions {
      let bytes = instruction.arguments.bytes
      _ = VariableReference.scan(bytes, escape: tree.escape)
      _ = VariableExpansion.expand(text(bytes, 0..<bytes.count), escape: tree.escape) { $0 == "A" ? "b" : nil }
    }
  }

  @Test func printsRandomBytes() {
    var numbers = SeededNumbers(seed: 1)
    for _ in 0..<500 {
      let count = Int.random(in: 0...80, using: &numbers)
      checkAll((0..<count).map { _ in UInt8.random(in: 0...255, using: &numbers) })
    }
  }

  @Test func printsRandomPieces() {
    var numbers = SeededNumbers(seed: 2)
    for _ in 0..<2000 {
      let count = Int.random(in: 0...30, using: &numbers)
      checkAll((0..<count).flatMap { _ in Self.pieces.randomElement(using: &numbers) ?? [] })
    }
  }

  @Test(arguments: SyntaxCase.all)
  func printsMutatedCases(_ example: SyntaxCase) throws {
    let source = try example.source
    var numbers = SeededNumbers(seed: 3)
    for _ in 0..<20 {
      var mutated = source
      for _ in 0..<Int.random(in: 1...4, using: &numbers) {
        let start = Int.random(in: 0...mutated.count, using: &numbers)
        let end = Int.random(in: start...min(mutated.count, start + 5), using: &numbers)
        mutated.replaceSubrange(start..<end, with: Self.pieces.randomElement(using: &numbers) ?? [])
      }
      checkAll(mutated)
    }
  }

  @Test(arguments: SyntaxCase.all)
  func printsEveryPrefix(_ example: SyntaxCase) throws {
    let source = try example.source
    for end in stride(from: 0, to: source.count, by: 3) { check(Array(source[..<end])) }
  }

  /// Inputs that would take hours if something were quadratic, or overflow the stack if it called itself.
  @Test(
    .timeLimit(.minutes(10)),
    arguments: [
      ("\\\n", ""), ("R\\\n", "UN a"), ("# a\n", ""), ("RUN \\\n", "b"), ("\n", ""), ("a ", "b"), ("--a=b ", ""),
      ("<<A ", "\nA"), ("${a:-", "}"), ("${a", ""), ("\"", ""), ("[", ""), ("[[", "]]"), ("{\"a\":", ""), ("$a", ""),
      ("\\", ""), ("A='b' ", ""), ("ONBUILD ", "RUN a"), ("  ", "a"), ("\u{A0}", "a"), ("\r", ""), ("<<A\n", ""),
    ])
  func isQuickAndKeepsItsStack(_ repeated: String, _ end: String) {
    let long = Array(String(repeating: repeated, count: 8_000).utf8) + Array(end.utf8)
    for start in ["", "RUN ", "RUN <<A ", "RUN --mount=a ", "ENV A=", "COPY ", "CMD ", "HEALTHCHECK CMD ", "ARG "] {
      let source = Array("FROM a\n\(start)".utf8) + long
      let tree = check(source)
      for instruction in tree.instructions.prefix(3) {
        _ = (instruction.words.count, instruction.environment.count, instruction.arg.count, instruction.execForm)
        let bytes = instruction.arguments.bytes
        _ = VariableReference.scan(bytes, escape: tree.escape)
        _ = VariableExpansion.expand(text(bytes, 0..<bytes.count), escape: tree.escape) { _ in nil }
      }
    }
  }
}
