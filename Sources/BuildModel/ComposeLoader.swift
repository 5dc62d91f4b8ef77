import SourceText
import YAMLSyntax

/// Reads the files of a compose project and finds the layers of each service.
struct ComposeLoader {
  /// Files that are merged with each other, the weakest first, and the folder from which their paths are seen.
  private struct Group {
    var files: [Int] = []
    let directory: String
  }

  /// A service's name, with the mappings that say what it is, the strongest first.
  private struct Service {
    let name: String
    let place: ComposePlace
    let layers: [ComposeLayer]
  }

  /// No real project extends further; a chain through a hostile file could be as long as the file.
  private static let chainLimit = 32

  typealias Parsed = (document: YAMLDocument, diagnostics: [Diagnostic])

  /// Gives an included or extended file by its path.
  private let read: (String) -> Parsed?
  private(set) var files: [ComposeFile] = []
  private(set) var diagnostics: [Diagnostic] = []
  private var indices: [String: Int] = [:]
  private var included: Set<String> = []
  /// By file and name; extending services look here.
  private var serviceNodes: [Int: [String: YAMLNode]] = [:]

  init(read: @escaping (String) -> Parsed?) { self.read = read }

  mutating func load(_ given: [(path: String, parsed: Parsed)]) -> [ComposeService] {
    let services = services(of: given)
    let reader = ComposeServiceReader(layers: ComposeLayers(files: files))
    return services.map { ComposeService($0.name, at: $0.place, $0.layers, reader) }
  }

  /// What each service builds, and nothing else of it.
  mutating func loadBuilds(_ given: [(path: String, parsed: Parsed)]) -> [(name: String, build: ComposeBuild?)] {
    let services = services(of: given)
    let reader = ComposeServiceReader(layers: ComposeLayers(files: files))
    return services.map { ($0.name, reader.build($0.layers)) }
  }

  private mutating func services(of given: [(path: String, parsed: Parsed)]) -> [Service] {
    guard let first = given.first else { return [] }
    var group = Group(directory: ComposePath.directory(of: first.path))
    for file in given { group.files.append(add(file.path, file.parsed)) }
    var groups = [group]
    for file in group.files { include(from: file, group.directory, into: &groups, open: group.files) }
    let services = services(of: groups)
    if services.isEmpty, !diagnostics.contains(where: { $0.severity == .error }) {
      report(
        "compose/no-services", "this compose file has no services", ComposePlace(file: 0, range: 0..<0),
        severity: .warning)
    }
    return services
  }

  private mutating func services(of groups: [Group]) -> [Service] {
    var names: [String] = []
    var layers: [String: [ComposeLayer]] = [:]
    var places: [String: ComposePlace] = [:]
    for group in groups {
      // The strongest file is read last, but names keep the order of the weakest.
      var found: [String: [ComposeLayer]] = [:]
      for file in group.files {
        for entry in serviceEntries(in: file) {
          guard let name = entry.key.string else { continue }
          if layers[name] == nil, found[name] == nil { names.append(name) }
          if layers[name] == nil { places[name] = ComposePlace(file: file, range: entry.key.range) }
          let node = files[file].document.resolve(entry.value)
          let weaker = node.tag == "!reset" || node.tag == "!override" ? [] : found[name] ?? []
          found[name] = node.tag == "!reset" ? [] : chain(node, name, file, group.directory) + weaker
        }
      }
      for (name, chain) in found { layers[name, default: []] += chain }
    }
    return names.compactMap { name in
      guard let layers = layers[name], !layers.isEmpty, let place = places[name] else { return nil }
      return Service(name: name, place: place, layers: layers)
    }
  }

  private func serviceEntries(in file: Int) -> [YAMLEntry] {
    let document = files[file].document
    guard let root = document.root, let services = document.value(of: root, key: "services") else { return [] }
    return document.entries(of: services)
  }

  private mutating func serviceNode(_ name: String, in file: Int) -> YAMLNode? {
    if let known = serviceNodes[file] { return known[name] }
    let document = files[file].document
    let pairs = serviceEntries(in: file).compactMap { entry in
      entry.key.string.map { ($0, document.resolve(entry.value)) }
    }
    let nodes = Dictionary(pairs) { first, _ in first }
    serviceNodes[file] = nodes
    return nodes[name]
  }

