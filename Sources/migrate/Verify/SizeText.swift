/// How sizes and times read.
enum SizeText {
  /// A size in bytes, as `593.4 MB`.
  static func megabytes(_ bytes: Int) -> String {
    let sign = bytes < 0 ? "-" : ""
    let tenths = (abs(bytes) + 50_000) / 100_000
    return "\(sign)\(tenths / 10).\(tenths % 10) MB"
  }

  /// A time in seconds, as `12.3 s`, or `2 min 5 s`.
  static func time(_ seconds: Double) -> String {
    if seconds >= 100 { return "\(Int(seconds.rounded()) / 60) min \(Int(seconds.rounded()) % 60) s" }
    let tenths = Int((seconds * 10).rounded())
    return "\(tenths / 10).\(tenths % 10) s"
  }

  /// Thousandths as per cent, as `48.8 %`.
  static func percent(_ thousandths: Int) -> String { "\(thousandths / 10).\(thousandths % 10) %" }
}
