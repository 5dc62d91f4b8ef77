package import SourceText

/// A word of an instruction's arguments.
package struct Word: Sendable, Equatable {
  /// The word as it is written, with quotes and escapes; for an element of a JSON array, its value.
  package let text: String
  /// The place in the source; a JSON element's includes its quotes.
  package let range: ByteRange
  /// The word without quotes and escapes, as BuildKit reads it; variables are left as they are.
  ///
  /// To put in the values of variables, expand `text` instead: here `'$X'` and `\$X` look like variables.
  /// A word that BuildKit can't read (an open quote) stays as it is written.
  package let unquoted: String

  init(text: String, range: ByteRange, escape: UInt8) {
    self.text = text
    self.range = range
    unquoted = VariableExpansion.removingQuotes(text, escape: escape)
  }
}

/// A key and its value, in ENV and LABEL.
package struct KeyValue: Sendable, Equatable {
  /// The key without quotes and escapes.
  package let key: String
  /// The value as it is written, with quotes and escapes: what `VariableExpansion` takes.
  package let value: String
  /// The value without quotes and escapes; variables are left as they are.
  package let unquotedValue: String
  package let range: ByteRange
  package let keyRange: ByteRange
  package let valueRange: ByteRange
}

/// A name that ARG declares.
package struct ArgDeclaration: Sendable, Equatable {
  package let name: String
  /// What follows the `=`; `nil` if there is none.
  package let `default`: Word?
  package let range: ByteRange
  package let nameRange: ByteRange
}

/// The arguments of FROM.
package struct FromArguments: Sendable, Equatable {
  package let image: Word
  /// The stage's name, as it is written; stage names are compared without regard to case.
  package let alias: Word?
}

/// The arguments of COPY and ADD.
package struct CopyArguments: Sendable, Equatable {
  package let sources: [Word]
  /// The last word; `nil` if there are fewer than two.
  package let destination: Word?
}

/// The arguments of HEALTHCHECK.
package enum HealthcheckArguments: Sendable, Equatable {
  case none
  /// A command: its exec form if it has one, and its text as it is written.
  case command(execForm: [String]?, text: MappedText)
}
