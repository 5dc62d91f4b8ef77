import BuildModel
import Classification
import DockerfileSyntax
import Emission
import Planning
import SourceText
package import Strategies
import YAMLSyntax

/// The whole way from a Dockerfile's bytes to those of the migrated one.
package enum Migration {
  /// Plans the migration of one Dockerfile and carries it out on its bytes; nothing is read or written but by way of
  /// the input's own files.
  package static func run(
    _ input: MigrationInput, strategies: StrategySet, options: MigrationOptions = MigrationOptions()
  ) -> MigrationResult {
    var result = MigrationResult()
    guard var survey = Survey.make(input, strategies: strategies, options: options, &result.diagnostics) else {
      return result
    }
    var plan = Planner.plan(survey.planInput)
    if plan.outcome == .nothingToGain, options.stage == nil {
      // The stage that ships may have its build packages from a stage that it starts from.
      for ancestor in survey.facts.file.chain(of: survey.facts.stage).dropLast().reversed() {
        var ignored: [Diagnostic] = []
        guard
          let other = Survey.make(
            survey.facts.file, ancestor, input, strategies: strategies, options: options, &ignored)
        else { continue }
        let found = Planner.plan(other.planInput)
        guard found.outcome != .nothingToGain else { continue }
        survey = other
        plan = found
        break
      }
    }
    if plan.changes, survey.ecosystem == nil {
      plan.outcome = .refused
      plan.refusals = [
        Refusal(
          id: "detect/no-ecosystem", reason: "no ecosystem fits this project",
          help: "name one by `--ecosystem` (\(strategies.ecosystemNames.joined(separator: ", ")))")
      ]
      plan.summary = "no ecosystem fits this project"
    }
    result.ecosystems = [survey.ecosystem?.id].compactMap { $0 }
    for (_, install) in survey.facts.languageInstalls where !install.isFromSource {
      let id = install.ecosystem
      if result.ecosystems.contains(id) { continue }
      result.ecosystems.append(id)
    }
    result.distribution = survey.facts.base.distribution?.id
    result.release = survey.facts.base.releases.last?.id
    let developers = DeveloperTargets(survey, plan, isWanted: options.devTarget)
    if !developers.edits.files.isEmpty {
      var ignored: [Diagnostic] = []
      survey =
        Survey.make(
          survey.facts.file, survey.facts.stage, input, strategies: strategies, options: options,
          developers: developers.edits.services, &ignored) ?? survey
      plan = Planner.plan(survey.planInput)
    }
    plan.notes += ComposeNotes.notes(survey, plan, served: developers.edits.services)
    plan.notes += ComposeNotes.volumeNotes(survey, plan)
    result.plan = plan
    guard plan.changes else { return result }
    guard let edits = DockerfileEmitter.edits(survey.facts, plan) else {
      result.plan?.outcome = .refused
      result.plan?.summary = "a command can't be taken out of its list without changing what the rest does"
      result.plan?.refusals = [
        Refusal(
          id: "split/entangled-commands",
          reason: "a command can't be taken out of its list without changing what the rest does",
          help: "join the RUN's commands by `&&`, then run `migrate` again")
      ]
      return result
    }
    let after = edits.apply(to: input.dockerfile.bytes)
    let problems = ResultCheck.problems(survey.facts, after, plan)
    guard problems.isEmpty else {
      result.diagnostics.append(
        Diagnostic(
          id: "internal/result-check", severity: .error,
          message: "the result of the migration is not equal to the original, so nothing is written: \(problems[0])",
          path: input.dockerfile.path, notes: problems.dropFirst().map { Diagnostic.Note($0) },
          help: "this is a fault of migrate: please report it with the Dockerfile"))
      return result
    }
    result.changes = [.init(path: input.dockerfile.path, before: input.dockerfile.bytes, after: after)]
    addTargets(survey, plan, developers, &result)
    return result
  }

  private static func addTargets(
    _ survey: Survey, _ plan: MigrationPlan, _ developers: DeveloperTargets, _ result: inout MigrationResult
  ) {
    guard plan.outcome == .split, let project = survey.project, let name = plan.stageName else { return }
    let served = developers.edits.applied(to: project)
    let services = survey.services.compactMap { served.service(named: $0.name) }
    let edits = ComposeEdits.addTarget(name, to: services, in: served)
    result.diagnostics += developers.diagnostics + edits.diagnostics
    for (index, file) in project.files.enumerated() {
      let after = edits.source(of: index) ?? served.files[index].document.source
      guard after != file.document.source else { continue }
      result.changes.append(.init(path: file.path, before: file.document.source, after: after))
    }
  }
}
