import Strategies

/// Programs of every Unix, by what running them can mean for a stage.
enum PosixPrograms {
  /// Whether the program is one that never compiles nor calls a language's tools.
  static func isHarmless(_ program: String?, in distribution: DistributionStrategy?) -> Bool {
    guard let program else { return false }
    return needNoCompiler.contains(program) || distribution?.everyday.match(program) == true
  }

  /// Text and file tools that take their input from arguments or a pipe.
  static let readsAndWrites: Set<String> = [
    "grep", "sed", "awk", "head", "tail", "sort", "tr", "cut", "wc", "cat", "xargs", "tee", "cp", "mv", "rm", "find",
    "basename", "dirname", "expr",
  ]
  /// Packages of shells, which bring no command of their own to those that depend on them.
  static let shells: Set<String> = ["bash", "dash", "busybox"]
  /// Programs that download, unpack and arrange files, and never compile.
  static let needNoCompiler = readsAndWrites.union([
    "curl", "wget", "tar", "unzip", "gzip", "gunzip", "gpg", "sha256sum", "sha512sum", "sha1sum", "md5sum", "ldconfig",
    "localedef", "ln", "chmod", "jq", "date", "setcap", "strip", "crontab", "sysctl",
  ])
  /// Programs that tell whether others, or packages of their names, are there.
  static let asksForOthers: Set<String> = ["which", "type", "hash", "test", "[", "[[", "dpkg", "dpkg-query", "whereis"]
  /// Programs that only turn one text into another.
  static let filters: Set<String> = [
    "grep", "awk", "head", "tail", "sort", "tr", "cut", "wc", "cat", "basename", "dirname", "expr",
  ]
  /// Programs that download and start what they got.
  static let fetches: Set<String> = [
    "curl", "wget", "sh", "bash", "ash", "dash", "tar", "rm", "mv",
  ]
}
