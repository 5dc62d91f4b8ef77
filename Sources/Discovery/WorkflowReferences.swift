import BuildModel
import SourceText
import YAMLSyntax

/// The images that workflows of GitHub Actions build by `docker/build-push-action`, or by `docker build` in a step.
///
/// `file` is seen from the repository's root and is `Dockerfile` in the context by default; the default context is the
/// repository (README of the action, "inputs"). A step runs in its `working-directory`, or in that of the defaults of the
/// job or of the workflow (Workflow syntax, "defaults.run"). Values of a matrix are put in where they are written out.
enum WorkflowReferences {
  /// No real matrix has more.
  private static let matrixLimit = 1000
  /// What stands in each workflow that builds an image.
  private static let buildAction = Array("build-push-action".utf8)
  private static let builders = ["docker build", "docker image build", "podman build"].map { Array($0.utf8) }

  static func read(path: String, bytes: [UInt8], repository: String) -> [BuildReference] {
    var references: [BuildReference] = []
    eachBuild(path: path, bytes: bytes, repository: repository) { reference, _ in
      if !references.contains(reference) { references.append(reference) }
    }
    return references
  }

  /// The caches that the builds of a Dockerfile export, with the place of each.
  static func caches(
    of dockerfile: String, path: String, bytes: [UInt8], repository: String
  ) -> [(export: CacheExport, range: ByteRange)] {
    var caches: [(export: CacheExport, range: ByteRange)] = []
    eachBuild(path: path, bytes: bytes, repository: repository) { reference, input in
      guard reference.dockerfile == dockerfile, let node = input("cache-to"), let text = node.string,
        let found = CacheExport.incomplete(text.split(whereSeparator: \.isNewline).map(String.init))
      else { return }
      caches.append((found.export, node.range))
    }
    return caches
  }

  private static func eachBuild(
    path: String, bytes: [UInt8], repository: String, _ body: (BuildReference, (String) -> YAMLNode?) -> Void
  ) {
    guard bytes.holds(buildAction) || builders.contains(where: bytes.holds) else { return }
    let (document, _) = YAMLDocument.parse(bytes, path: path)
    guard let root = document.root, let jobs = document.value(of: root, key: "jobs") else { return }
    for entry in document.entries(of: jobs) {
      let job = document.resolve(entry.value)
      guard let steps = document.value(of: job, key: "steps") else { continue }
      let rows = matrix(of: job, document)
      let folder = defaultFolder(of: job, document) ?? defaultFolder(of: root, document)
      for step in steps.items.map(document.resolve) {
        if let script = document.value(of: step, key: "run")?.string {
          let folder = document.value(of: step, key: "working-directory")?.string ?? folder ?? "."
          for reference in rows.flatMap({ scripted(script, in: folder, $0, path: path, repository: repository) }) {
            body(reference, { _ in nil })
          }
          continue
        }
        guard let uses = document.value(of: step, key: "uses")?.string, uses.contains("docker/build-push-action")
        else { continue }
        let with = document.value(of: step, key: "with")
        func node(_ name: String) -> YAMLNode? { with.flatMap { document.value(of: $0, key: name) } }
        func input(_ name: String) -> String? { node(name)?.string }
        for row in rows {
          guard let context = expand(input("context") ?? ".", row),
            let context = RelativePath.join(repository, context)
          else { continue }
          let file = input("file").map { expand($0, row).flatMap { RelativePath.join(repository, $0) } }
          guard let dockerfile = file ?? RelativePath.join(context, "Dockerfile") else { continue }
          body(BuildReference(dockerfile: dockerfile, context: context, source: path), node)
        }
      }
    }
  }

  /// The folder in which the steps of a job, or of all jobs, run.
  private static func defaultFolder(of node: YAMLNode, _ document: YAMLDocument) -> String? {
    document.value(of: node, key: "defaults").flatMap { document.value(of: $0, key: "run") }
      .flatMap { document.value(of: $0, key: "working-directory")?.string }
  }

  /// The builds of a step's script; those of which a path is not written out count for nothing.
  private static func scripted(
    _ script: String, in folder: String, _ row: [String: String], path: String, repository: String
  ) -> [BuildReference] {
    guard builders.contains(where: Array(script.utf8).holds),
      let folder = expand(folder, row).flatMap({ ContainerCall.path($0, in: repository) })
    else { return [] }
    return ContainerCall.all(in: Array(expandAll(script, row).utf8), from: folder).compactMap { call in
      guard let context = call.context, let dockerfile = call.dockerfile else { return nil }
      return BuildReference(dockerfile: dockerfile, context: context, source: path)
    }
  }

  /// The rows of a job's matrix, each with its values; one empty row if there is none.
  private static func matrix(of job: YAMLNode, _ document: YAMLDocument) -> [[String: String]] {
    guard let strategy = document.value(of: job, key: "strategy"),
      let matrix = document.value(of: strategy, key: "matrix")
    else { return [[:]] }
    var rows: [[String: String]] = [[:]]
    var included: [[String: String]] = []
    for entry in document.entries(of: matrix) {
      guard let name = entry.key.string, name != "exclude" else { continue }
      let items = document.resolve(entry.value).items.map(document.resolve)
      if name == "include" {
        included = items.map { item in values(of: item, prefix: "", document) }
      } else if !items.isEmpty, rows.count * items.count <= matrixLimit {
        rows = rows.flatMap { row in
          items.map { item in row.merging(values(of: item, prefix: name, document)) { first, _ in first } }
        }
      }
    }
    if rows == [[:]], !included.isEmpty { return included }
    return rows + included
  }

  private static func values(of item: YAMLNode, prefix: String, _ document: YAMLDocument) -> [String: String] {
    if let text = item.string { return [prefix: text] }
    var values: [String: String] = [:]
    for entry in document.entries(of: item) {
      guard let name = entry.key.string, let text = document.resolve(entry.value).string else { continue }
      values[prefix.isEmpty ? name : prefix + "." + name] = text
    }
    return values
  }

  /// The text with the matrix' values in place of their expressions; nil if another expression is left.
  private static func expand(_ text: String, _ row: [String: String]) -> String? {
    expand(text, row) { _ in nil }
  }

  /// The text with the matrix' values in place of their expressions, and variables in place of all others, which are no
  /// words of a shell.
  private static func expandAll(_ text: String, _ row: [String: String]) -> String {
    expand(text, row) { "${" + $0.map { $0.isLetter || $0.isNumber ? $0 : "_" } + "}" } ?? text
  }

  private static func expand(_ text: String, _ row: [String: String], other: (Substring) -> String?) -> String? {
    var result = ""
    var rest = text[...]
    while let start = rest.firstRange(of: "${{") {
      result += rest[..<start.lowerBound]
      guard let end = rest[start.upperBound...].firstRange(of: "}}") else { return nil }
      let expression = rest[start.upperBound..<end.lowerBound]
      let words = expression.split(separator: " ")
      let value = words.count == 1 && words[0].hasPrefix("matrix.") ? row[String(words[0].dropFirst(7))] : nil
      guard let value = value ?? other(expression) else { return nil }
      result += value
      rest = rest[end.upperBound...]
    }
    return result + rest
  }
}
