import Planning
import Testing

@testable import Verification

@Suite struct ImageConfigurationTests {
  private func configuration(_ text: String) throws -> ImageConfiguration {
    ImageConfiguration(try #require(JSONReader.read(text)))
  }

  @Test func whatEnginesWriteForNothingIsNothing() throws {
    let docker = try configuration(
      #"{"Cmd": ["a"], "User": "", "Volumes": null, "Labels": {"b": "1", "a": "2"}, "Env": ["A=1"]}"#)
    let podman = try configuration(#"{"Cmd": ["a"], "Labels": {"a": "2", "b": "1"}, "Env": ["A=1"], "OnBuild": []}"#)
    #expect(ConfigurationDifference.between(docker, podman) == [])
  }

  @Test func differences() throws {
    let before = try configuration(#"{"Cmd": ["a"], "User": "app", "Env": ["A=1", "B=2", "C=3"]}"#)
    let after = try configuration(#"{"Cmd": ["b"], "WorkingDir": "/x", "Env": ["A=1", "C=4", "D=5"]}"#)
    #expect(
      ConfigurationDifference.between(before, after, buildOnly: ["B", "C"]) == [
        .init(name: "Cmd", before: #"["a"]"#, after: #"["b"]"#),
        .init(name: "User", before: #""app""#, after: nil), .init(name: "WorkingDir", before: nil, after: #""/x""#),
        // a key of the build stage may be missing, but not have another value
        .init(name: "ENV C", before: "3", after: "4"), .init(name: "ENV D", before: nil, after: "5"),
      ])
  }

  @Test func healthChecks() throws {
    #expect(
      try configuration(#"{"Healthcheck": {"Test": ["CMD", "curl", "x"]}}"#).healthcheckWords == ["curl", "x"])
    #expect(
      try configuration(#"{"Healthcheck": {"Test": ["CMD-SHELL", "a || b"]}, "Shell": ["/bin/bash", "-c"]}"#)
        .healthcheckWords == ["/bin/bash", "-c", "a || b"])
    #expect(try configuration(#"{"Healthcheck": {"Test": ["NONE"]}}"#).healthcheckWords == nil)
  }

  @Test(arguments: [
    ("ERROR: failed to resolve source metadata for docker.io/library/x:1: not found", BuildLog.Cause.baseImage),
    ("pull access denied for x, repository does not exist or may require 'docker login'", .baseImage),
    ("Error response from daemon: manifest for x:9 not found: manifest unknown: manifest unknown", .baseImage),
    ("write /var/lib/x: no space left on device", .diskSpace),
    (
      "dpkg: failed to write (No space left on device)" + String(repeating: "\nErrors were encountered", count: 40),
      .diskSpace
    ),
    ("dockerfile parse error line 3: unknown instruction: RUM", .syntax),
    ("make: *** [x] Error 1\nexecutor failed running [/bin/sh -c make]: exit code: 2", .command),
  ])
  func causes(_ text: String, _ cause: BuildLog.Cause) { #expect(BuildLog(text).cause == cause) }

  @Test func logsLoseTheirColours() {
    #expect(BuildLog("\u{1B}[91mE: no \u{1B}[0mpackage\u{1B}[K\n\u{1B}\u{1B}[").end() == ["E: no package"])
  }

  @Test func logsKeepTheirEnd() {
    var log = BuildLog()
    for number in 0..<10_000 { log.append("line \(number)") }
    for line in ["#7 CACHED", "#8 sha256:0123", "#9 DONE 0.1s", "#9 1.2 compiling"] { log.append(line) }
    #expect(log.cachedSteps == 1)
    #expect(log.end(2) == ["line 9999", "#9 1.2 compiling"])
    #expect(log.lines.count <= 4000)
  }

  @Test(arguments: [
    ("a b", ["a", "b"]), (#"sh -c "a 'b' \" c""#, ["sh", "-c", #"a 'b' " c"#]), (#"a\ b '' "x"y"#, ["a b", "", "xy"]),
    ("", []),
  ])
  func words(_ text: String, _ words: [String]) { #expect(CommandText.words(of: text) == words) }
}
