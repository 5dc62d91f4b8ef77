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

  /// The packages of the stage in a release, with all that they bring.
  struct Packages {
    /// What the run stage has without what is looked for, up to an instruction.
    let kept: (DistributionStrategy.Release, _ last: Int) -> Set<String>
    /// What the stage has as it is written.
    let original: (DistributionStrategy.Release) -> [String]
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
  /// What only one of them lacks is named too, since it does no harm where something else brings it.
  ///
  /// - Returns: nil where no name is right for all releases.
  func finds(_ packages: Packages) -> [Find]? {
    let releases = Self.releases(input.facts.base)
    var finds: [Find] = []
    for release in releases {
      // A package's former name leads to it in later releases.
      let named = Set(finds.map { resolved($0.name, release) })
      finds += needed(in: release, packages).filter { !named.contains($0.name) }
    }
    let isRight = finds.allSatisfy { find in releases.allSatisfy { $0.table.entry(find.name) != nil } }
    return isRight ? finds : nil
  }

  /// Where no table knows the release, the oldest one that a table knows stands for it.
  private static func releases(_ base: BaseImage) -> [DistributionStrategy.Release] {
    base.knowledge == .family ? Array(base.releases.prefix(1)) : base.releases
  }

  /// Where the data of a package lies; nil if it holds more than that, or a command of it is used.
  func data(of package: String) -> [String]? {
    let commands = Self.releases(input.facts.base).flatMap { $0.commands?.commands(of: package) ?? [] }
    guard use(of: commands) == nil else { return nil }
    return input.facts.base.distribution?.dataFiles.first { $0.package == package }?.paths
  }

  private func resolved(_ name: String, _ release: DistributionStrategy.Release) -> String {
    release.table.entry(name)?.resolvedName ?? name
  }

  private func needed(in release: DistributionStrategy.Release, _ packages: Packages) -> [Find] {
    guard let distribution = input.facts.base.distribution else { return [] }
    let full = change.full.fullPackages(in: release)
    let known = Set(full)
    let base = Set(release.table.header.base).union(input.facts.base.carries)
    var present = packages.kept(release, .max).union(base)
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
    var natives = NativeNeeds(release, of: distribution, headers: packages.original(release) + full)
    for native in input.nativePackages {
      for name in natives.packages(of: native) { add(name, "`\(native.name)` needs it") }
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
    addWhatComesTooLate()
    return finds

    /// What a step runs before the RUN that installs it was there from the full image.
    func addWhatComesTooLate() {
      for step in remaining where isOther(step.program) {
        let first = full.first { release.commands?.commands(of: $0).contains(step.program) == true }
        let there = base.union(release.table.closure(of: finds.map(\.name), recommends: false).names)
        guard let package = first, !there.contains(package), !packages.kept(release, step.instruction).contains(package)
        else { continue }
        finds.append(
          Find(name: package, reason: "a step runs `\(step.program)` before it would be installed", evidence: nil))
      }
    }
  }

  private func isOther(_ program: String) -> Bool {
    !input.ecosystem.provides(program, image: input.facts.base.repository)
  }

  /// Who calls one of the commands: the running image, a step of the run stage, or a file of the project.
  ///
  /// - Parameter calls: how files of the project call them.
  func use(of commands: [String], calls texts: [String] = []) -> (reason: String, evidence: Evidence?)? {
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
