package import SourceText

/// The name of an instruction.
package enum Keyword: String, Sendable, CaseIterable {
  case from, run, cmd, label, maintainer, expose, env, add, copy, entrypoint, volume, user, workdir, arg, onbuild
  case stopsignal, healthcheck, shell
  /// A word that names no instruction.
  case unknown

  /// The keyword as it is customarily written.
  package var spelling: String { rawValue.uppercased() }

  /// The spellings of all instructions.
  static let spellings = allCases.filter { $0 != .unknown }.map(\.spelling)

  /// Reads a keyword in any mixture of upper and lower case.
  ///
  /// - Parameters:
  ///   - bytes: the text that holds the word.
  ///   - range: the place of the word in `bytes`.
  package init(_ bytes: [UInt8], _ range: ByteRange) {
    self = .unknown
    guard range.count >= 3, range.count <= 11 else { return }
    let (candidate, name) = Keyword.candidate(
      count: range.count, first: bytes[range.lowerBound].lowercased, second: bytes[range.lowerBound + 1].lowercased)
    for offset in 0..<name.utf8CodeUnitCount
    where bytes[range.lowerBound + offset].lowercased != name.utf8Start[offset] { return }
    self = candidate
  }

  /// The one instruction with this length and these first letters, and its name.
  private static func candidate(count: Int, first: UInt8, second: UInt8) -> (Keyword, StaticString) {
    switch (count, first) {
    case (3, UInt8(ascii: "r")): (.run, "run")
    case (3, UInt8(ascii: "c")): (.cmd, "cmd")
    case (3, UInt8(ascii: "e")): (.env, "env")
    case (3, UInt8(ascii: "a")): second == UInt8(ascii: "d") ? (.add, "add") : (.arg, "arg")
    case (4, UInt8(ascii: "f")): (.from, "from")
    case (4, UInt8(ascii: "c")): (.copy, "copy")
    case (4, UInt8(ascii: "u")): (.user, "user")
    case (5, UInt8(ascii: "l")): (.label, "label")
    case (5, UInt8(ascii: "s")): (.shell, "shell")
    case (6, UInt8(ascii: "e")): (.expose, "expose")
    case (6, UInt8(ascii: "v")): (.volume, "volume")
    case (7, UInt8(ascii: "w")): (.workdir, "workdir")
    case (7, UInt8(ascii: "o")): (.onbuild, "onbuild")
    case (10, UInt8(ascii: "m")): (.maintainer, "maintainer")
    case (10, UInt8(ascii: "e")): (.entrypoint, "entrypoint")
    case (10, UInt8(ascii: "s")): (.stopsignal, "stopsignal")
    case (11, UInt8(ascii: "h")): (.healthcheck, "healthcheck")
    default: (.unknown, "")
    }
  }
}
