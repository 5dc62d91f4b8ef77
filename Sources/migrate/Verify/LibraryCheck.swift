import Verification

/// Looks for libraries that were found before and are not found after.
struct LibraryCheck: Sendable {
  /// Without a shell in the image the loader is run once for each file, and for no more than these.
  private static let singleLimit = 40

  let engine: Engine
  let before: ImageUnderTest
  let after: ImageUnderTest

  /// What is missing after and was not missing before, sorted; and how many files were looked at, by the loader and
  /// otherwise.
  func run() async throws -> (missing: [MissingLibrary], files: Int, byLoader: Bool) {
    let files = LibrarySearch.ownBinaries(of: after.tree)
    var missing = after.libraries.missing(of: files)
    var byLoader = false
    if let found = try await ask(after, files) {
      byLoader = true
      // what the loader itself finds counts for the files that it was asked about; it may stop at the first that it
      // does not find
      let loaded = Set(files).subtracting(found.map(\.path))
      missing = missing.filter { !loaded.contains($0.path) } + found
    }
    let suspects = missing.filter { before.tree.entries[$0.path] != nil }
    guard !suspects.isEmpty else { return (missing.sorted(), files.count, byLoader) }
    var paths: [String] = []
    for path in suspects.map(\.path) where !paths.contains(path) { paths.append(path) }
    var known = Set(before.libraries.missing(of: paths))
    if byLoader, let found = try await ask(before, paths) { known.formUnion(found) }
    // a library that nothing found before is no loss
    let lackedBefore = Set(known.map(\.soname))
    let lost = missing.filter { !known.contains($0) && !(lackedBefore.contains($0.soname) && !foundBefore($0)) }
    return (Array(Set(lost)).sorted(), files.count, byLoader)
  }

  private func foundBefore(_ missing: MissingLibrary) -> Bool {
    guard case .binary(let file)? = before.tree.entries[missing.path]?.content else { return false }
    return before.libraries.find(missing.soname, for: file, at: missing.path) != nil
  }

  /// What the image's own loader does not find; nil if it can't be asked.
  private func ask(_ image: ImageUnderTest, _ files: [String]) async throws -> [MissingLibrary]? {
    guard !files.isEmpty, let loader = LibrarySearch.loader(of: image.tree) else { return nil }
    if image.tree.resolve("bin/sh") != nil {
      // a loader that is called by its own name takes options; each file's lines stand behind its path
      let script = #"while read -r f; do echo "@$f"; "$0" --list "$f" 2>&1; done; exit 0"#
      let result = try await engine.run(
        image.tag,
        ContainerCommand(
          words: ["/bin/sh", "-c", script, loader], user: "0",
          input: Array(files.map { "/\($0)\n" }.joined().utf8)),
        timeout: .seconds(600))
      guard result.isSuccess, result.output.contains("@/") else { return nil }
      return LoaderOutput.missingByFile(result.output)
    }
    guard files.count <= Self.singleLimit else { return nil }
    var output = ""
    for file in files {
      let result = try await engine.run(
        image.tag, ContainerCommand(words: [loader, "--list", "/\(file)"], user: "0"), timeout: .seconds(60))
      output += "@/\(file)\n\(result.output)\n"
    }
    return LoaderOutput.missingByFile(output)
  }
}
