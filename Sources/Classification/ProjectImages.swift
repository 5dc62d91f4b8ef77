package import BuildModel
import SourceText

/// The images that makefiles and scripts of a project build by `docker build`, and what they start in them.
package struct ProjectImages: Sendable {
  /// A call with the file that holds it.
  private struct Call {
    let call: ContainerCall
    let path: String
    /// The place in the file; nil in a makefile, whose variables are put in.
    let range: ByteRange?
  }

  private var calls: [Call] = []
  /// Further calls of a project count for nothing.
  private static let limit = 500
  private let files: ContextFiles

  /// - Parameter files: those of the project, by the same paths as all others that are given.
  package init(_ files: ContextFiles) { self.files = files }

  /// Reads the makefile of a folder.
  package mutating func addMakefile(of folder: String) {
    let names = files.entries(folder) ?? []
    guard let name = Makefile.names.first(where: names.contains) else { return }
    let path = ImagePath.join(folder, name)
    guard let bytes = files.read(path), bytes.count < 1 << 20, ContainerCall.mayStand(in: bytes) else { return }
    for line in Makefile(bytes).allLines {
      for call in ContainerCall.all(in: Array(line.utf8), from: folder) where calls.count < Self.limit {
        calls.append(Call(call: call, path: path, range: nil))
      }
    }
  }

  /// Reads the shell scripts of a folder, and of `bin` and `scripts` in it.
  ///
  /// They start in that folder, or where they stand if the Dockerfile that they build is only there.
  package mutating func addScripts(of folder: String) {
    for path in ProjectScripts.paths(in: files, below: folder, folders: ["", "bin", "scripts"]) {
      guard let bytes = files.read(path), ContainerCall.mayStand(in: bytes) else { continue }
      let home = ImagePath.folder(of: path)
      let found = ContainerCall.all(in: bytes, from: folder, home: home)
      let other = home == folder ? found : ContainerCall.all(in: bytes, from: home, home: home)
      for (call, other) in zip(found, other).prefix(Self.limit - calls.count) {
        let isHome = call.dockerfile.map(isFile) != true && other.dockerfile.map(isFile) == true
        calls.append(Call(call: isHome ? other : call, path: path, range: call.range))
      }
    }
  }

  private func isFile(_ path: String) -> Bool {
    files.entries(ImagePath.folder(of: path))?.contains(ImagePath.basename(path)) == true
  }

  /// All Dockerfiles that are built.
  package var dockerfiles: [String] { calls.filter { $0.call.folder != nil }.compactMap(\.call.dockerfile) }

  /// The only context that a Dockerfile is built with, and the file that says so; nil if there are several, or none.
  package func context(of dockerfile: String) -> (folder: String, path: String)? {
    let builds = calls.filter { $0.call.folder != nil && $0.call.dockerfile == dockerfile }
    guard let first = builds.first, let folder = first.call.context, files.isFolder(folder),
      builds.allSatisfy({ $0.call.context == folder })
    else { return nil }
    return (folder, first.path)
  }

  /// The names that builds give to the image of a Dockerfile.
  ///
  /// - Parameter isBuilt: whether a build with that `--target` ends with the stage that is meant.
  package func names(of dockerfile: String, isBuilt: (String?) -> Bool) -> [ImageReference] {
    calls.filter { makes($0.call, dockerfile) && isBuilt($0.call.command.target) }.flatMap(\.call.command.tags)
      .map(Self.reference)
  }

  /// Whether a build reads a Dockerfile; from an unknown folder, whether it can be that one.
  private func makes(_ call: ContainerCall, _ dockerfile: String) -> Bool {
    guard let path = call.dockerfile else { return false }
    return path == dockerfile || call.folder == nil && dockerfile.hasSuffix("/" + path)
  }

  /// The commands that `run` and `exec` start in an image of a Dockerfile, or in a container of that image.
  ///
  /// - Parameters:
  ///   - services: the compose services that build the image.
  ///   - isBuilt: as `names` has it.
  func starts(in dockerfile: String, services: [ComposeService], isBuilt: (String?) -> Bool) -> [ProjectScripts.Call] {
    let own =
      names(of: dockerfile, isBuilt: isBuilt) + services.compactMap { $0.image?.defaultText }.map(Self.reference)
    let others = calls.filter { !makes($0.call, dockerfile) || !isBuilt($0.call.command.target) }
      .flatMap(\.call.command.tags).map(Self.reference)
    func isOwn(_ image: String) -> Bool {
      let image = Self.reference(image)
      guard !image.repository.isEmpty else { return false }
      if own.contains(image) { return true }
      return !others.contains(image) && own.contains { $0.repository == image.repository }
    }
    var containers = services.compactMap { $0.containerName?.defaultText }
    for call in calls where call.call.command.action == .run {
      if let name = call.call.command.name, call.call.command.started(isOwn) != nil { containers.append(name) }
    }
    func isContainer(_ name: String) -> Bool {
      containers.contains(name)
        || services.contains { name.hasSuffix("-\($0.name)-1") || name.hasSuffix("_\($0.name)_1") }
    }
    return calls.compactMap { call in
      let command = call.call.command
      let started =
        switch command.action {
        case .build: nil as [String]?
        case .run: command.started(isOwn)
        case .exec: command.started(isContainer)
        }
      guard let started, let first = started.first, !first.hasPrefix("$") else { return nil }
      let text = "\(call.call.text) … \(started.prefix(3).joined(separator: " "))"
      return ProjectScripts.Call(words: started, text: text, range: call.range, path: call.path)
    }
  }

  /// The name of an image; a variable in it counts as a word that is spelled like it, however it is put in.
  package static func reference(_ text: String) -> ImageReference {
    var name = ""
    var rest = text[...]
    while let dollar = rest.firstIndex(of: "$") {
      name += rest[...dollar]
      rest = rest[dollar...].dropFirst()
      guard let open = rest.first, open == "(" || open == "{",
        let close = rest.firstIndex(of: open == "(" ? ")" : "}")
      else { continue }
      name += rest[..<close].filter { $0.isLetter || $0.isNumber || $0 == "_" }
      rest = rest[close...].dropFirst()
    }
    return ImageReference(name + rest)
  }
}
