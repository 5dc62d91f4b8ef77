import BuildModel
import ShellSyntax
import SourceText
import Strategies

/// Finds the shell script of the build context that a command runs.
struct ScriptLookup {
  let copies: [ContextCopy]
  let files: ContextFiles
  let state: StageState

  /// The script that the words start, directly or by naming a shell; nil if it is none of the context.
  func script(of words: CommandWords) -> (path: String, bytes: [UInt8])? {
    words.startedFile.flatMap { file(at: $0, mustBeShell: !words.namesShell) }
  }

  /// The program in another language that the words start, directly or by naming its interpreter.
  func program(of words: CommandWords) -> (path: String, bytes: [UInt8])? {
    let names = [words.value(0)] + words.items.dropFirst().map(\.value).filter { $0?.hasPrefix("-") == false }.prefix(1)
    for case let name? in names where name.utf8.contains(UInt8(ascii: ".")) {
      guard let found = file(at: name, mustBeShell: false), !Self.isShellScript(found.bytes, path: found.path) else {
        continue
      }
      return found
    }
    return nil
  }

  /// The script that stands in the image at `path`, or on PATH under that name.
  func file(at path: String, mustBeShell: Bool) -> (path: String, bytes: [UInt8])? {
    guard !copies.isEmpty else { return nil }
    var places: [String] = []
    if path.utf8.contains(UInt8(ascii: "/")) {
      guard path.hasPrefix("/") || state.isWorkdirKnown else { return nil }
      places = [ImagePath.normalise(path, in: state.workdir)]
    } else {
      // most folders of PATH get nothing from a copy
      let folders = (state.value("PATH") ?? "").parts(by: UInt8(ascii: ":")).map { ImagePath.normalise(String($0)) }
      places = folders.filter { folder in copies.contains { $0.reaches(folder) } }
        .map { ImagePath.normalise(path, in: $0) }
      if !mustBeShell { places.insert(ImagePath.normalise(path, in: state.workdir), at: 0) }
    }
    for place in places {
      for copy in copies.reversed() {
        guard let source = copy.contextPath(of: place, in: files), let bytes = files.read(source) else { continue }
        return !mustBeShell || Self.isShellScript(bytes, path: source) ? (source, bytes) : nil
      }
    }
    return nil
  }

  /// The text that a launcher runs by its name, its parts one per line; nil if the project has none of that name.
  func script(of match: CommandMatch) -> [UInt8]? {
    guard let source = match.rule.scripts, let name = match.scriptName, let bytes = bytes(at: source.file) else {
      return nil
    }
    let file = SettingsFile(bytes, path: source.file)
    let texts = source.settings.flatMap { setting -> [String] in
      let parts = setting.split(separator: "{name}", maxSplits: 1, omittingEmptySubsequences: false)
      return file.value(parts.joined(separator: name)).map { [$0] } ?? []
    }
    return texts.isEmpty ? nil : Array(texts.joined(separator: "\n").utf8)
  }

  /// The bytes of the context's file that stands in the image at `path`.
  func bytes(at path: String) -> [UInt8]? {
    guard path.hasPrefix("/") || state.isWorkdirKnown else { return nil }
    let place = ImagePath.normalise(path, in: state.workdir)
    for copy in copies.reversed() {
      if let source = copy.contextPath(of: place, in: files) { return files.read(source) }
    }
    return nil
  }

  /// Programs of a script's first line that start the interpreter which it names; `with-contenv` is of s6-overlay.
  static let interpreterStarters: Set<String> = ["env", "with-contenv"]
  /// The language of s6, whose commands read like those of a shell as far as programs go.
  private static let supervisorsShell = "execlineb"

  /// Whether the first line names a shell, or the name ends in `.sh`.
  static func isShellScript(_ bytes: [UInt8], path: String) -> Bool {
    guard bytes.count < 1 << 20 else { return false }
    guard bytes.starts(with: "#!".utf8) else { return path.hasSuffix(".sh") }
    let line = String(decoding: bytes.prefix { $0 != 10 && $0 != 13 }, as: UTF8.self).dropFirst(2)
    let words = line.parts(by: UInt8(ascii: " ")).map { ImagePath.basename(String($0)) }
    guard let first = words.first else { return false }
    return ScriptArguments.shells.contains(first) || first == supervisorsShell
      || interpreterStarters.contains(first) && words.dropFirst().contains(where: ScriptArguments.shells.contains)
  }
}
