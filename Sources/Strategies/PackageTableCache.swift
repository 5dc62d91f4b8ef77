internal import SourceText
internal import Synchronization

/// What was worked out from a package table once; many projects ask for the same.
final class PackageTableCache: Sendable {
  /// A bound on the memory of a long run; closures of further lists and names are worked out each time.
  private static let closureLimit = 20_000
  private static let lossLimit = 2000

  private let header = Mutex<PackageTableHeader?>(nil)
  private let base = Mutex<Set<ByteOffset>?>(nil)
  private let closures = Mutex<[String: PackageClosure]>([:])
  private let entries = Mutex<[String: PackageEntry?]>([:])
  private let losses = Mutex<[PackageLoss.Question: PackageLoss]>([:])

  func header(_ make: () -> PackageTableHeader) -> PackageTableHeader {
    if let known = header.withLock({ $0 }) { return known }
    let made = make()
    header.withLock { $0 = made }
    return made
  }

  /// The rows of the distribution's smallest image.
  func baseRows(_ make: () -> Set<ByteOffset>) -> Set<ByteOffset> {
    if let known = base.withLock({ $0 }) { return known }
    let made = make()
    base.withLock { $0 = made }
    return made
  }

  func entry(_ name: String, _ make: () -> PackageEntry?) -> PackageEntry? {
    if let known = entries.withLock({ $0[name] }) { return known }
    let made = make()
    entries.withLock { if $0.count < Self.closureLimit { $0[name] = .some(made) } }
    return made
  }

  func loss(_ question: PackageLoss.Question, _ make: () -> PackageLoss) -> PackageLoss {
    if let known = losses.withLock({ $0[question] }) { return known }
    let made = make()
    losses.withLock { if $0.count < Self.lossLimit { $0[question] = made } }
    return made
  }

  /// - Parameter question: the text of all that the closure depends on.
  func closure(_ question: String, _ make: () -> PackageClosure) -> PackageClosure {
    if let known = closures.withLock({ $0[question] }) { return known }
    let made = make()
    closures.withLock { if $0.count < Self.closureLimit { $0[question] = made } }
    return made
  }
}
