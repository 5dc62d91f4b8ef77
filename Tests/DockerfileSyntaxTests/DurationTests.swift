import DockerfileSyntax
import SourceText
import Testing

/// Durations in flags, as Go's `time.ParseDuration` reads them; BuildKit wants at least a millisecond.
@Suite struct DurationTests {
  private func isRejected(_ value: String) -> Bool {
    let file = Dockerfile.parse(Array("FROM a\nHEALTHCHECK --interval=\(value) CMD true\n".utf8))
    return file.diagnostics.contains { $0.id == "syntax/flag-value" }
  }

  @Test(arguments: [
    "30s", "1m30s", "1.5h", ".5s", "5.s", "0", "-0", "0s", "-0s", "1ms", "0.001s", "1000us", "1000µs", "1000000ns",
    "+3s",
    "0." + String(repeating: "3", count: 400) + "s", String(repeating: "0", count: 400) + "1s",
  ])
  func accepted(_ value: String) { #expect(!isRejected(value)) }

  @Test(arguments: [
    "30", "s", "1.2.3s", ".s", "-30s", "999us", "0.0009s", "1d", "3s4", "1M", "--1s", "+", "-",
    "0." + String(repeating: "0", count: 400) + "1x",
  ])
  func rejected(_ value: String) { #expect(isRejected(value)) }
}
