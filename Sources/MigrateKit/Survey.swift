import BuildModel
import Classification
import DockerfileSyntax
import Planning
import SourceText
import Strategies

/// All that is read and worked out before a plan is made.
struct Survey {
  let facts: StageFacts
  let project: ComposeProject?
  /// The services that build the stage.
  let services: [ComposeService]
  /// Nil if none fits.
  let ecosystem: EcosystemStrategy?
  let planInput: PlanInput

  /// Gives nil, and says why, if there is no stage to migrate.
  static func make(
    _ input: MigrationInput, strategies: StrategySet, options: MigrationOptions, _ diagnostics: inout [Diagnostic]
  ) -> Survey? {
    let dockerfile = Dockerfile.parse(input.dockerfile.bytes)
    diagnostics += dockerfile.diagnostics.map { $0.with(path: input.dockerfile.path) }
    guard !dockerfile.diagnostics.contains(where: { $0.severity == .error }) else { return nil }
    let file = BuildFile(dockerfile)
    guard let stage = stage(of: file, input, options, &diagnostics) else { return nil }
    return make(file, stage, input, strategies: strategies, options: options, &diagnostics)
  }

  /// The survey of one stage.
  ///
  /// - Parameter developers: the names of services that will build the build stage: the run stage needs nothing that
  ///   they use.
  static func make(
    _ file: BuildFile, _ stage: Stage, _ input: MigrationInput, strategies: StrategySet, options: MigrationOptions,
    developers: [String] = [], _ diagnostics: inout [Diagnostic]
  ) -> Survey? {
    var named: EcosystemStrategy?
    if let name = options.ecosystem {
      named = strategies.ecosystem(named: name)
      guard named != nil else {
        diagnostics.append(unknownEcosystem(name, strategies))
        return nil
      }
    }
    let dockerfileInstructions = file.dockerfile.instructions
    let (project, builders) = composeProject(input, &diagnostics)
    let services = services(builders, of: stage, in: file)
    let said = input.context ?? builders.first?.build?.contextDirectory
    var images = ProjectImages(input.files.all)
    for folder in [input.folder] + input.parents { images.addMakefile(of: folder.normalPath) }
    let likely = LikelyContext(file, input, images)
    func build(in folder: String) -> (BuildContext, StageFacts) {
      let context = input.files.context(at: folder, for: input.dockerfile.path)
      return (context, StageFacts(file, stage: stage, strategies: strategies, files: context.sent))
    }
    var folder = said ?? likely.folder
    var found = build(in: folder)
    if said == nil, folder == input.folder, let other = likely.folder(for: found.1, strategies) {
      folder = other
      found = build(in: other)
    }
    let (context, facts) = found
    if said == nil, folder.normalPath != input.folder.normalPath, developers.isEmpty {
      diagnostics.append(likely.note(folder))
    }
    // most Dockerfiles from which nothing can go install nothing
    if !facts.systemInstalls.isEmpty || !facts.languageInstalls.isEmpty { images.addScripts(of: folder.normalPath) }
    func collect(_ facts: StageFacts, _ services: [ComposeService]) -> RuntimeNeeds {
      NeedsCollector.collect(
        facts, services: services, of: project, images: images, strategies: strategies, context: context,
        dockerfilePath: input.dockerfile.path)
    }
    var needs = collect(facts, services.filter { !developers.contains($0.name) })
    let descendants = file.stages.filter { other in
      other.index != stage.index && file.chain(of: other).contains { $0.index == stage.index }
    }.map { other in
      let facts = StageFacts(file, stage: other, strategies: strategies, files: context.sent)
      needs.merge(collect(facts, Self.services(builders, of: other, in: file)))
      return facts
    }
    let ecosystem = named ?? Detection.ecosystem(of: facts, strategies: strategies, files: context.files)
    var overrides = Overrides(keep: options.keep, drop: options.drop, add: options.add)
    overrides.read(commentsOf: file)
    let primary = ecosystem ?? EcosystemStrategy(id: "none", title: "no ecosystem", path: "")
    let installing = Set(facts.languageInstalls.map(\.install.ecosystem))
    let strategy = strategies.ecosystems.filter { installing.contains($0.id) }.reduce(primary) { $0.joined(with: $1) }
    let taken = builders.flatMap { service in
      [service.build?.target?.defaultText].compactMap { $0 } + (service.build?.additionalContexts.map(\.name) ?? [])
    }
    var dependencies = DependencyNames(strategy, files: context.sent, sources: copiedPaths(file))
    for (_, install) in facts.languageInstalls {
      dependencies.insert(arguments: install.named)
      for list in install.lists.compactMap({ $0 }) { dependencies.insert(list: list) }
    }
    var planInput = PlanInput(
      facts: facts, descendants: descendants, needs: needs, ecosystem: strategy, strategies: strategies,
      context: context, services: builders, overrides: overrides, takenNames: Set(taken), dependencies: dependencies)
    if stage.index == file.stages.count - 1 {
      planInput.derived = DerivedImages(
        builders: services,
        names: images.names(of: input.dockerfile.path, isBuilt: facts.isBuilt(byTarget:)),
        dockerfiles: images.dockerfiles, project: project, input: input, context: context
      ).stages(strategies)
    }
    planInput.keepsBase = options.keepsBase
    planInput.servesDevelopers = options.servesDevelopers || !developers.isEmpty
    let hasArguments = file.chain(of: stage).contains { stage in
      stage.body.contains { dockerfileInstructions[$0].keyword == .arg }
    }
    if hasArguments, !facts.languageInstalls.isEmpty {
      planInput.markedFacts = MarkedFacts {
        StageFacts(file, stage: stage, strategies: strategies, files: context.sent, mark: "\u{1}")
      }
    }
    return Survey(facts: facts, project: project, services: services, ecosystem: ecosystem, planInput: planInput)
  }

