package import SourceText

/// Shell text inside of words: the argument of `bash -c`, `eval` and the like.
extension ShellTree {
  /// Whether the command is a shell that takes its script from its input.
  package func readsScript(_ command: SimpleCommand) -> Bool { ScriptArguments(command.words).readsInput }

  /// The text that `word` gives to its command, which still maps to the source of this tree's text.
  ///
  /// Quotes are removed and escapes undone, each unescaped byte standing for the bytes of its escape.
  /// - Parameter keepingExpansions: whether expansions, which this shell would replace before the command sees them,
  ///   stay in the text as they are written.
  /// - Returns: `nil` if the word has expansions and they are not to be kept.
  package func script(of word: Word, keepingExpansions: Bool = true) -> MappedText? {
    var builder = ScriptBuilder(storage: word.storage, keepingExpansions: keepingExpansions)
    return builder.append(partsOf: word.index) ? builder.result : nil
  }

  /// The script that `command` runs in a shell of its own or by `eval`: the S of `sh -c S`, `bash -lc S`,
  /// `/bin/bash -euxo pipefail -c S`, `su -c S user`, `eval S…`, also behind prefixes as `env A=b`, `exec`, `time` or
  /// `sudo -E`; and the here-document of `sh <<EOF`.
  ///
  /// - Returns: `nil` if the command runs no script that stands in its words or lines.
  package func nestedScript(of command: SimpleCommand) -> MappedText? {
    let words = command.words
    let arguments = ScriptArguments(words)
    var builder = ScriptBuilder(storage: command.storage, keepingExpansions: true)
    if arguments.readsInput, let lines = command.redirections.last(where: { $0.fd ?? 0 == 0 })?.hereDocument {
      builder.append(lines)
      return builder.result
    }
    guard let script = arguments.script else { return nil }
    for index in script {
      // `eval` joins its arguments by blanks; here each stands for what is between the words.
      if index > script.lowerBound {
        let gap = words[index - 1].range.upperBound..<words[index].range.lowerBound
        builder.result.append([UInt8(ascii: " ")], standingFor: gap, of: text)
      }
      guard builder.append(partsOf: words[index].index) else { return nil }
    }
    return builder.result
  }

  /// The commands in backticks that hold escapes, which the tree leaves unparsed: their texts with the escapes undone.
  package func escapedSubstitutions() -> [MappedText] {
    storage.nodes.indices.filter { storage.nodes[$0].kind == .backticks }.compactMap { index in
      let range = storage.range(index)
      guard range.count > 2, let body = storage.child(index, .list),
        storage.nodes[body...].prefix(4).contains(where: { $0.kind == .unparsed })
      else { return nil }
      var result = MappedText()
      var cursor = range.lowerBound + 1
      while cursor < range.upperBound - 1 {
        let isEscape = text.bytes[cursor] == UInt8(ascii: "\\") && "`\\$".utf8.contains(text.bytes[cursor + 1])
        if isEscape {
          result.append([text.bytes[cursor + 1]], standingFor: cursor..<cursor + 2, of: text)
        } else {
          result.append(text, cursor..<cursor + 1)
        }
        cursor += isEscape ? 2 : 1
      }
      return result
    }
  }
}

/// Collects the unquoted text of words.
private struct ScriptBuilder {
  let storage: ShellStorage
  let keepingExpansions: Bool
  var result = MappedText()

  init(storage: ShellStorage, keepingExpansions: Bool) {
    self.storage = storage
    self.keepingExpansions = keepingExpansions
  }

  mutating func append(partsOf index: Int) -> Bool {
    for child in storage.children(index) {
      let range = storage.range(child)
      switch storage.nodes[child].kind {
      case .literal: result.append(storage.text, range)
      case .singleQuoted: result.append(storage.text, range.lowerBound + 1..<range.upperBound - 1)
      case .escaped: result.append(Array(storage.text.bytes[range].dropFirst()), standingFor: range, of: storage.text)
      case .ansiQuoted:
        for piece in ANSIQuoting.decode(storage.text.bytes[range.lowerBound + 2..<range.upperBound - 1]) {
          if piece.bytes.count == piece.range.count {
            result.append(storage.text, piece.range)
          } else {
            result.append(piece.bytes, standingFor: piece.range, of: storage.text)
          }
        }
      case .doubleQuoted: guard append(partsOf: child) else { return false }
      case .punctuation, .hereDocumentEnd: break
      case .hereDocumentText: result.append(storage.text, range)
      default:
        guard keepingExpansions else { return false }
        result.append(storage.text, range)
      }
    }
    return true
  }

  /// Appends the lines of a here-document, without the tabs that `<<-` strips.
  mutating func append(_ document: HereDocument) {
    let start = result
    guard append(partsOf: document.index) else {
      result = start
      return
    }
    guard document.stripsTabs else { return }
    let lines = result
    result = start
    var isLineStart = true
    var copied = 0
    for (offset, byte) in lines.bytes.enumerated() {
      if isLineStart, byte == UInt8(ascii: "\t") {
        result.append(lines, copied..<offset)
        copied = offset + 1
      } else {
        isLineStart = byte == UInt8(ascii: "\n")
      }
    }
    result.append(lines, copied..<lines.count)
  }
}