  /// The service and what it extends, in order.
  private mutating func chain(_ node: YAMLNode, _ name: String, _ file: Int, _ directory: String) -> [ComposeLayer] {
    var current = ComposeLayer(file: file, node: node, directory: directory)
    var result = [current]
    var seen = [current.place]
    while let extends = files[current.file].document.value(of: current.node, key: "extends") {
      guard let next = extended(by: extends, of: current) else { break }
      guard !seen.contains(next.place), result.count < Self.chainLimit else {
        report(
          "compose/extends-cycle", "the service \(name) extends itself by way of others, or too many of them",
          ComposePlace(file: current.file, range: extends.range))
        break
      }
      seen.append(next.place)
      result.append(next)
      current = next
    }
    return result
  }

  private mutating func extended(by node: YAMLNode, of layer: ComposeLayer) -> ComposeLayer? {
    let document = files[layer.file].document
    let place = ComposePlace(file: layer.file, range: node.range)
    guard let name = node.string ?? document.value(of: node, key: "service")?.string else { return nil }
    var file = layer.file
    var directory = layer.directory
    if let path = document.value(of: node, key: "file")?.string {
      let full = ComposePath.join(directory, ComposeInterpolation.applyingDefaults(to: path))
      guard let found = index(of: full) else {
        report("compose/extends-missing", "the extended file \(full) can't be read", place)
        return nil
      }
      file = found
      directory = ComposePath.directory(of: full)
    }
    guard let service = serviceNode(name, in: file) else {
      report("compose/extends-missing", "the extended service \(name) is not in \(files[file].path)", place)
      return nil
    }
    return ComposeLayer(file: file, node: service, directory: directory)
  }
}

extension ComposeLoader {
  /// Reads what the `include` of a file names, and what that includes in turn.
  ///
  /// - Parameter open: the files on the way to this one.
  private mutating func include(from file: Int, _ directory: String, into groups: inout [Group], open: [Int]) {
    let document = files[file].document
    guard let root = document.root, let includes = document.value(of: root, key: "include") else { return }
    for item in includes.items.map(document.resolve) {
      let paths = includedPaths(item, in: document)
      guard let first = paths.first else { continue }
      let place = ComposePlace(file: file, range: item.range)
      if let remote = paths.first(where: ComposePath.isRemote) {
        report("compose/include-remote", "\(remote) is not local and was not read", place, severity: .note)
        continue
      }
      let own = document.value(of: item, key: "project_directory")?.string
      let folder = own.map { ComposePath.join(directory, ComposeInterpolation.applyingDefaults(to: $0)) }
      var group = Group(directory: folder ?? ComposePath.directory(of: ComposePath.join(directory, first)))
      for path in paths {
        let full = ComposePath.join(directory, path)
        guard let index = index(of: full) else {
          report("compose/include-missing", "the included file \(full) can't be read", place)
          continue
        }
        if open.contains(index) || open.count > Self.chainLimit {
          report("compose/include-cycle", "\(full) includes itself by way of others", place)
        } else if included.insert("\(index):\(group.directory)").inserted {
          group.files.append(index)
        }
      }
      groups.append(group)
      for index in group.files { include(from: index, group.directory, into: &groups, open: open + [index]) }
    }
  }

  private func includedPaths(_ item: YAMLNode, in document: YAMLDocument) -> [String] {
    let path = item.string == nil ? document.value(of: item, key: "path") : item
    guard let path else { return [] }
    let texts = path.string.map { [$0] } ?? path.items.compactMap { document.resolve($0).string }
    return texts.map(ComposeInterpolation.applyingDefaults)
  }

  private mutating func index(of path: String) -> Int? {
    if let known = indices[path] { return known }
    return read(path).map { add(path, $0) }
  }

  private mutating func add(_ path: String, _ parsed: Parsed) -> Int {
    diagnostics += parsed.diagnostics
    files.append(ComposeFile(path: path, document: parsed.document))
    indices[ComposePath.normalized(path)] = files.count - 1
    return files.count - 1
  }

  private mutating func report(
    _ id: String, _ message: String, _ place: ComposePlace, severity: Diagnostic.Severity = .error
  ) {
    diagnostics.append(
      Diagnostic(
        id: id, severity: severity, message: message, path: files[place.file].path, range: place.range))
  }
}
