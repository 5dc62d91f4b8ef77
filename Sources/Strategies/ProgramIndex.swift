/// What commands ask of all manifests over and over, worked out once.
struct ProgramIndex: Sendable {
  let candidates = Memory<String, [StrategySet.Candidates]>(limit: 10_000)
  let tools = SingleMemory<Set<String>>()
  let declaringFiles = SingleMemory<[Glob]>()
  let installers = SingleMemory<StrategySet.Installers>()
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
    index.candidates.answer(path) {
      ecosystems.compactMap { ecosystem in
        let managers = ecosystem.packageManagers.filter { manager in
          manager.programs.contains { $0.words.first.map { $0.matches(name) || $0.matches(path) } ?? false }
        }
        return managers.isEmpty ? nil : Candidates(ecosystem: ecosystem, managers: managers)
      }
    }
  }

  /// The tools of all package managers, and those that their commands bring.
  package var tools: Set<String> {
    index.tools.answer {
      Set(ecosystems.flatMap { $0.packageManagers.flatMap { $0.tools + $0.commandTools.value } })
    }
  }

  /// The files of all ecosystems in which projects declare their packages.
  package var declaringFiles: [Glob] {
    index.declaringFiles.answer { ecosystems.flatMap { $0.manifests + $0.packageManagers.flatMap(\.locks) } }
  }

  /// What tells of a download that it brings a package manager.
  package var installers: Installers {
    index.installers.answer {
      let managers = ecosystems.flatMap { ecosystem in
        ecosystem.packageManagers.filter { !$0.installers.isEmpty }.map { (ecosystem, $0) }
      }
      let shortest = managers.flatMap { $0.1.installers.map(\.shortest) }.min() ?? .max
      return Installers(managers: managers, shortest: shortest)
    }
  }
}
