package import SourceText
package import YAMLSyntax

/// A file of a compose project.
package struct ComposeFile: Sendable {
  package let path: String
  package let document: YAMLDocument
}

/// The services of one or several compose files and of what they include and extend.
package struct ComposeProject: Sendable {
  /// All files that were read: those given first, then the others in the order in which they were met.
  package let files: [ComposeFile]
  /// How many of `files` were given to be merged; the rest is included or extended.
  package let givenCount: Int
  /// In the order of their names in the files given, then of included ones.
  package let services: [ComposeService]

  /// Reads `files`, which are merged in order as `docker compose -f … -f …` does: a later one wins.
  ///
  /// - Parameters:
  ///   - files: their paths are taken as they are; relative paths inside are seen from the first one's folder.
  ///   - readFile: gives the bytes of an included or extended file; `nil` if there is none.
  /// - Returns: the services as far as they could be read, and what is wrong: `yaml/…`, `compose/no-services`,
  ///   `compose/extends-cycle`, `compose/extends-missing`, `compose/include-cycle`, `compose/include-missing`,
  ///   `compose/include-remote`.
  package static func load(
    files: [SourceFile], readFile: (String) -> [UInt8]?
  ) -> (project: ComposeProject, diagnostics: [Diagnostic]) {
    withoutActuallyEscaping(readFile) { readFile in
      var loader = ComposeLoader { path in readFile(path).map { YAMLDocument.parse($0, path: path) } }
      let services = loader.load(files.map { ($0.path, YAMLDocument.parse($0.bytes, path: $0.path)) })
      return (ComposeProject(files: loader.files, givenCount: files.count, services: services), loader.diagnostics)
    }
  }

  /// What the services build with other documents in place of some files', by their index; nothing is read anew.
  package func builds(with documents: [Int: YAMLDocument]) -> [(name: String, build: ComposeBuild?)] {
    var (loader, given) = loader(with: documents)
    return loader.loadBuilds(given)
  }

  /// The project with other documents in place of some files', by their index; nothing is read anew.
  package func with(_ documents: [Int: YAMLDocument]) -> ComposeProject {
    guard !documents.isEmpty else { return self }
    var (loader, given) = loader(with: documents)
    let services = loader.load(given)
    return ComposeProject(files: loader.files, givenCount: givenCount, services: services)
  }

  private func loader(
    with documents: [Int: YAMLDocument]
  ) -> (loader: ComposeLoader, given: [(path: String, parsed: ComposeLoader.Parsed)]) {
    let changed = files.enumerated().map { (path: $1.path, parsed: (documents[$0] ?? $1.document, [Diagnostic]())) }
    let others = Dictionary(changed.dropFirst(givenCount).map { ($0.path, $0.parsed) }) { first, _ in first }
    return (ComposeLoader { others[$0] }, Array(changed.prefix(givenCount)))
  }

  package func service(named name: String) -> ComposeService? { services.first { $0.name == name } }

  /// The services that build the Dockerfile at a path.
  ///
  /// - Parameters:
  ///   - dockerfilePath: as the paths of the compose files are written, or as seen from `projectDirectory`.
  package func services(
    building dockerfilePath: String, from projectDirectory: String = ""
  ) -> [ComposeService] {
    let path = ComposePath.join(projectDirectory, dockerfilePath)
    return services.filter { $0.build?.dockerfilePath == path }
  }

  /// The services that don't build but run an image which `service` builds under that name.
  package func services(runningImageOf service: ComposeService) -> [ComposeService] {
    guard service.build != nil, let image = service.image?.defaultText else { return [] }
    return services.filter { $0.build == nil && $0.image?.defaultText == image }
  }
}
