import BuildModel
import Classification
import Strategies

/// The packages that the stage can have from another archive than its distribution's.
///
/// What such a package brings is not what tables say of the distribution's package of that name.
struct OtherArchives {
  private let packages: [Glob]

  init(_ facts: StageFacts) {
    guard let distribution = facts.base.distribution, !distribution.otherArchives.isEmpty, !facts.systemInstalls.isEmpty
    else {
      packages = []
      return
    }
    var words = facts.copies.values.map(\.destination)
    for run in facts.runs.values {
      for unit in run.units {
        for fact in unit.facts { words += fact.words }
      }
    }
    packages = Self.packages(of: words, distribution)
  }

  /// The packages of the archives that words of commands, or paths of files, add.
  static func packages(of words: [String], _ distribution: DistributionStrategy) -> [Glob] {
    words.filter { $0.utf8.contains(where: standsInPlaces) }.flatMap(distribution.packages(ofArchive:))
  }

  /// Whether a byte stands in addresses and paths, and in no other word.
  private static func standsInPlaces(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "/") || byte == UInt8(ascii: ":") || byte == UInt8(ascii: " ")
  }

  func mayHave(_ package: String) -> Bool { packages.match(package) }
}