  /// What the COPYs of all stages take of the context: a stage can copy packages that another one installs.
  private static func copiedPaths(_ file: BuildFile) -> [String] {
    file.dockerfile.instructions.flatMap { instruction -> [String] in
      guard [.copy, .add].contains(instruction.keyword), instruction.flag("from") == nil else { return [] }
      return (instruction.copy?.sources ?? []).map { ImagePath.contextSource($0.unquoted) }
    }
  }

  /// The services that run the stage: those that name it, and without a target those that build the last one.
  private static func services(_ builders: [ComposeService], of stage: Stage, in file: BuildFile) -> [ComposeService] {
    builders.filter { service in
      guard let target = service.build?.target?.defaultText else { return stage.index == file.stages.count - 1 }
      return file.stage(named: target)?.index == stage.index
    }
  }

  private static func stage(
    of file: BuildFile, _ input: MigrationInput, _ options: MigrationOptions, _ diagnostics: inout [Diagnostic]
  ) -> Stage? {
    guard let name = options.stage else { return file.stages.last }
    if let stage = file.stage(named: name) { return stage }
    let names = file.stages.compactMap(\.name)
    let closest = Suggestion.closest(to: name, among: names)
    diagnostics.append(
      Diagnostic(
        id: "usage/unknown-stage", severity: .error, message: "the Dockerfile has no stage `\(name)`",
        path: input.dockerfile.path,
        help: closest.map { "did you mean `\($0)`?" }
          ?? (names.isEmpty
            ? "its stages have no names; use their numbers, from 0"
            : "its stages are: \(names.joined(separator: ", "))")))
    return nil
  }

  private static func unknownEcosystem(_ name: String, _ strategies: StrategySet) -> Diagnostic {
    let names = strategies.ecosystemNames
    let closest = Suggestion.closest(to: name, among: names)
    return Diagnostic(
      id: "usage/unknown-ecosystem", severity: .error, message: "there is no ecosystem `\(name)`",
      help: closest.map { "did you mean `\($0)`?" }
        ?? "the ecosystems and frameworks are: \(names.joined(separator: ", "))")
  }

  private static func composeProject(
    _ input: MigrationInput, _ diagnostics: inout [Diagnostic]
  ) -> (ComposeProject?, [ComposeService]) {
    guard !input.composeFiles.isEmpty else { return (nil, []) }
    let (project, problems) = ComposeProject.load(files: input.composeFiles, readFile: input.files.read)
    diagnostics += problems
    return (project, project.services(building: input.dockerfile.path))
  }
}

extension Diagnostic {
  /// The same diagnostic for a file whose name the step that gave it did not know.
  func with(path: String) -> Diagnostic {
    Diagnostic(id: id, severity: severity, message: message, path: path, range: range, notes: notes, help: help)
  }
}
