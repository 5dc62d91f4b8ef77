#if canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Colours text for one of the standard streams, or leaves it as it is.
struct Terminal {
  enum Style: String {
    case bold = "1"
    case dim = "2"
    case red = "31"
    case green = "32"
    case yellow = "33"
    case cyan = "36"
    case boldRed = "1;31"
  }

  let isColored: Bool

  /// Follows the user's choice, then NO_COLOR (no-color.org) and TERM, then whether `descriptor` is a terminal.
  init(_ choice: ColorChoice, descriptor: Int32) {
    switch choice {
    case .always: isColored = true
    case .never: isColored = false
    case .auto:
      let isOff = Self.variable("NO_COLOR").map { !$0.isEmpty } ?? false
      isColored = !isOff && Self.variable("TERM") != "dumb" && isatty(descriptor) == 1
    }
  }

  func paint(_ text: String, _ style: Style) -> String {
    isColored ? "\u{1B}[\(style.rawValue)m\(text)\u{1B}[0m" : text
  }

  private static func variable(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }
}
