import BuildModel
import Classification
import Strategies

/// The packages that the stage can have from another archive than its distribution's.
///
/// What such a package brings is not what tables say of the distribution's package of that name.
struct OtherArchives {
  private let packages: [Glob]

  init(_ facts: StageFacts) {
    guard let archives = facts.base.distribution?.otherArchives, !archives.isEmpty, !facts.systemInstalls.isEmpty else {
      packages = []
      return
    }
    let words = facts.runs.values.flatMap(\.facts).flatMap(\.words) + facts.copies.values.map(\.destination)
    packages =
      words
      .filter { $0.utf8.contains(where: Self.standsInPlaces) }
      .flatMap { word in archives.first { $0.words.match(word) }?.packages ?? [] }
  }

  /// Whether a byte stands in addresses and paths, and in no other word.
  private static func standsInPlaces(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "/") || byte == UInt8(ascii: ":") || byte == UInt8(ascii: " ")
  }

  func mayHave(_ package: String) -> Bool { packages.match(package) }
}
