import ArgumentParser

/// `migrate ecosystems new ID`.
struct EcosystemNewCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "new", abstract: "Starts a manifest for an ecosystem in the project's .migrate/plugins.")

  @Argument(help: ArgumentHelp("The name of the ecosystem: lower-case letters, digits and dashes.", valueName: "id"))
  var id: String

  @Flag(help: "Print the manifest instead.")
  var stdout = false

  func validate() throws {
    let isName = id.utf8.allSatisfy {
      (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
        || $0 == UInt8(ascii: "-")
    }
    guard isName, !id.isEmpty, !id.hasPrefix("-"), id.utf8.count <= 64 else {
      throw ValidationError("`\(id)` is no name for an ecosystem: use lower-case letters, digits and dashes")
    }
  }

  func run() throws {
    let text = ManifestSkeleton.text(id: id)
    if stdout { return try Output.print(text) }
    let folder = ".migrate/plugins/ecosystems/\(id)"
    let path = folder + "/strategy.yaml"
    guard Disk.kind(of: path) == .missing else { throw Failure("io/exists", "`\(path)` exists already") }
    try Disk.makeFolder(folder)
    let item = FileTransaction.Item(
      name: path, target: Paths.absolute(path, from: Disk.currentFolder()), before: nil, after: Array(text.utf8),
      isBackedUp: false)
    _ = try FileTransaction().commit([item])
    try Output.print("wrote \(path)\nnext: fill it in, then run `migrate ecosystems check \(path)`\n")
  }
}
