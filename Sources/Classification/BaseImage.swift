package import BuildModel
package import Strategies

/// What is known of the image that a stage starts from.
package struct BaseImage: Sendable {
  package enum Knowledge: Sendable, Equatable {
    /// The tag names the release.
    case release
    /// The image is the distribution's, but its tag moves from release to release.
    case distribution
    /// A private or unresolved image: the package manager that is used tells the family, nothing more.
    case family
    case nothing
  }

  package let reference: ImageReference?
  package let distribution: DistributionStrategy?
  /// The releases that it can be.
  package let releases: [DistributionStrategy.Release]
  package let knowledge: Knowledge
  /// System packages that the image holds beyond the distribution's own base.
  package private(set) var carries: [String]
  /// Whether the image holds compilers and headers.
  package let isFull: Bool

  /// What the image's own ENV sets, as far as a manifest tells.
  package private(set) var environment: [(key: String, value: String)] = []

  /// Whether a manifest tells of the image.
  package private(set) var isDeclared = false

  /// The folder that the image works in; nil for an image that no manifest tells of.
  package private(set) var workdir: String?

  /// What the image has in `/usr/local`, in kB, as far as a manifest tells.
  package private(set) var localSize = 0

  /// The version of the language as the tag has it: `3.12.1`; nil if the tag names none.
  package private(set) var version: String?

  /// How the tag of the smaller image is made; nil if there is none.
  private var slimTag: SlimTag?

  /// Whether the tag no longer moves, so that its smaller image is of the same release.
  package var isSettled: Bool { slimTag?.entry != nil }

  /// The repository without registry; empty if the image is not known.
  package var repository: String { reference?.repository ?? "" }

  /// Looks the image up among the images that manifests declare.
  ///
  /// - Parameter programs: the programs that the stage runs; they tell the family of an image that nobody declares.
  package init(_ base: Stage.Base, strategies: StrategySet, programs: @autoclosure () -> Set<String>) {
    guard case .image(let reference) = base else {
      self.init(nil, familyOf: programs(), strategies)
      if case .scratch = base { workdir = "/" }
      return
    }
    guard let (rule, owner) = Self.rule(for: reference.repository, strategies) else {
      self.init(reference, familyOf: programs(), strategies)
      return
    }
    let words = reference.tagWords
    // An image that is named without a tag is the one of the tag `latest`.
    let moved = words.isEmpty && reference.digest == nil ? ["latest"] : words
    let variant = rule.variants.first { variant in
      variant.word.map { glob in words.contains { glob.matches($0) } } ?? true
    }
    guard let distribution = (variant?.distribution ?? owner).flatMap(strategies.distribution) else {
      self.init(reference, familyOf: programs(), strategies)
      describe(rule)
      return
    }
    let entry = rule.tags?.entry(Self.version(in: words, of: distribution, but: rule.slim?.word))
    let named = distribution.releases.first { release in
      words.contains { release.words.match($0) } || owner != nil && release.tags.match(reference.tag ?? "")
    }
    let namesOther = moved.contains(where: distribution.otherReleases.match)
    // A digest is of the day when it was written down, a tag beside it of today.
    let isDated = reference.digest != nil
    let release = named ?? (namesOther || isDated ? nil : entry.flatMap { distribution.release($0.release) })
    let isOnly = distribution.releases.count == 1
    let moving = rule.moving.first { moving in moved.contains { moving.word.matches($0) } }
    let isPinned = reference.tag == nil && isDated
    let isOther = namesOther || entry.map { distribution.otherReleases.match($0.release) } == true
    if release == nil, isDated || isOther || moving?.releases.isEmpty == true {
      // The image has a release that no table knows; of a digest not even the variant is known.
      self.init(
        reference: reference, distribution: distribution, releases: distribution.releases, knowledge: .family,
        carries: isPinned
          ? []
          : (variant?.carries ?? [])
            + (variant?.isFull == true ? Self.fullImage(distribution, distribution.releases.first) : []),
        isFull: !isPinned && variant?.isFull == true)
      if isFull { slimTag = rule.slim.map { SlimTag(rule: $0, distribution: distribution, entry: entry) } }
      describe(rule)
      return
    }
    let candidates = distribution.releases.filter { moving?.releases.contains($0.id) ?? true }
    self.init(
      reference: reference, distribution: distribution, releases: release.map { [$0] } ?? candidates,
      knowledge: release != nil || isOnly || candidates.count == 1 ? .release : .distribution,
      carries: (variant?.carries ?? [])
        + (variant?.isFull == true ? Self.fullImage(distribution, release ?? candidates.last) : []),
      isFull: variant?.isFull ?? false)
    describe(rule)
    if isFull { slimTag = rule.slim.map { SlimTag(rule: $0, distribution: distribution, entry: entry) } }
  }

  /// Takes over what is the same for all tags of the image.
  private mutating func describe(_ rule: ImageRule) {
    isDeclared = true
    environment = rule.environment
    workdir = rule.workdir
    localSize = rule.localSize
    version = Self.version(reference?.tagWords ?? [], rule)
  }

  /// The tag without its words for the release and for the smaller image: `3.12` of `3.12-slim-bookworm`.
  private static func version(in words: [String], of distribution: DistributionStrategy, but slim: String?) -> String {
    words.filter { word in
      word != slim && !distribution.otherReleases.match(word)
        && !distribution.releases.contains { $0.words.match(word) }
    }
    .joined(separator: "-")
  }

  /// What a manifest says of a repository, and the distribution whose own image it is.
  private static func rule(for repository: String, _ strategies: StrategySet) -> (ImageRule, String?)? {
    for ecosystem in strategies.ecosystems {
      if let rule = ecosystem.images.first(where: { $0.repository.matches(repository) }) { return (rule, nil) }
    }
    for distribution in strategies.distributions {
      if let rule = distribution.images.first(where: { $0.repository.matches(repository) }) {
        return (rule, distribution.id)
      }
    }
    return nil
  }

  /// The image of the same tag without compilers and headers, as FROM is to name it; nil if there is none.
  ///
  /// - Parameter written: the image as FROM has it.
  package func slim(written: String, strategies: StrategySet) -> (image: BaseImage, written: String)? {
    guard let slimTag, let reference else { return nil }
    guard let text = slimTag.image(written: written, reference: reference),
      let resolved = slimTag.image(written: reference.written, reference: reference)
    else { return nil }
    var image = BaseImage(.image(ImageReference(resolved)), strategies: strategies, programs: [])
    guard !image.isFull, image.releases.map(\.id) == releases.map(\.id) else { return nil }
    image.carries = image.carries + Self.brought(by: image.carries, releases)
    return (image, text)
  }

  /// What a full image holds beyond its distribution's base, in one release.
  package func fullPackages(in release: DistributionStrategy.Release) -> [String] {
    distribution.map { Self.fullImage($0, release) } ?? []
  }

  private static func brought(by packages: [String], _ releases: [DistributionStrategy.Release]) -> [String] {
    releases.flatMap { $0.table.closure(of: packages, recommends: false).names }
  }

  private static func fullImage(
    _ distribution: DistributionStrategy, _ release: DistributionStrategy.Release?
  ) -> [String] {
    release?.table.closure(of: distribution.fullImage, recommends: false).names ?? []
  }

  private static func version(_ words: [String], _ rule: ImageRule) -> String? {
    guard !rule.versionPrefix.isEmpty else { return words.first }
    return words.first { $0.hasPrefix(rule.versionPrefix) }.map { String($0.dropFirst(rule.versionPrefix.count)) }
  }

  private init(
    reference: ImageReference?, distribution: DistributionStrategy?, releases: [DistributionStrategy.Release],
    knowledge: Knowledge, carries: [String] = [], isFull: Bool = false
  ) {
    self.reference = reference
    self.distribution = distribution
    self.releases = releases
    self.knowledge = knowledge
    self.carries = carries
    self.isFull = isFull
  }

  private init(_ reference: ImageReference?, familyOf programs: Set<String>, _ strategies: StrategySet) {
    let fits = strategies.distributions.filter { distribution in
      distribution.packageManager.programs.contains { pattern in
        programs.contains { pattern.words.first?.matches($0) ?? false }
      }
    }
    self.init(
      reference: reference, distribution: fits.first, releases: fits.first?.releases ?? [],
      knowledge: fits.isEmpty ? .nothing : .family)
  }
}
