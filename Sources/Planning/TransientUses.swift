import Classification
import Strategies

/// Whether commands of a RUN may use a package that the RUN installs and removes again.
struct TransientUses {
  private let base: BaseImage

  init(_ base: BaseImage) { self.base = base }

  func mayUse(_ fact: CommandFact, anyOf packages: [String]) -> Bool {
    guard let program = fact.program else { return false }
    switch fact.effect {
    case .runsProgram, .runsTool, .bringsTools, .replacesTools, .configuresManager, .addsPackageSource: break
    case .setsUp where program == "ln": break
    default: return false
    }
    let programs = if case .runsTool(let run) = fact.effect { [program] + run.uses } else { [program] }
    return packages.contains { package in
      if base.releases.isEmpty { return true }
      return base.releases.contains { release in
        let brought = PackageClosures(release, recommends: true, present: base.carries).of([package]).names
          .flatMap { release.commands?.commands(of: $0) ?? [] }
        if programs.contains(where: brought.contains) { return true }
        // A build package serves builds alone; what only reads and writes files can use a package of data.
        guard release.table.entry(package)?.role != .build else { return false }
        let isPlain = PosixPrograms.readsAndWrites.contains(program) || program == "ln"
        return !isPlain || release.commands?.commands(of: package).isEmpty != false
      }
    }
  }
}
