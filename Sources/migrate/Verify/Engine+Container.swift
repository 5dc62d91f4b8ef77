import Strategies
import Synchronization
import Verification

/// A command that is run in an image.
struct ContainerCommand: Sendable {
  /// The program and its arguments; nil: the image's own.
  var words: [String]?
  /// Arguments for the image's entry point.
  var arguments: [String] = []
  var user: String?
  var environment: [(key: String, value: String)] = []
  var input: [UInt8] = []
}

extension Engine {
  /// The files of an image; what runs in it is not needed for that.
  func tree(of image: String, records: [ImageRecords.Record]) async throws -> ImageTree {
    let name = containerName()
    if kind == .buildah {
      _ = try await demand(["from", "--pull-never", "--name", name, image], what: "open the image")
    } else {
      // the command is never run; an image without one needs it
      _ = try await demand(["create", "--name", name, "--network", "none", image, "-"], what: "open the image")
    }
    do {
      let tree = try await export(name, records)
      await remove(container: name)
      return tree
    } catch {
      await remove(container: name)
      throw error
    }
  }

  private func export(_ name: String, _ records: [ImageRecords.Record]) async throws -> ImageTree {
    let builder = TreeBuilder(records)
    var words = [program, "export", name]
    if kind == .buildah {
      let folder = try await demand(["mount", name], what: "open the image")
      guard let tar = EngineProcess.find("tar") else {
        throw Failure("verify/engine", "the program `tar` is needed to read an image with buildah")
      }
      words = [tar, "-C", String(folder.prefix { !$0.isNewline }), "-cf", "-", "."]
    }
    let result = try await EngineProcess.stream(words, timeout: .seconds(1800)) { builder.feed($0) }
    guard result.isSuccess, let tree = builder.tree else {
      throw Failure("verify/engine", "\(kind.rawValue) can't read the image: \(result.lastLine)")
    }
    return tree
  }

  private final class TreeBuilder: Sendable {
    private struct State: @unchecked Sendable {
      var builder: ImageTree.Builder
    }

    private let state: Mutex<State>

    init(_ records: [ImageRecords.Record]) { state = Mutex(State(builder: ImageTree.Builder(records: records))) }

    func feed(_ bytes: UnsafeRawBufferPointer) { state.withLock { $0.builder.feed(bytes) } }

    var tree: ImageTree? { state.withLock { $0.builder.finish() } }
  }

  /// Runs a command in a container of its own, which is removed.
  func run(_ image: String, _ command: ContainerCommand, timeout: Duration) async throws -> ProgramResult {
    let name = containerName()
    do {
      let result = try await once(image, command, name: name, timeout: timeout)
      if kind == .buildah { await remove(container: name) }
      return result
    } catch {
      await remove(container: name)
      throw error
    }
  }

  private func once(
    _ image: String, _ command: ContainerCommand, name: String, timeout: Duration
  ) async throws -> ProgramResult {
    guard kind == .buildah else {
      return try await call(
        ["run", "--rm", "--interactive"] + containerOptions(command, name: name) + [image] + tail(command),
        input: command.input, timeout: timeout)
    }
    _ = try await demand(
      ["from", "--pull-never", "--name", name] + limitOptions + [image], what: "start a container")
    return try await call(
      ["run"] + (command.user.map { ["--user", $0] } ?? []) + command.environment.flatMap { ["--env", "\($0)=\($1)"] }
        + [name, "--"] + (command.words ?? []) + command.arguments,
      input: command.input, timeout: timeout)
  }

  func containerOptions(_ command: ContainerCommand, name: String) -> [String] {
    var words = ["--name", name] + limitOptions
    if let user = command.user { words += ["--user", user] }
    for (key, value) in command.environment { words += ["--env", "\(key)=\(value)"] }
    if let program = command.words?.first { words += ["--entrypoint", program] }
    return words
  }

  /// What a container may use. Buildah can't limit the number of processes of one container.
  private var limitOptions: [String] {
    var words = ["--network", limits.network]
    if limits.memory != "0" { words += ["--memory", limits.memory] }
    if limits.processes > 0, kind != .buildah { words += ["--pids-limit", String(limits.processes)] }
    return words
  }

  /// What stands behind the image's name.
  func tail(_ command: ContainerCommand) -> [String] {
    Array((command.words ?? []).dropFirst()) + command.arguments
  }

  /// A name that no other container has.
  func containerName() -> String { "migrate-verify-\(mark)-\(UInt32.random(in: 0...UInt32.max))" }

  /// Removes a container, also while this program is being stopped.
  func remove(container name: String) async {
    await Task.detached {
      let words = kind == .buildah ? ["rm", name] : ["rm", "--force", "--volumes", name]
      _ = try? await call(words, timeout: .seconds(60))
    }.value
  }

  /// Removes all that this run made and that is left.
  func removeAll(keepingImages: Bool) async {
    await Task.detached {
      let list =
        kind == .buildah
        ? ["containers", "--format", "{{.ContainerName}}", "--noheading"]
        : ["ps", "--all", "--filter", "name=migrate-verify-\(mark)-", "--format", "{{.Names}}"]
      let names = (try? await call(list, timeout: .seconds(60)))?.output ?? ""
      for name in names.split(whereSeparator: \.isWhitespace) where name.hasPrefix("migrate-verify-\(mark)-") {
        await remove(container: String(name))
      }
      guard !keepingImages else { return }
      for side in ["before", "after", "reduced"] {
        _ = try? await call(["rmi", tag(side)], timeout: .seconds(120))
      }
    }.value
  }
}
