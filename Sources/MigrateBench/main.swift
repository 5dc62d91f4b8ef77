import DockerfileSyntax
import FoundationEssentials

// Usage: MigrateBench FILE...
//
// Parses all FILEs again and again for a second and prints how many bytes were parsed in how many seconds.

let files = try CommandLine.arguments.dropFirst().map { [UInt8](try Data(contentsOf: URL(filePath: $0))) }
let size = files.reduce(0) { $0 + $1.count }
guard size > 0 else { fatalError("usage: MigrateBench FILE...") }

/// Parses every file once and gives the number of instructions, so that no work can be left out.
func parseAll() -> Int {
  files.reduce(0) { $0 + Dockerfile.parse($1).instructions.count }
}

let instructions = parseAll()
let clock = ContinuousClock()
let start = clock.now
var rounds = 0
var elapsed = Duration.zero
while elapsed < .seconds(1) {
  guard parseAll() == instructions else { fatalError("the same bytes were parsed in two ways") }
  rounds += 1
  elapsed = start.duration(to: clock.now)
}
let seconds = Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) / 1e18
print("{\"bytes\": \(size * rounds), \"seconds\": \(seconds), \"instructions\": \(instructions * rounds)}")
