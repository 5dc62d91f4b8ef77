import BuildModel
import ShellSyntax
import SourceText

/// Scripts of the project that start tools inside of running containers.
enum ProjectScripts {
  /// A command that `docker compose exec` or `run` starts in a service.
  struct Call: Equatable {
    /// The command and its arguments.
    let words: [String]
    /// What stands in the script.
    let text: String
    let range: ByteRange?
    /// The script's path.
    var path = ""
  }

  /// Folders in which projects keep such scripts.
  private static let folders = ["", "bin", "scripts", "script", "tools", "docker"]

  /// The shell scripts of the project, sorted within each folder.
  static func paths(
    in files: ContextFiles, below root: String = "", folders: [String] = Self.folders
  ) -> [String] {
    var paths: [String] = []
    let top = files.entries(root) ?? []
    for folder in folders where folder.isEmpty || top.contains(folder) {
      let folder = ImagePath.join(root, folder)
      for name in (files.entries(folder) ?? []).prefix(200) {
        let path = ImagePath.join(folder, name)
        let isPlain = !name.utf8.contains(UInt8(ascii: ".")) || name.hasSuffix(".sh") || name.hasSuffix(".bash")
        guard isPlain, !name.hasPrefix("Dockerfile"), !files.isFolder(path), let bytes = files.read(path),
          ScriptLookup.isShellScript(bytes, path: path)
        else { continue }
        paths.append(path)
      }
    }
    return paths
  }

  /// The calls of all scripts and makefiles.
  static func composeCalls(in files: ContextFiles, services: [String]) -> [Call] {
    guard !services.isEmpty else { return [] }
    func calls(_ path: String, _ bytes: [UInt8]) -> [Call] {
      composeCalls(bytes, services: services).map { call in
        var call = call
        call.path = path
        return call
      }
    }
    let scripts = paths(in: files).flatMap { path in files.read(path).map { calls(path, $0) } ?? [] }
    // a makefile's variables are put in, so that nothing tells where in it a call stands
    let made = Makefile.names.flatMap { path in
      files.read(path).map { calls(path, Makefile($0).allCommands) } ?? []
    }
    return scripts + made.map { Call(words: $0.words, text: $0.text, range: nil, path: $0.path) }
  }

  /// The calls of one script; functions of the script that only pass their arguments on are followed.
  static func composeCalls(_ bytes: [UInt8], services: [String]) -> [Call] {
    let tree = ShellTree.parse(MappedText(bytes))
    var bodies: [String: [[String]]] = [:]
    var calls: [(words: [String], range: ByteRange)] = []
    for visit in tree.simpleCommands() {
      let words = visit.command.words.map { word in
        word.literal ?? String(decoding: tree.text.bytes[word.range], as: UTF8.self)
      }
      guard !words.isEmpty else { continue }
      calls.append((words, visit.command.range))
      if let function = visit.functionName { bodies[function, default: []].append(words) }
    }
    var found: [Call] = []
    for (words, range) in calls {
      guard let tool = composeCommand(of: words, bodies: bodies, services: services, depth: 0), let first = tool.first,
        !first.isEmpty, !first.hasPrefix("$"), !first.hasPrefix("\"$")
      else { continue }
      let call = Call(words: tool, text: words.prefix(4).joined(separator: " "), range: range)
      if !found.contains(call) { found.append(call) }
    }
    return found
  }

  /// The command that the words start in one of the services; nil if they start none.
  private static func composeCommand(
    of words: [String], bodies: [String: [[String]]], services: [String], depth: Int
  ) -> [String]? {
    guard depth < 6 else { return nil }
    if let start = composeArguments(words) {
      guard let service = words[start...].firstIndex(where: services.contains) else { return nil }
      return Array(words[(service + 1)...])
    }
    guard let body = bodies[words[0]] else { return nil }
    for line in body {
      guard let rest = line.firstIndex(where: { ["\"${@}\"", "\"$@\"", "${@}", "$@", "\"${*}\"", "$*"].contains($0) })
      else { continue }
      let expanded = Array(line[..<rest]) + words.dropFirst() + line[(rest + 1)...]
      if let found = composeCommand(of: expanded, bodies: bodies, services: services, depth: depth + 1) { return found }
    }
    return nil
  }

  /// Where the arguments of `docker compose` or `docker-compose` start.
  private static func composeArguments(_ words: [String]) -> Int? {
    if words[0] == "docker-compose" { return 1 }
    if words.count > 1, words[0] == "docker", words[1] == "compose" { return 2 }
    return nil
  }
}
