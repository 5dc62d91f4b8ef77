import Classification
import Strategies

/// Finds what the run stage needs of a full image that the smaller one lacks.
struct BaseLoss {
  /// A package that is needed, and why.
  struct Find: Equatable {
    let name: String
    let reason: String
    let evidence: Evidence?
  }

  private let input: PlanInput
  private let change: BaseChange
  private let remaining: [(program: String, instruction: Int)]
  private let calls: CommandCalls

  /// - Parameters:
  ///   - remaining: the programs that steps of the run stage start.
  ///   - calls: what the project's files call.
  init(
    _ input: PlanInput, _ change: BaseChange, remaining: [(program: String, instruction: Int)], calls: CommandCalls
  ) {
    self.input = input
    self.change = change
    self.remaining = remaining
    self.calls = calls
  }

  /// What is needed, under names that are right in each release that the image can be.
  ///
  /// - Parameter kept: gives the packages that the run stage has in a release without these.
  /// - Returns: nil where no name is right for all releases.
  func finds(_ kept: (DistributionStrategy.Release) -> Set<String>) -> [Find]? {
    let releases = input.facts.base.releases
    guard let first = releases.first else { return [] }
    let finds = needed(in: first, kept(first))
    for release in releases.dropFirst() {
      let names = needed(in: release, kept(release)).map { resolved($0.name, release) }
      // A package's former name leads to it in later releases.
      let same = finds.map { release.table.entry($0.name) == nil ? nil : resolved($0.name, release) }
      guard Set(names.map(Optional.some)) == Set(same) else { return nil }
    }
    return finds
  }

  private func resolved(_ name: String, _ release: DistributionStrategy.Release) -> String {
    release.table.entry(name)?.resolvedName ?? name
  }

  private func needed(in release: DistributionStrategy.Release, _ kept: Set<String>) -> [Find] {
    guard let distribution = input.facts.base.distribution else { return [] }
    let full = change.full.fullPackages(in: release)
    let known = Set(full)
    var present = kept.union(release.table.header.base).union(input.facts.base.carries)
    var finds: [Find] = []
    func add(_ name: String, _ reason: String, _ evidence: Evidence? = nil) {
      let name = resolved(name, release)
      guard known.contains(name), !present.contains(name) else { return }
      present.formUnion(release.table.closure(of: [name], recommends: false).names)
      finds.append(Find(name: name, reason: reason, evidence: evidence))
    }
    for name in full where distribution.fullImageData.match(name) || input.ecosystem.systemData.match(name) {
      add(name, "the full image has it, and programs of any kind read it")
    }
    for native in input.nativePackages {
      for need in native.needs + native.needsWhenCompiled {
        guard let entry = release.table.entry(need) else { continue }
        for name in entry.role == .build ? entry.runtime : [entry.resolvedName] {
          add(name, "`\(native.name)` needs it")
        }
      }
    }
    for tool in distribution.fullImageTools where !tool.compiles {
      guard let use = use(of: tool.commands, calls: tool.calls) else { continue }
      add(tool.package, use.reason, use.evidence)
    }
    for name in full where !present.contains(name) {
      let commands = release.commands?.commands(of: name) ?? []
      guard let use = use(of: commands) else { continue }
      add(name, use.reason, use.evidence)
    }
    return finds
  }

  /// Who calls one of the commands: the running image, a step of the run stage, or a file of the project.
  ///
  /// - Parameter calls: how files of the project call them.
  func use(of commands: [String], calls texts: [String] = []) -> (reason: String, evidence: Evidence?)? {
    func isOther(_ name: String) -> Bool {
      !input.ecosystem.provides(name, image: input.facts.base.repository)
    }
    if let need = input.needs.first(of: commands.filter(isOther)) {
      return ("`\(need.command)` is used at run time", need.evidence)
    }
    if let step = remaining.first(where: { commands.contains($0.program) && isOther($0.program) }) {
      return ("a step of the run stage runs `\(step.program)`", nil)
    }
    let call = texts.lazy.filter(isOther).compactMap { calls.places[$0] }.first
    return call.map { ("a file of the project calls it", $0) }
  }
}
