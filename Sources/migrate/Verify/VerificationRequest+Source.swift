import BuildModel
import DockerfileSyntax
import MigrateKit
import Planning
import SourceText
import Strategies
import Verification

extension VerificationRequest {
  /// What is to be built and compared for a source.
  init(_ source: VerificationSource, strategies: StrategySet) {
    self.init()
    before = source.before
    after = source.after
    beforeName = source.beforeName
    afterName = source.afterName
    guard let project = source.report.project else { return }
    let here = project.paths.currentFolder
    let dockerfile = Paths.absolute(project.dockerfile.path, from: here)
    dockerignore = try? Disk.read(dockerfile + ".dockerignore")
    input.context = Paths.absolute(project.folder, from: here)
    let plan = source.report.result?.plan
    readServices(source, project, plan)
    readPlan(source, plan)
    readStrategies(source, strategies)
  }

  /// The context, the arguments and the targets that compose services name.
  private mutating func readServices(_ source: VerificationSource, _ project: Project, _ plan: MigrationPlan?) {
    let here = project.paths.currentFolder
    let old = BuildFile(Dockerfile.parse(source.before))
    let new = BuildFile(Dockerfile.parse(source.after))
    let stage = plan.map { $0.stage } ?? old.stages.count - 1
    let services = Self.builders(source.composeBefore, project).filter { service in
      guard let target = service.build?.target?.defaultText else { return stage == old.stages.count - 1 }
      return old.stage(named: target)?.index == stage
    }
    if stage < old.stages.count - 1, old.stages.indices.contains(stage) {
      beforeTarget = old.stages[stage].name ?? String(stage)
      afterTarget = plan?.stageName ?? beforeTarget
    }
    // A service that developers work in can build the build stage after.
    let buildStage = new.stages.count > old.stages.count ? stage : nil
    let shipping = Self.builders(source.composeAfter, project).filter { service in
      guard let target = service.build?.target?.defaultText, let buildStage else { return true }
      return new.stage(named: target)?.index != buildStage
    }
    let first = services.first { service in shipping.contains { $0.name == service.name } } ?? services.first
    guard let service = first ?? Self.builders(source.composeBefore, project).first, let build = service.build else {
      return
    }
    let folder = Paths.absolute(project.folder, from: here)
    let values = ComposeVariables(folder: folder)
    if let context = build.contextDirectory { input.context = Paths.absolute(context, from: here) }
    input.arguments = build.args.map { ($0.name, $0.value.map { values.expand($0.raw) }) }
    input.contexts = build.additionalContexts.map { ($0.name, $0.value.map { values.expand($0.raw) } ?? "") }
    if let target = build.target.map({ values.expand($0.raw) }), !services.isEmpty { beforeTarget = target }
    let after = shipping.first { $0.name == service.name }
    if let target = after?.build?.target.map({ values.expand($0.raw) }), !services.isEmpty,
      new.stage(named: target) != nil
    {
      afterTarget = target
    }
    self.services = services.map { Self.service($0, values, here: here) }
  }

  private static func builders(_ files: [SourceFile], _ project: Project) -> [ComposeService] {
    guard !files.isEmpty else { return [] }
    let here = project.paths.currentFolder
    let (compose, _) = ComposeProject.load(files: files) { try? Disk.read($0) }
    let dockerfile = Paths.absolute(project.dockerfile.path, from: here)
    return compose.services.filter { service in
      service.build?.dockerfilePath.map { Paths.absolute($0, from: here) } == dockerfile
    }
  }

