internal import SourceText

/// What was worked out from a package table once; many projects ask for the same.
struct PackageTableCache: Sendable {
  let header = SingleMemory<PackageTableHeader>()
  /// The rows of the distribution's smallest image.
  let baseRows = SingleMemory<Set<ByteOffset>>()
  /// By the text of all that a closure depends on.
  let closures = Memory<String, PackageClosure>(limit: 20_000)
  let losses = Memory<PackageLoss.Question, PackageLoss>(limit: 2000)
  let counterparts = Memory<[String], Set<String>>(limit: 2000)
  let entries = Memory<String, PackageEntry?>(limit: 20_000)
}
