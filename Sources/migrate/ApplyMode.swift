/// What is done with changes.
enum ApplyMode: Equatable {
  /// They are written in place.
  case write
  /// They are written below another folder.
  case output(String)
  /// They are printed as a diff.
  case diff
  /// Nothing: the exit status tells whether there are any.
  case check
}
