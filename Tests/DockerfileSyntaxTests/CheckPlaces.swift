import SourceText
import Testing

@testable import DockerfileSyntax

/// Checks that every range of a tree lies inside of what it belongs to, and runs every view.
func checkPlaces(_ tree: Dockerfile, at location: SourceLocation = #_sourceLocation) {
  var indices: [Int] = []
  for element in tree.elements {
    if case .instruction(let index) = element.kind {
      indices.append(index)
      #expect(tree.instructions[index].elementRange == element.range, sourceLocation: location)
    }
  }
  #expect(indices == Array(tree.instructions.indices), sourceLocation: location)
  for diagnostic in tree.diagnostics {
    let range = diagnostic.range ?? -1..<0
    #expect(range.lowerBound >= 0 && range.upperBound <= tree.source.count, sourceLocation: location)
  }
  for instruction in tree.instructions {
    let misplaced = ranges(of: instruction).filter { range in
      range.lowerBound < instruction.elementRange.lowerBound || range.upperBound > instruction.elementRange.upperBound
    }
    #expect(misplaced.isEmpty, sourceLocation: location)
    #expect(isInOrder(instruction.words.map(\.range)), sourceLocation: location)
    #expect(isInOrder(instruction.environment.map(\.range)), sourceLocation: location)
    #expect(isInOrder(instruction.flags.map(\.range)), sourceLocation: location)
    for segment in instruction.arguments.segments {
      let derived = instruction.arguments.bytes[segment.start..<segment.start + segment.length]
      #expect(derived.elementsEqual(tree.source[segment.source]), sourceLocation: location)
    }
  }
}

private func isInOrder(_ ranges: [ByteRange]) -> Bool {
  zip(ranges, ranges.dropFirst()).allSatisfy { $0.upperBound <= $1.lowerBound }
}

private func ranges(of instruction: Instruction) -> [ByteRange] {
  var ranges = [instruction.keywordRange] + instruction.flags.map(\.range)
  ranges += instruction.flags.compactMap(\.valueRange) + instruction.continuations
  ranges += instruction.innerComments + instruction.words.map(\.range)
  ranges += instruction.arg.flatMap { [$0.range, $0.nameRange] + ($0.default.map { [$0.range] } ?? []) }
  ranges += instruction.environment.flatMap { [$0.range, $0.keyRange, $0.valueRange] }
  ranges += instruction.heredocs.flatMap { [$0.markerRange, $0.bodyRange, $0.terminatorRange] }
  if let from = instruction.from { ranges += [from.image.range] + (from.alias.map { [$0.range] } ?? []) }
  if let copy = instruction.copy { ranges += (copy.sources + (copy.destination.map { [$0] } ?? [])).map(\.range) }
  if let trigger = instruction.onbuild, trigger.keyword != .onbuild { ranges += rangesBehindOnbuild(trigger) }
  return ranges
}

private func rangesBehindOnbuild(_ trigger: Instruction) -> [ByteRange] {
  [trigger.keywordRange] + trigger.flags.map(\.range) + trigger.words.map(\.range)
}
