/// The packages that go with a change of a list of packages: those of which nothing that is left brings them.
///
/// A reference, since many projects of a repository lose the same, and ask the same of it.
package final class PackageLoss: Sendable {
  /// All that a loss depends on besides the table.
  package struct Question: Sendable, Hashable {
    let original: [String]
    let left: [String]
    let recommends: Bool
    let present: [String]

    /// - Parameters:
    ///   - original: the names in the list as it was.
    ///   - left: the names in the list as it will be.
    ///   - recommends: whether recommended packages come along.
    ///   - present: what the base image has beyond the distribution's own base.
    package init(original: [String], left: [String], recommends: Bool, present: [String]) {
      self.original = original
      self.left = left
      self.recommends = recommends
      self.present = present
    }
  }

  /// Which of a distribution's lists of packages that are needed without being named hold a package.
  package struct Silence: Sendable {
    package let isSilent: Bool
    package let isSilentIfUnknown: Bool
    package let isSilentIfLinked: Bool
  }

  /// Sorted.
  package let names: [String]
  private let places = SingleMemory<[String: [Int]]>()
  private let silences = SingleMemory<[Silence]>()

  package init(_ names: [String]) { self.names = names }

  /// The packages that put one of the commands on the path, in order.
  ///
  /// - Parameter table: of the release that the packages are of.
  package func packages(with commands: Set<String>, _ table: CommandTable) -> [String] {
    let places = self.places.answer {
      var places: [String: [Int]] = [:]
      for (place, name) in names.enumerated() {
        for command in table.commands(of: name) { places[command, default: []].append(place) }
      }
      return places
    }
    return Set(commands.flatMap { places[$0] ?? [] }).sorted().map { names[$0] }
  }

  /// What the distribution says of each package, in their order.
  package func silences(_ distribution: DistributionStrategy) -> [Silence] {
    silences.answer {
      names.map { name in
        Silence(
          isSilent: distribution.silent.match(name), isSilentIfUnknown: distribution.silentIfUnknown.match(name),
          isSilentIfLinked: distribution.silentIfLinked.match(name))
      }
    }
  }
}