  private static func service(_ service: ComposeService, _ values: ComposeVariables, here: String) -> Service {
    func words(_ command: ComposeCommand?) -> [String]? {
      guard let command else { return nil }
      switch command.form {
      case .exec(let texts): return texts.map { values.expand($0.raw) }
      case .words(let text): return CommandText.words(of: values.expand(text.raw))
      case .shell(let text): return ["/bin/sh", "-c", values.expand(text.raw)]
      }
    }
    var healthcheck = words(service.healthcheckTest)
    if case .exec? = service.healthcheckTest?.form {
      switch healthcheck?.first {
      case "CMD": healthcheck?.removeFirst()
      case "CMD-SHELL": healthcheck = ["/bin/sh", "-c"] + (healthcheck?.dropFirst() ?? [])
      default: healthcheck = nil
      }
    }
    let files = service.environmentFiles.flatMap { ComposeVariables.pairs(inFile: Paths.absolute($0, from: here)) }
    return Service(
      name: service.name, command: words(service.command), entrypoint: words(service.entrypoint),
      environment: files
        + service.environment.compactMap { pair in pair.value.map { (pair.name, values.expand($0.raw)) } },
      healthcheck: healthcheck)
  }

  /// What the plan lets go: keys of the build stage, tools that only it has.
  private mutating func readPlan(_ source: VerificationSource, _ plan: MigrationPlan?) {
    guard let plan else { return }
    let instructions = Dockerfile.parse(source.before).instructions
    for placement in plan.instructions where instructions.indices.contains(placement.instruction) {
      let instruction = instructions[placement.instruction]
      if instruction.keyword == .env {
        let keys = instruction.environment.map(\.key)
        switch placement.run {
        case .absent: allowance.environment.formUnion(keys)
        case .keys(let kept): allowance.environment.formUnion(keys.filter { !kept.contains($0) })
        case .whole, .divided: break
        }
      } else if placement.run == .absent, let copy = instruction.copy, let target = copy.destination?.text {
        for source in copy.sources {
          let name = target.hasSuffix("/") ? target + Paths.name(of: source.text) : target
          allowance.paths += [Glob(name), Glob(name + "/*")]
          if copy.sources.count > 1 { allowance.paths.append(Glob("\(target)/\(Paths.name(of: source.text))")) }
        }
      }
    }
    allowance.paths += (plan.idle?.folders ?? []).flatMap { [Glob($0), Glob($0 + "/*")] }
    allowance.copies = plan.copies.map(\.path)
    if let estimate = plan.estimate { estimatedSaving = estimate.saving * 1000 }
  }

  private mutating func readStrategies(_ source: VerificationSource, _ strategies: StrategySet) {
    records = strategies.distributions.flatMap(\.verification.records)
    let result = source.report.result
    for id in result?.ecosystems ?? [] {
      guard let ecosystem = strategies.ecosystem(named: id) else { continue }
      if id != result?.plan?.idle?.ecosystem { probes += ecosystem.verification.probes }
      allowance.paths += ecosystem.verification.derived + ecosystem.packageManagers.flatMap(\.caches)
    }
    if let distribution = result?.distribution.flatMap({ strategies.distribution($0) }) {
      allowance.paths += distribution.verification.derived + distribution.packageManager.caches
      self.distribution = distribution
      release = result?.release.flatMap { distribution.release($0) }
    }
  }
}

/// The variables of compose files: those of the environment, then those of the file `.env`.
struct ComposeVariables {
  private var values: [String: String] = [:]

  init(folder: String) {
    for (name, value) in Self.pairs(inFile: folder + "/.env") { values[name] = value }
  }

  /// The variables of an environment file, in its order; none if it can't be read.
  static func pairs(inFile path: String) -> [(key: String, value: String)] {
    guard let bytes = try? Disk.read(path) else { return [] }
    return String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline).compactMap { line in
      let parts = line.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2, !line.hasPrefix("#"), let name = parts[0].split(whereSeparator: \.isWhitespace).last
      else { return nil }
      return (String(name), CommandText.words(of: String(parts[1])).joined(separator: " "))
    }
  }

  /// The text with its variables; one that is not set is its default, else empty.
  func expand(_ text: String) -> String {
    ComposeInterpolation.expand(text) { name in ProgramEnvironment.value(name) ?? values[name] }
  }
}
