internal import SourceText

extension ShellTree {
  /// The simple commands with their words as JSON, for developers and for tests against other parsers.
  ///
  /// Offsets count bytes of the text: `{"complete":true,"commands":[{"words":[[0,4]],"assignments":[[5,8]],…}]}`.
  package func json() -> String {
    var json = "{\"complete\":\(isComplete),\"commands\":["
    for (number, visit) in simpleCommands().enumerated() {
      if number > 0 { json += "," }
      json += "\n{\"words\":" + Self.json(visit.command.words.map(\.range))
      json += ",\"assignments\":" + Self.json(visit.command.assignments.map(\.range))
      json += ",\"redirections\":" + Self.json(visit.command.redirections.map(\.range)) + "}"
    }
    return json + "],\"comments\":" + Self.json(comments) + "}\n"
  }

  private static func json(_ ranges: [ByteRange]) -> String {
    "[" + ranges.map { "[\($0.lowerBound),\($0.upperBound)]" }.joined(separator: ",") + "]"
  }
}
