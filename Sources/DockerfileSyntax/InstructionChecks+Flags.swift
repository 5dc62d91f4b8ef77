import SourceText

/// A flag that BuildKit knows.
private struct FlagRule {
  enum Value { case text, boolean, duration, count }

  let name: String
  let value: Value
  let canRepeat: Bool

  init(_ name: String, _ value: Value = .text, canRepeat: Bool = false) {
    self.name = name
    self.value = value
    self.canRepeat = canRepeat
  }

  static let from = [FlagRule("platform")]
  static let run = [
    FlagRule("mount", canRepeat: true), FlagRule("network"), FlagRule("security"), FlagRule("device", canRepeat: true),
  ]
  static let copy = [
    FlagRule("chown"), FlagRule("from"), FlagRule("chmod"), FlagRule("link", .boolean),
    FlagRule("exclude", canRepeat: true), FlagRule("parents", .boolean),
  ]
  static let add = [
    FlagRule("chown"), FlagRule("chmod"), FlagRule("link", .boolean), FlagRule("keep-git-dir", .boolean),
    FlagRule("checksum"), FlagRule("unpack", .boolean), FlagRule("exclude", canRepeat: true),
  ]
  static let healthcheck = [
    FlagRule("interval", .duration), FlagRule("timeout", .duration), FlagRule("start-period", .duration),
    FlagRule("start-interval", .duration), FlagRule("retries", .count),
  ]

  /// The flags of an instruction; `nil` if BuildKit doesn't look at them.
  static func rules(of keyword: Keyword) -> [FlagRule]? {
    switch keyword {
    case .from: from
    case .run: run
    case .copy: copy
    case .add: add
    case .healthcheck: healthcheck
    case .arg, .stopsignal: nil
    default: []
    }
  }
}

extension InstructionChecks {
  /// Reports unknown and repeated flags and values that don't fit.
  mutating func checkFlags(_ instruction: Instruction) {
    guard let rules = FlagRule.rules(of: instruction.keyword) else { return }
    var seen: [String] = []
    for flag in instruction.flags {
      guard let rule = rules.first(where: { $0.name == flag.name }) else {
        reportUnknown(flag, instruction, rules.map(\.name))
        continue
      }
      if !seen.contains(flag.name) {
        seen.append(flag.name)
      } else if !rule.canRepeat {
        report(
          "duplicate-flag", "flag --\(flag.name) is given a second time", instruction, at: flag.range,
          help: "keep one of them")
      }
      checkValue(of: flag, rule, instruction)
    }
  }

  private mutating func reportUnknown(_ flag: Flag, _ instruction: Instruction, _ names: [String]) {
    let nearest = EditDistance.nearest(to: flag.name, among: names)
    let known = names.isEmpty ? "the instruction takes no flags" : "it takes --" + names.joined(separator: ", --")
    report(
      "unknown-flag", "\(instruction.keyword.spelling) has no flag --\(flag.name)", instruction, at: flag.range,
      help: nearest.map { "did you mean --\($0)?" } ?? known)
  }

  private mutating func checkValue(of flag: Flag, _ rule: FlagRule, _ instruction: Instruction) {
    guard let value = flag.value else {
      if rule.value != .boolean {
        report("flag-value", "flag --\(flag.name) lacks a value", instruction, at: flag.range, help: "add '=value'")
      }
      return
    }
    let expected: String? =
      switch rule.value {
      case .text: nil
      case .boolean: ["true", "false"].contains(value.lowercased()) ? nil : "'true' or 'false'"
      case .duration: Duration.isValid(value) ? nil : "a duration such as '30s' or '1m30s', of at least 1ms"
      case .count: Int32(value).map { $0 >= 0 } ?? false || value.isEmpty ? nil : "a number that is not negative"
      }
    guard let expected else { return }
    report(
      "flag-value", "value '\(value)' does not fit flag --\(flag.name)", instruction,
      at: flag.valueRange ?? flag.range, help: "write \(expected)")
  }
}

/// A length of time as Go writes it.
private enum Duration {
  /// Whether Go's `time.ParseDuration` takes `text`, and BuildKit its value: empty, zero, or at least a millisecond.
  static func isValid(_ text: String) -> Bool {
    if text.isEmpty { return true }
    var bytes = text.utf8[...]
    let isNegative = bytes.first == .dash
    if isNegative || bytes.first == UInt8(ascii: "+") { bytes.removeFirst() }
    if bytes.elementsEqual([UInt8(ascii: "0")]) { return true }
    var total = 0.0
    repeat {
      guard let number = number(&bytes), let scale = scale(&bytes) else { return false }
      total += number * scale
    } while !bytes.isEmpty
    return total == 0 || !isNegative && total >= 0.001
  }

  /// Takes digits with at most one dot among them.
  private static func number(_ bytes: inout Substring.UTF8View) -> Double? {
    var (digits, divisor, count, hasDot) = (0.0, 1.0, 0, false)
    while let byte = bytes.first, byte.isDigit || byte == UInt8(ascii: ".") {
      bytes.removeFirst()
      if byte.isDigit {
        count += 1
        if divisor > 1e18 { continue }  // as in Go, further digits change nothing
        digits = digits * 10 + Double(byte - UInt8(ascii: "0"))
        if hasDot { divisor *= 10 }
      } else if hasDot {
        return nil
      } else {
        hasDot = true
      }
    }
    return count > 0 ? digits / divisor : nil
  }

  /// Takes a unit; gives the number of seconds in it.
  private static func scale(_ bytes: inout Substring.UTF8View) -> Double? {
    let unit = bytes.prefix { !$0.isDigit && $0 != UInt8(ascii: ".") }
    bytes.removeFirst(unit.count)
    return switch Substring(unit) {
    case "s": 1
    case "m": 60
    case "h": 3600
    case "ms": 1e-3
    case "us", "µs", "μs": 1e-6
    case "ns": 1e-9
    default: nil
    }
  }
}
