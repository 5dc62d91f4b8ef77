import BuildModel
import SourceText

/// The builds of a compose file.
package enum ComposeReferences {
  /// The names that Docker Compose looks for, in its order (compose-go, `cli/options.go`).
  package static let names = ["compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml"]
  /// The first of these is merged over the file found.
  package static let overrideNames = [
    "compose.override.yml", "compose.override.yaml", "docker-compose.override.yml", "docker-compose.override.yaml",
  ]

  static func read(path: String, bytes: [UInt8], readFile: (String) -> [UInt8]?) -> [BuildReference] {
    let name = RelativePath.name(of: path)
    guard !overrideNames.contains(name) else { return [] }
    if names.contains(name), buildsOnlyItsFolder(bytes) { return [] }
    let (project, _) = ComposeProject.load(files: [SourceFile(path: path, bytes: bytes)], readFile: readFile)
    var references: [BuildReference] = []
    for service in project.services {
      guard let build = service.build, let dockerfile = build.dockerfilePath, let context = build.contextDirectory,
        let dockerfile = RelativePath.join("", dockerfile), let context = RelativePath.join("", context)
      else { continue }
      let reference = BuildReference(dockerfile: dockerfile, context: context, source: path)
      if !references.contains(reference) { references.append(reference) }
    }
    return references
  }

  /// Whether the text shows, without being parsed, that no other folder's Dockerfile is built.
  ///
  /// Most compose files stand beside their Dockerfile. Each line that holds one of the words that matter must be one
  /// of a few spellings; anything else is for the parser.
  package static func buildsOnlyItsFolder(_ bytes: [UInt8]) -> Bool {
    bytes.withUnsafeBufferPointer { bytes in
      var start = 0
      while start < bytes.count {
        var end = start
        var matters = false
        while end < bytes.count, bytes[end] != UInt8(ascii: "\n") {
          if !matters {
            switch bytes[end] {
            case UInt8(ascii: "b"): matters = holds(bytes, end, "build")
            case UInt8(ascii: "c"): matters = holds(bytes, end, "context")
            case UInt8(ascii: "d"): matters = holds(bytes, end, "dockerfile")
            case UInt8(ascii: "e"): matters = holds(bytes, end, "extends")
            case UInt8(ascii: "i"): matters = holds(bytes, end, "include")
            default: break
            }
          }
          end += 1
        }
        if matters, !isHarmless(UnsafeBufferPointer(rebasing: bytes[start..<end])) { return false }
        start = end + 1
      }
      return true
    }
  }

  private static func holds(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int, _ word: StaticString) -> Bool {
    guard start + word.utf8CodeUnitCount <= bytes.count else { return false }
    return word.withUTF8Buffer { word in word.indices.allSatisfy { bytes[start + $0] == word[$0] } }
  }

  private static func isHarmless(_ line: UnsafeBufferPointer<UInt8>) -> Bool {
    var text = String(decoding: line, as: UTF8.self)[...]
    while let first = text.unicodeScalars.first, first == " " || first == "\t" { text = text.dropFirst() }
    if text.hasPrefix("#") { return true }
    while let last = text.unicodeScalars.last, last == " " || last == "\r" { text = text.dropLast() }
    switch text {
    case "build:", "build: .", "build: ./", "build: \".\"", "build: '.'", "context: .", "context: ./", "context: \".\"",
      "context: '.'":
      return true
    default:
      guard text.hasPrefix("dockerfile: ") else { return false }
      return text.dropFirst("dockerfile: ".count).utf8.allSatisfy { byte in
        byte != UInt8(ascii: "/") && byte != UInt8(ascii: "$") && byte != UInt8(ascii: "*")
      }
    }
  }
}
