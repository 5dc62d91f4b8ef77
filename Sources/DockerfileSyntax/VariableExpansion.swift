/// Docker's own expansion of variables, in the words of every instruction but RUN, CMD and ENTRYPOINT.
package enum VariableExpansion {
  /// Expands the variables of `word` and removes its quotes and escapes (`shell/lex.go`).
  ///
  /// - Parameters:
  ///   - escape: the file's escape character.
  ///   - lookup: the value of a variable; `nil` if it has none.
  /// - Returns: `nil` if the value of a variable without one is needed, or the word can't be read. A default, as in
  ///   `${NAME:-default}`, makes the value needless.
  package static func expand(_ word: String, escape: UInt8, lookup: (String) -> String?) -> String? {
    guard word.utf8.contains(where: { $0 == .dollar || isQuote($0, escape) }) else { return word }
    let bytes = Array(word.utf8)
    return withoutActuallyEscaping(lookup) { lookup in
      var lex = ShellLex(bytes, options: ShellLex.Options(escape: escape, keepsUnset: false), lookup: lookup)
      guard let result = try? lex.process(until: nil), !lex.metUnset else { return nil }
      return String(decoding: result, as: UTF8.self)
    }
  }

  /// Removes quotes and escapes; a word that can't be read stays as it is.
  static func removingQuotes(_ word: String, escape: UInt8) -> String {
    guard word.utf8.contains(where: { isQuote($0, escape) }) else { return word }
    var lex = ShellLex(Array(word.utf8), options: ShellLex.Options(escape: escape))
    guard let result = try? lex.process(until: nil) else { return word }
    return String(decoding: result, as: UTF8.self)
  }

  private static func isQuote(_ byte: UInt8, _ escape: UInt8) -> Bool {
    byte == .singleQuote || byte == .doubleQuote || byte == escape
  }
}
