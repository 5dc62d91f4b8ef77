import ShellSyntax
package import SourceText

/// A `ContainerCommand` in shell text, and the folder in which it runs.
package struct ContainerCall: Sendable, Equatable {
  package let command: ContainerCommand
  /// Nil if it is not known.
  package let folder: String?
  package let range: ByteRange
  /// The first words, for people.
  package let text: String

  /// The calls of a text, in order; variables that it sets once to plain values are put in.
  ///
  /// - Parameters:
  ///   - folder: the folder in which the text starts, in any form of paths.
  ///   - home: the folder in which its file stands.
  package static func all(in bytes: [UInt8], from folder: String, home: String? = nil) -> [ContainerCall] {
    guard mayStand(in: bytes) else { return [] }
    let tree = ShellTree.parse(MappedText(bytes))
    let visits = tree.simpleCommands()
    var variables: [String: String?] = [:]
    for assignment in visits.filter({ $0.command.words.isEmpty }).flatMap(\.command.assignments) {
      let value = assignment.value?.literal
      variables[assignment.name] = variables[assignment.name] == nil ? .some(value) : .some(nil)
    }
    func text(_ word: Word) -> String {
      word.value { variables[$0] ?? nil }
        ?? tree.script(of: word).map { String(decoding: $0.bytes, as: UTF8.self) } ?? ""
    }
    var place = ContainerPlace(folder: folder, home: home)
    return visits.compactMap { visit in
      let words = visit.command.effectiveWords.map(text)
      if words.first == "cd" || words.first == "pushd" || words.first == "popd" {
        place.change(to: words.dropFirst().filter { !$0.hasPrefix("-") }, visit)
        return nil
      }
      guard let command = ContainerCommand(words) else { return nil }
      return ContainerCall(
        command: command, folder: place.folder(of: visit), range: visit.command.range,
        text: words.prefix(4).joined(separator: " "))
    }
  }

  /// The folder that a build is given; nil where that is none on the disk, or not known.
  package var context: String? { folder.flatMap { context(from: $0) } }

  /// The Dockerfile that a build reads, as a path from `folder` if that is known, else from an unknown one; nil if it
  /// is none on the disk, or nothing tells its name.
  package var dockerfile: String? {
    guard command.action == .build else { return nil }
    if let file = command.file { return Self.path(file, in: folder ?? "") }
    return context(from: folder ?? "").flatMap { Self.path("Dockerfile", in: $0) }
  }

  private func context(from folder: String) -> String? {
    command.action == .build ? command.context.flatMap { Self.path($0, in: folder) } : nil
  }

  /// A path as seen from a folder; nil if it leaves what relative paths tell of, or is not written out.
  package static func path(_ path: String, in folder: String) -> String? {
    var path = path
    for here in ["$(CURDIR)", "${CURDIR}", "$(PWD)", "${PWD}", "$PWD", "$(pwd)", "`pwd`", "$(shell pwd)"]
    where path == here || path.hasPrefix(here + "/") { path = "." + path.dropFirst(here.count) }
    guard !path.isEmpty, path != "-", !path.hasPrefix("/"), !path.hasPrefix("~"), !path.hasPrefix("git@"),
      !path.contains("$"), !path.contains("`"), !path.holds("://")
    else { return nil }
    return folder.hasPrefix("/")
      ? ImagePath.normalise(path, in: folder) : ImagePath.contextRelative(ImagePath.join(folder, path))
  }

  /// Whether a text can hold such a call; most do not, and need not be parsed.
  package static func mayStand(in bytes: [UInt8]) -> Bool {
    ["docker", "podman", "DOCKER", "PODMAN", "nerdctl", "buildah", "CONTAINER", "ENGINE"].contains {
      bytes.holds(Array($0.utf8))
    }
  }
}

/// Follows `cd` through shell text.
private struct ContainerPlace {
  private struct Change {
    /// The list that holds the `cd`.
    let list: ByteRange
    let folder: String?
    /// Whether it holds behind the list too.
    let outlivesList: Bool
  }

  let folder: String
  let home: String?
  private var changes: [Change] = []
  /// No script that a person wrote goes to more folders.
  private static let limit = 100

  init(folder: String, home: String?) {
    self.folder = folder
    self.home = home
  }

  func folder(of visit: CommandVisit) -> String? {
    let lists = visit.positions.map(\.list.range)
    return changes.last { $0.outlivesList || lists.contains($0.list) }.map(\.folder) ?? folder
  }

  mutating func change(to words: [String], _ visit: CommandVisit) {
    let folder = folder(of: visit).flatMap { words.count == 1 ? target(words[0], in: $0) : nil }
    guard changes.count < Self.limit, let list = visit.positions.last?.list.range else {
      changes = [Change(list: 0..<0, folder: nil, outlivesList: true)]
      return
    }
    let isOwnShell = visit.context.contains { [.subshell, .pipeline, .commandSubstitution, .background].contains($0) }
    guard !isOwnShell else {
      changes.append(Change(list: list, folder: folder, outlivesList: false))
      return
    }
    if visit.isUnconditional {
      changes.append(Change(list: list, folder: folder, outlivesList: true))
    } else {
      // behind a branch or a loop nobody knows
      changes.append(Change(list: list, folder: nil, outlivesList: true))
      changes.append(Change(list: list, folder: folder, outlivesList: false))
    }
  }

  /// The folder that `cd` goes to; scripts often go to where they stand first.
  private func target(_ word: String, in folder: String) -> String? {
    for own in ["$(dirname \"$0\")", "$(dirname $0)", "${0%/*}", "$(dirname \"${BASH_SOURCE[0]}\")"]
    where word == own || word.hasPrefix(own + "/") {
      let rest = word.dropFirst(own.count).drop { $0 == "/" }
      return home.flatMap { rest.isEmpty ? $0 : ContainerCall.path(String(rest), in: $0) }
    }
    return ContainerCall.path(word, in: folder)
  }
}
