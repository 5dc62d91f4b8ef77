import Discovery

/// What a worker is asked for.
enum WorkerTask {
  /// The builds that files declare.
  case index([String])
  /// The plan of a project; files that earlier projects of the run would change are as given.
  case plan(BatchProject, overlay: [(path: String, bytes: [UInt8])])

  var message: WireWriter {
    var writer = WireWriter()
    switch self {
    case .index(let paths):
      writer.add(0)
      writer.add(paths)
    case .plan(let project, let overlay):
      writer.add(1)
      writer.add(project.dockerfile)
      writer.add(project.contexts)
      writer.add(project.composeFolders)
      writer.add(project.composeFiles)
      writer.add(project.configuration)
      writer.add(overlay.count)
      for file in overlay {
        writer.add(file.path)
        writer.add(file.bytes)
      }
    }
    return writer
  }

  init(_ message: [UInt8]) {
    var reader = WireReader(message[...])
    guard reader.number() == 1 else {
      self = .index(reader.texts())
      return
    }
    let project = BatchProject(
      dockerfile: reader.text(), contexts: reader.texts(), composeFolders: reader.texts(),
      composeFiles: reader.texts(), configuration: reader.optional())
    self = .plan(project, overlay: reader.list { ($0.text(), $0.data()) })
  }
}

/// What files declare, as a worker answers.
struct IndexAnswer {
  var references: [BuildReference] = []
  /// The folders with a configuration, and the Dockerfile that it names.
  var configurations: [(folder: String, file: String?)] = []

  var message: WireWriter {
    var writer = WireWriter()
    writer.add(references.count)
    for reference in references {
      writer.add(reference.dockerfile)
      writer.add(reference.context)
      writer.add(reference.source)
    }
    writer.add(configurations.count)
    for configuration in configurations {
      writer.add(configuration.folder)
      writer.add(configuration.file)
    }
    return writer
  }

  init() {}

  init(_ message: [UInt8]) {
    var reader = WireReader(message[...])
    references = reader.list { BuildReference(dockerfile: $0.text(), context: $0.text(), source: $0.text()) }
    configurations = reader.list { ($0.text(), $0.optional()) }
  }
}
