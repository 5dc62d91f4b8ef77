import FoundationEssentials
import Glibc
import Testing

/// A folder of its own in which the program is run.
final class Sandbox {
  /// What one run of the program gave.
  struct Outcome {
    let status: Int32
    let output: String
    let errors: String
  }

  /// The program, beside the test bundle.
  static let program: String = {
    if let path = ProcessInfo.processInfo.environment["MIGRATE_BINARY"] { return path }
    let bundle = CommandLine.arguments.first { $0.hasSuffix(".xctest") }
    let folder = bundle.map { URL(filePath: $0).deletingLastPathComponent().path() }
    return (folder ?? #filePath.split(separator: "/").dropLast(3).reduce("") { $0 + "/" + $1 } + "/.build/debug/")
      + "migrate"
  }()

  let folder: String

  init() throws {
    var template = Array("/tmp/migrate-test-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil, let path = realpath(template, nil) else { throw POSIXError(.EIO) }
    defer { free(path) }
    folder = String(cString: path)
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  func path(_ name: String) -> String { folder + "/" + name }

  func write(_ text: String, to name: String) throws { try write(Array(text.utf8), to: name) }

  func write(_ bytes: [UInt8], to name: String) throws {
    let url = URL(filePath: path(name))
    try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: url)
  }

  func bytes(_ name: String) -> [UInt8]? { (try? Data(contentsOf: URL(filePath: path(name)))).map { Array($0) } }

  func text(_ name: String) -> String? { bytes(name).map { String(decoding: $0, as: UTF8.self) } }

  func link(_ name: String, to target: String) throws {
    try FileManager.default.createSymbolicLink(atPath: path(name), withDestinationPath: target)
  }

  /// The names of everything below a folder, sorted.
  func names(_ folder: String = "") -> [String] {
    ((try? FileManager.default.subpathsOfDirectory(atPath: path(folder))) ?? []).filter { !$0.hasPrefix(".git/") }
      .sorted()
  }

  /// Runs `migrate` in a folder of the sandbox.
  func migrate(
    _ arguments: String..., input: [UInt8] = [], in folder: String = "", environment: [String] = [],
    prefix: [String] = []
  ) throws -> Outcome {
    try Self.run(
      prefix + [Self.program] + arguments, input: input, in: path(folder),
      environment: environment + ["PATH=/usr/local/bin:/usr/bin:/bin", "HOME=\(self.folder)"])
  }

  /// Runs `migrate` with a list of arguments, and finds other programs in `path`.
  func migrate(
    _ arguments: [String], environment: [String] = [], path: String = "/usr/local/bin:/usr/bin:/bin"
  ) throws -> Outcome {
    // what runs it is looked for before the program's own PATH is set
    try Self.run(
      ["PATH=\(path)", Self.program] + arguments, input: [], in: folder,
      environment: environment + ["PATH=/usr/local/bin:/usr/bin:/bin", "HOME=\(folder)"])
  }

  /// Runs another program in the sandbox; its output must be asked for.
  @discardableResult
  func run(_ arguments: String..., input: [UInt8] = [], in folder: String = "") throws -> Outcome {
    try Self.run(
      arguments, input: input, in: path(folder),
      environment: [
        "PATH=/usr/local/bin:/usr/bin:/bin", "HOME=\(self.folder)", "GIT_AUTHOR_NAME=a",
        "GIT_AUTHOR_EMAIL=a@example.com",
        "GIT_COMMITTER_NAME=a", "GIT_COMMITTER_EMAIL=a@example.com",
      ])
  }

  /// Runs another program with a list of arguments.
  @discardableResult
  func run(_ program: String, _ arguments: [String]) throws -> Outcome {
    try Self.run(
      [program] + arguments, input: [], in: folder,
      environment: ["PATH=/usr/local/bin:/usr/bin:/bin", "HOME=\(folder)"])
  }

  /// Commits everything in a folder to a new repository.
  func commit(_ folder: String = "") throws {
    for arguments in [["init", "-q"], ["add", "-A"], ["commit", "-qm", "start"]] {
      let outcome = try Self.run(
        ["git"] + arguments, input: [], in: path(folder),
        environment: [
          "PATH=/usr/local/bin:/usr/bin:/bin", "HOME=\(self.folder)", "GIT_AUTHOR_NAME=a",
          "GIT_AUTHOR_EMAIL=a@example.com", "GIT_COMMITTER_NAME=a", "GIT_COMMITTER_EMAIL=a@example.com",
        ])
      try #require(outcome.status == 0, "\(outcome.errors)")
    }
  }

  private static func run(
    _ arguments: [String], input: [UInt8], in folder: String, environment: [String]
  ) throws -> Outcome {
    // files, so that no pipe can fill up
    let scratch = FileManager.default.temporaryDirectory.appending(path: "migrate-run-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: scratch, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: scratch) }
    func file(_ name: String) -> String { scratch.appending(path: name).path() }
    try Data(input).write(to: URL(filePath: file("in")))
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, file("in"), O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 1, file("out"), O_WRONLY | O_CREAT, 0o600)
    posix_spawn_file_actions_addopen(&actions, 2, file("err"), O_WRONLY | O_CREAT, 0o600)
    let arguments = ["env", "-C", folder] + arguments
    var words: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) } + [nil]
    var variables: [UnsafeMutablePointer<CChar>?] = environment.map { strdup($0) } + [nil]
    defer { for word in words + variables { free(word) } }
    var process = pid_t()
    guard posix_spawnp(&process, arguments[0], &actions, nil, &words, &variables) == 0 else {
      throw POSIXError(.ENOENT)
    }
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0 && errno == EINTR {}
    // a signal shows as a status that the program never gives
    let code = status & 0x7F == 0 ? (status >> 8) & 0xFF : 1000 + status & 0x7F
    func text(_ name: String) throws -> String {
      String(decoding: try Data(contentsOf: URL(filePath: file(name))), as: UTF8.self)
    }
    return Outcome(status: code, output: try text("out"), errors: try text("err"))
  }
}
