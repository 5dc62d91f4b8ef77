import Subprocess
import SystemPackage

/// What a program left behind.
struct ProgramResult: Sendable {
  /// The exit status; 128 and the signal's number if a signal ended it.
  let status: Int32
  let output: String

  var isSuccess: Bool { status == 0 }

  /// The last line that says something.
  var lastLine: String {
    output.split(whereSeparator: \.isNewline).last { !$0.allSatisfy(\.isWhitespace) }.map(String.init) ?? ""
  }
}

/// A program took longer than it may.
struct TimeLimitReached: Error {
  let limit: Duration
}

/// Runs programs; when the task is cancelled or the time is over, the program and what it started are ended.
enum EngineProcess {
  /// More output is an error.
  private static let outputLimit = 32 << 20

  /// Runs a program to its end.
  ///
  /// - Parameters:
  ///   - words: the program's path and its arguments.
  ///   - environment: what is set beyond the program's own environment.
  ///   - input: standard input.
  ///   - line: takes each line of output and errors as it comes.
  static func run(
    _ words: [String], environment: [String: String] = [:], input: [UInt8] = [], timeout: Duration? = nil,
    line: (@Sendable (String) -> Void)? = nil
  ) async throws -> ProgramResult {
    try await limited(timeout) {
      let configuration = configuration(words, environment)
      guard let line else {
        let result = try await Subprocess.run(
          configuration, input: .array(input), output: .string(limit: outputLimit), error: .combinedWithOutput)
        return ProgramResult(status: status(result.terminationStatus), output: result.standardOutput)
      }
      let result = try await Subprocess.run(
        configuration, input: .array(input), output: .sequence, error: .combinedWithOutput
      ) { execution in
        for try await text in execution.standardOutput.strings(bufferingPolicy: .maxLineLength(1 << 20)) {
          line(text.hasSuffix("\n") ? String(text.dropLast()) : text)
        }
      }
      return ProgramResult(status: status(result.terminationStatus), output: "")
    }
  }

  /// Runs a program and gives its standard output to `feed` piece by piece; errors are collected.
  static func stream(
    _ words: [String], timeout: Duration? = nil, feed: @escaping @Sendable (UnsafeRawBufferPointer) -> Void
  ) async throws -> ProgramResult {
    try await limited(timeout) {
      let result = try await Subprocess.run(
        configuration(words, [:]), input: .none, output: .sequence, error: .string(limit: outputLimit)
      ) { execution in
        for try await buffer in execution.standardOutput { buffer.withUnsafeBytes { feed($0) } }
      }
      return ProgramResult(status: status(result.terminationStatus), output: result.standardError)
    }
  }

  /// The path of a program on PATH; nil if there is none.
  static func find(_ name: String) -> String? {
    let path = ProgramEnvironment.value("PATH") ?? "/usr/local/bin:/usr/bin:/bin"
    for folder in path.split(separator: ":") where Disk.kind(of: "\(folder)/\(name)") == .file {
      return "\(folder)/\(name)"
    }
    return nil
  }

  private static func configuration(_ words: [String], _ environment: [String: String]) -> Configuration {
    var options = PlatformOptions()
    // Ctrl-C reaches this program alone, which ends the others in order
    options.processGroupID = 0
    options.teardownSequence = [.gracefulShutDown(toProcessGroup: true, allowedDurationToNextStep: .seconds(5))]
    var updates: [Environment.Key: String?] = [:]
    for (name, value) in environment {
      if let key = Environment.Key(rawValue: name) { updates[key] = value }
    }
    return Configuration(
      executable: .path(FilePath(words[0])), arguments: Arguments(Array(words.dropFirst())),
      environment: .inherit.updating(updates), platformOptions: options)
  }

  private static func status(_ status: TerminationStatus) -> Int32 {
    switch status {
    case .exited(let code): Int32(code)
    case .signaled(let signal): 128 + Int32(signal)
    }
  }

  private static func limited<Value: Sendable>(
    _ limit: Duration?, _ body: @escaping @Sendable () async throws -> Value
  ) async throws -> Value {
    guard let limit else { return try await body() }
    return try await withThrowingTaskGroup(of: Value?.self) { group in
      group.addTask { try await body() }
      group.addTask {
        try await Task.sleep(for: limit)
        return nil
      }
      defer { group.cancelAll() }
      guard let first = try await group.next(), let value = first else { throw TimeLimitReached(limit: limit) }
      return value
    }
  }
}
