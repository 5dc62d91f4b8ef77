import Classification
import SourceText
import Strategies

/// Which commands of the run stage fetch lists of packages that installs of later RUNs look into.
struct PackageLists {
  private let input: PlanInput
  private let fates: UnitFates?
  private let packages: PackagePlanner

  init(_ input: PlanInput, fates: UnitFates?, _ packages: PackagePlanner) {
    self.input = input
    self.fates = fates
    self.packages = packages
  }

  /// Whether an element of a RUN fetches the lists that the next install in another RUN looks into.
  func areFetched(by unit: RunFact.Unit, of instruction: Int) -> Bool {
    guard unit.facts.contains(where: { $0.effect == .refreshesPackageLists }) else { return false }
    for index in input.facts.runOrder where index >= instruction {
      guard let run = input.facts.runs[index] else { continue }
      for later in fates?.remaining(of: run) ?? run.units where index > instruction || later.item > unit.item {
        if let areNeeded = later.facts.lazy.compactMap({ needsLists($0, of: index) }).first { return areNeeded }
      }
    }
    return areNeededByOthers
  }

  /// Whether a stage that starts from this one installs packages before it fetches lists itself.
  var areNeededByOthers: Bool {
    (input.descendants + input.derived.map(\.facts)).contains { stage in
      stage.runOrder.lazy.flatMap { stage.runs[$0]?.facts ?? [] }.compactMap { needsLists($0, of: nil) }.first ?? false
    }
  }

  /// Whether a command needs lists: true for an install or upgrade, false for a command that fetches or removes them; nil: it does not matter.
  private func needsLists(_ fact: CommandFact, of instruction: Int?) -> Bool? {
    switch fact.effect {
    case .refreshesPackageLists: false
    case .systemHousekeeping where fact.program == "rm" && fact.words.contains(where: lists.match): false
    case .upgradesSystemPackages: true
    case .installsSystemPackages(let install) where !install.isCheck && isLeft(install, instruction):
      !install.fetchesLists
    default: nil
    }
  }

  private var lists: [Glob] { input.facts.base.distribution?.packageManager.lists ?? [] }

  /// Whether anything is left of an install of the stage itself; of another stage nothing is taken.
  private func isLeft(_ install: SystemInstall, _ instruction: Int?) -> Bool {
    guard let instruction else { return true }
    return install.hasUnknownWords || packages.additions.contains { $0.instruction == instruction }
      || install.packages.contains { package in
        let placement = packages.placements.first {
          $0.instruction == instruction && $0.name == package.name && $0.range == package.range
        }
        return placement?.decision != .removed
      }
  }
}
