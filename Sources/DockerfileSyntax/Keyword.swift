package import SourceText

/// The name of an instruction.
package enum Keyword: String, Sendable, CaseIterable {
  case from, run, cmd, label, maintainer, expose, env, add, copy, entrypoint, volume, user, workdir, arg, onbuild
  case stopsignal, healthcheck, shell
  /// A word that names no instruction.
  case unknown

  /// The keyword as it is customarily written.
  package var spelling: String { rawValue.uppercased() }

  /// Reads a keyword in any mixture of upper and lower case.
  ///
  /// - Parameters:
  ///   - bytes: the text that holds the word.
  ///   - range: the place of the word in `bytes`.
  package init(_ bytes: [UInt8], _ range: ByteRange) {
    self = Keyword.candidate(count: range.count, first: range.isEmpty ? 0 : bytes[range.lowerBound].lowercased)
    if self == .unknown { return }
    if self == .arg, bytes[range.lowerBound + 1].lowercased == UInt8(ascii: "d") { self = .add }
    var index = range.lowerBound
    for byte in rawValue.utf8 {
      if bytes[index].lowercased != byte {
        self = .unknown
        return
      }
      index += 1
    }
  }

  /// The one instruction (for `a`: `arg` stands for `add` too) with this length and first letter.
  private static func candidate(count: Int, first: UInt8) -> Keyword {
    switch (count, first) {
    case (3, UInt8(ascii: "r")): .run
    case (3, UInt8(ascii: "c")): .cmd
    case (3, UInt8(ascii: "e")): .env
    case (3, UInt8(ascii: "a")): .arg
    case (4, UInt8(ascii: "f")): .from
    case (4, UInt8(ascii: "c")): .copy
    case (4, UInt8(ascii: "u")): .user
    case (5, UInt8(ascii: "l")): .label
    case (5, UInt8(ascii: "s")): .shell
    case (6, UInt8(ascii: "e")): .expose
    case (6, UInt8(ascii: "v")): .volume
    case (7, UInt8(ascii: "w")): .workdir
    case (7, UInt8(ascii: "o")): .onbuild
    case (10, UInt8(ascii: "m")): .maintainer
    case (10, UInt8(ascii: "e")): .entrypoint
    case (10, UInt8(ascii: "s")): .stopsignal
    case (11, UInt8(ascii: "h")): .healthcheck
    default: .unknown
    }
  }
}
