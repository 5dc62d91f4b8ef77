import BuildModel
import SourceText
import YAMLSyntax

/// The images that workflows of GitHub Actions build by `docker/build-push-action`.
///
/// `file` is seen from the repository's root and is `Dockerfile` in the context by default; the default context is the
/// repository (README of the action, "inputs"). Values of a matrix are put in where they are written out.
enum WorkflowReferences {
  /// No real matrix has more.
  private static let matrixLimit = 1000

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
    let word = Array("build-push-action".utf8)
    guard bytes.firstRange(of: word) != nil else { return }
    let (document, _) = YAMLDocument.parse(bytes, path: path)
    guard let root = document.root, let jobs = document.value(of: root, key: "jobs") else { return }
    for entry in document.entries(of: jobs) {
      let job = document.resolve(entry.value)
      guard let steps = document.value(of: job, key: "steps") else { continue }
      let rows = matrix(of: job, document)
      for step in steps.items.map(document.resolve) {
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
    var result = ""
    var rest = text[...]
    while let start = rest.firstRange(of: "${{") {
      result += rest[..<start.lowerBound]
      guard let end = rest[start.upperBound...].firstRange(of: "}}") else { return nil }
      let words = rest[start.upperBound..<end.lowerBound].split(separator: " ")
      guard words.count == 1, words[0].hasPrefix("matrix."), let value = row[String(words[0].dropFirst(7))] else {
        return nil
      }
      result += value
      rest = rest[end.upperBound...]
    }
    return result + rest
  }
}
