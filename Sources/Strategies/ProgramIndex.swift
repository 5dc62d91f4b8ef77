internal import Synchronization

/// What commands ask of all manifests over and over, worked out once.
final class ProgramIndex: Sendable {
  /// A bound on the memory of a long run; further programs are looked up each time.
  private static let limit = 10_000

  private let candidates = Mutex<[String: [StrategySet.Candidates]]>([:])
  private let tools = Mutex<Set<String>?>(nil)
  private let installers = Mutex<StrategySet.Installers?>(nil)

  func candidates(_ program: String, _ make: () -> [StrategySet.Candidates]) -> [StrategySet.Candidates] {
    if let known = candidates.withLock({ $0[program] }) { return known }
    let made = make()
    candidates.withLock { if $0.count < Self.limit { $0[program] = made } }
    return made
  }

  func tools(_ make: () -> Set<String>) -> Set<String> {
    if let known = tools.withLock({ $0 }) { return known }
    let made = make()
    tools.withLock { $0 = made }
    return made
  }

  func installers(_ make: () -> StrategySet.Installers) -> StrategySet.Installers {
    if let known = installers.withLock({ $0 }) { return known }
    let made = make()
    installers.withLock { $0 = made }
    return made
  }
}

extension StrategySet {
  /// An ecosystem with those of its package managers that a program can be.
  package struct Candidates: Sendable {
    package let ecosystem: EcosystemStrategy
    package let managers: [PackageManagerStrategy]
  }

  /// The package managers that words of a download bring.
  package struct Installers: Sendable {
    package let managers: [(ecosystem: EcosystemStrategy, manager: PackageManagerStrategy)]
    /// The bytes that a word has at least which brings one.
    package let shortest: Int
  }

  /// The package managers that a program can be, in the order of the ecosystems.
  ///
  /// - Parameter path: the program as it is called.
  /// - Parameter name: its name without a folder.
  package func managers(calledBy path: String, _ name: String) -> [Candidates] {
    index.candidates(path) {
      ecosystems.compactMap { ecosystem in
        let managers = ecosystem.packageManagers.filter { manager in
          manager.programs.contains { $0.words.first.map { $0.matches(name) || $0.matches(path) } ?? false }
        }
        return managers.isEmpty ? nil : Candidates(ecosystem: ecosystem, managers: managers)
      }
    }
  }

  /// The tools of all package managers.
  package var tools: Set<String> {
    index.tools { Set(ecosystems.flatMap { $0.packageManagers.flatMap(\.tools) }) }
  }

  package var installers: Installers {
    index.installers {
      let managers = ecosystems.flatMap { ecosystem in
        ecosystem.packageManagers.filter { !$0.installers.isEmpty }.map { (ecosystem, $0) }
      }
      let shortest = managers.flatMap { $0.1.installers.map(\.shortest) }.min() ?? .max
      return Installers(managers: managers, shortest: shortest)
    }
  }
}
