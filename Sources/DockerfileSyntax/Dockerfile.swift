package import SourceText

/// The lossless syntax tree of a Dockerfile, in BuildKit's grammar.
///
/// Any bytes can be parsed, and every tree prints exactly the bytes that it was made from.
package struct Dockerfile: Sendable {
  package let source: [UInt8]
  /// The character that escapes and continues lines: `\` or a backtick.
  package let escape: UInt8
  package let directives: [ParserDirective]
  /// All parts of the file: each byte of the source is in exactly one, in order.
  package let elements: [Element]
  /// The instructions, in order.
  package let instructions: [Instruction]
  package let diagnostics: [Diagnostic]

  /// Parses `source`; what BuildKit would reject becomes a diagnostic.
  package static func parse(_ source: [UInt8]) -> Dockerfile {
    var parser = Parser(source)
    parser.parse()
    return Dockerfile(
      source: source, escape: parser.escape, directives: parser.directives, elements: parser.elements,
      instructions: parser.instructions, diagnostics: parser.checks.diagnostics)
  }

  /// The bytes of all elements, one after the other.
  package func print() -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(source.count)
    for element in elements { result += source[element.range] }
    return result
  }
}
