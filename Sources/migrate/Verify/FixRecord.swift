import SourceText
import YAMLSyntax

/// Writes packages that had to be added into the project's configuration.
struct FixRecord {
  private let packages: [String]

  init(_ packages: [String]) { self.packages = packages }

  /// Adds the packages to `add` in `.migrate/config.yaml`, and writes the Dockerfile anew if the project is migrated.
  func write(_ source: VerificationSource) throws(Failure) {
    guard let project = source.report.project else { return }
    let folder = Paths.absolute(project.folder, from: project.paths.currentFolder) + "/.migrate"
    let path = folder + "/config.yaml"
    var items: [FileTransaction.Item] = []
    let before: [UInt8]? = if Disk.kind(of: path) == .file { try Disk.read(path) } else { nil }
    let after = try text(before ?? [], path: project.paths.display(path))
    if before != after {
      try Disk.makeFolder(folder)
      items.append(
        FileTransaction.Item(
          name: project.paths.display(path), target: path, before: before, after: after, isBackedUp: false))
    }
    if source.isMigrated {
      let dockerfile = Paths.absolute(project.dockerfile.path, from: project.paths.currentFolder)
      let current = try Disk.read(dockerfile)
      if current != source.after {
        items.append(
          FileTransaction.Item(
            name: project.paths.display(dockerfile), target: dockerfile, before: current, after: source.after,
            isBackedUp: !GitState.isCommitted(dockerfile, current)))
      }
    }
    _ = try FileTransaction().commit(items)
    let names = items.map(\.name).joined(separator: ", ")
    if !names.isEmpty { Output.complain("wrote \(names)\n") }
  }

  /// The configuration with the packages in its list `add`.
  private func text(_ bytes: [UInt8], path: String) throws(Failure) -> [UInt8] {
    let (document, diagnostics) = YAMLDocument.parse(bytes, path: path)
    guard !diagnostics.contains(where: { $0.severity == .error }) else {
      throw Failure("config/yaml", "`\(path)` can't be read, so the added packages are not written down")
    }
    let own = document.root?["add"]
    let known = own?.string.map { [$0] } ?? own?.items.compactMap(\.string) ?? []
    let missing = packages.filter { !known.contains($0) }
    guard !missing.isEmpty else { return bytes }
    let list = "add: [\((known + missing).joined(separator: ", "))]"
    var text = String(decoding: bytes, as: UTF8.self)
    guard let entry = document.root?.entries.first(where: { $0.key.string == "add" }) else {
      if !text.isEmpty, !text.hasSuffix("\n") { text += "\n" }
      return Array((text + list + "\n").utf8)
    }
    // the old list goes with all its lines
    let start = entry.key.range.lowerBound
    var end = entry.value.range.upperBound
    while end > start, [0x0A, 0x0D, 0x20].contains(bytes[end - 1]) { end -= 1 }
    return Array(bytes[..<start]) + Array(list.utf8) + Array(bytes[end...])
  }
}
