import YAMLSyntax

/// The artifacts of a Skaffold configuration that Docker builds (skaffold.yaml reference, `build.artifacts`).
enum SkaffoldReferences {
  static func read(path: String, bytes: [UInt8]) -> [BuildReference] {
    let folder = RelativePath.folder(of: path)
    let (document, _) = YAMLDocument.parse(bytes, path: path)
    return document.documents.flatMap { root -> [BuildReference] in
      let profiles = document.value(of: root, key: "profiles")?.items.map(document.resolve) ?? []
      return ([root] + profiles).flatMap { part -> [BuildReference] in
        let build = document.value(of: part, key: "build")
        let artifacts = build.flatMap { document.value(of: $0, key: "artifacts") }?.items.map(document.resolve) ?? []
        return artifacts.compactMap { artifact in
          let context = document.value(of: artifact, key: "context")?.string ?? "."
          let docker = document.value(of: artifact, key: "docker")
          let file = docker.flatMap { document.value(of: $0, key: "dockerfile")?.string } ?? "Dockerfile"
          guard let context = RelativePath.join(folder, context), let dockerfile = RelativePath.join(context, file)
          else { return nil }
          return BuildReference(dockerfile: dockerfile, context: context, source: path)
        }
      }
    }
  }
}
