#if canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Tells which files are committed, by one `git cat-file` for each work tree instead of one for each file.
final class CommittedFiles {
  private var readers: [String: ChildProcess] = [:]

  deinit { close() }

  func close() {
    for reader in readers.values { _ = reader.wait() }
    readers = [:]
  }

  /// Whether the last commit holds exactly `bytes` under the file's name, line ends aside.
  func holds(_ path: String, _ bytes: [UInt8]) -> Bool {
    let folder = Paths.folder(of: path)
    guard let top = Paths.ancestors(of: folder).first(where: { Disk.kind(of: $0 + "/.git") != .missing }) else {
      return false
    }
    let name = Paths.relative(path, to: top)
    // a name with a line end can't be asked for in a line
    guard !name.contains("\n"), let reader = reader(for: top), let input = reader.input else {
      return GitState.isCommitted(path, bytes)
    }
    guard Output.write(Array("HEAD:\(name)\n".utf8), to: input), let text = answer(reader) else { return false }
    return GitState.isSame(text, bytes)
  }

  private func reader(for top: String) -> ChildProcess? {
    if let known = readers[top] { return known }
    // a partial clone must not fetch the text from a server
    let settings = ["core.fsmonitor=false", "core.hooksPath=/dev/null", "protocol.allow=never"]
    let arguments = ["git", "-C", top] + settings.flatMap { ["-c", $0] } + ["cat-file", "--batch"]
    guard let reader = ChildProcess(arguments, hasInput: true) else { return nil }
    readers[top] = reader
    return reader
  }

  /// The text of one answer: `name blob size`, then the bytes and a line end; nil if the file is not committed.
  private func answer(_ reader: ChildProcess) -> [UInt8]? {
    var header: [UInt8] = []
    while header.last != UInt8(ascii: "\n") {
      guard let byte = read(1, from: reader)?.first, header.count < 1 << 16 else { return nil }
      header.append(byte)
    }
    let words = String(decoding: header.dropLast(), as: UTF8.self).split(separator: " ")
    guard words.count == 3, words[1] == "blob", let size = Int(words[2]) else { return nil }
    guard let text = read(size + 1, from: reader) else { return nil }
    return Array(text.dropLast())
  }

  private func read(_ count: Int, from reader: ChildProcess) -> [UInt8]? {
    var result = [UInt8](repeating: 0, count: count)
    var filled = 0
    while filled < count {
      let more = result.withUnsafeMutableBytes { buffer in
        ChildProcess.read(reader.output, into: UnsafeMutableRawBufferPointer(rebasing: buffer[filled...]))
      }
      guard let more else { return nil }
      filled += more
    }
    return result
  }
}
