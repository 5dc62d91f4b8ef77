import BuildModel
import DockerfileSyntax
import SourceText

/// Rewrites references to stages by number, which move when a stage is put in.
struct StageNumbers {
  let file: BuildFile

  /// The edits of `--from=N` and `--mount=…,from=N` behind the stage that gets a new one in front.
  func edits(shiftingFrom stage: Int) -> [SourceEdit] {
    let source = file.dockerfile.source
    var edits: [SourceEdit] = []
    for instruction in file.dockerfile.instructions {
      for flag in instruction.flags {
        guard let range = flag.valueRange, let value = flag.value else { continue }
        if flag.name == "from", let number = Int(value), number >= stage, number < file.stages.count {
          edits.append(.replace(range, with: String(number + 1)))
        }
        guard flag.name == "mount" else { continue }
        var start = range.lowerBound
        for part in source[range].split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false) {
          defer { start = part.endIndex + 1 }
          guard part.starts(with: Array("from=".utf8)),
            let number = Int(String(decoding: part.dropFirst(5), as: UTF8.self)),
            number >= stage, number < file.stages.count
          else { continue }
          edits.append(.replace(start + 5..<part.endIndex, with: String(number + 1)))
        }
      }
    }
    return edits
  }
}
