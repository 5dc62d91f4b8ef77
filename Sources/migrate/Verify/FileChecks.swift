import Strategies
import Verification

/// Compares what the two images hold.
struct FileChecks {
  typealias Check = VerificationReport.Check

  let request: VerificationRequest
  let before: ImageUnderTest
  let after: ImageUnderTest

  func configuration() -> Check {
    let differences = ConfigurationDifference.between(
      before.configuration, after.configuration, buildOnly: request.allowance.environment)
    let title = "the image's configuration \(differences.isEmpty ? "is the same" : "differs")"
    return Check(
      "configuration", title, differences.isEmpty ? .passed : .failed,
      differences.map { "\($0.name): \($0.before ?? "nothing") became \($0.after ?? "nothing")" })
  }

  /// Lost files; those in a folder that is copied must not be.
  func losses() -> (check: Check, groups: [FileLosses.Group]) {
    let lost = FileLosses.lost(before.tree, after.tree, mayGo: request.allowance.paths)
    let copied = lost.filter { path in
      request.allowance.copies.contains { ("/" + path).hasPrefix($0.hasSuffix("/") ? $0 : $0 + "/") }
    }
    let groups = FileLosses.grouped(lost, in: before.tree)
    let details = FileLosses.grouped(copied.isEmpty ? lost : copied, in: before.tree).map { group in
      group.count == 1 ? group.path : "\(group.path) (\(group.count) files, \(SizeText.megabytes(group.size)))"
    }
    if !copied.isEmpty {
      return (Check("files", "copied folders lost files", .failed, details), groups)
    }
    if lost.isEmpty { return (Check("files", "no file beside those of removed packages is lost", .passed), groups) }
    let title = "files that are gone beside those of removed packages: \(lost.count)"
    return (Check("files", title, request.isStrict ? .failed : .differs, details), groups)
  }

  /// Links and scripts that lead nowhere, and did not before.
  func references() -> Check {
    let known = Set(BrokenReferences.danglingLinks(of: before.tree))
    var details = BrokenReferences.danglingLinks(of: after.tree).filter { path in
      !known.contains(path) && !request.allowance.paths.contains { $0.matches("/" + path) }
    }.map { path in
      "/\(path) leads to \(after.tree.entries[path]?.target ?? ""), which is not there"
    }
    let old = Set(
      BrokenReferences.scripts(of: before.tree, searchPath: before.configuration.searchPath).map(\.path))
    for (path, interpreter) in BrokenReferences.scripts(
      of: after.tree, searchPath: after.configuration.searchPath)
    where !old.contains(path) && after.tree.owner(of: path) == nil {
      details.append("/\(path) is run by \(interpreter), which is not there")
    }
    return Check(
      "references", details.isEmpty ? "links and interpreters lead somewhere" : "links or interpreters lead nowhere",
      details.isEmpty ? .passed : .failed, Array(details.prefix(20)))
  }

  /// The libraries that are missing, with the packages that bring them.
  func missing(_ libraries: [MissingLibrary]) -> [VerificationReport.Missing] {
    var users: [String: [String]] = [:]
    var order: [String] = []
    for library in libraries {
      if users[library.soname] == nil { order.append(library.soname) }
      users[library.soname, default: []].append("/" + library.path)
    }
    return order.map { soname in
      let user = libraries.first { $0.soname == soname }
      let (packages, source) = packages(of: soname, at: user.flatMap { placeBefore(soname, user: $0) })
      return VerificationReport.Missing(
        soname: soname, users: users[soname] ?? [], packages: packages, source: source)
    }
  }

  /// Libraries that a program loaded before as it ran, and that are not there after.
  ///
  /// - Parameters:
  ///   - paths: what was loaded before.
  ///   - user: what loaded them, for people.
  func missing(loaded paths: [String], user: String) -> [VerificationReport.Missing] {
    var found: [VerificationReport.Missing] = []
    for path in paths where after.tree.resolve(path) == nil {
      let soname = Paths.name(of: path)
      guard !found.contains(where: { $0.soname == soname }) else { continue }
      let (packages, source) = packages(of: soname, at: before.tree.resolve(path))
      found.append(.init(soname: soname, users: [user], packages: packages, source: source))
    }
    return found
  }

  /// The file that was found for a library before.
  private func placeBefore(_ soname: String, user: MissingLibrary) -> String? {
    guard case .binary(let file)? = (before.tree.entries[user.path] ?? after.tree.entries[user.path])?.content else {
      return nil
    }
    return before.libraries.find(soname, for: file, at: user.path)
  }

  /// The package that had the library before; where that is not known, those that the release's tables know.
  private func packages(of soname: String, at path: String?) -> ([String], String) {
    if let path, let owner = before.tree.owner(of: path) { return ([owner], "it brought /\(path) before") }
    guard let distribution = request.distribution, let release = request.release else {
      return ([], "which package has it is not known, since the base image's release is not")
    }
    let packages = distribution.packages(providing: soname, in: release)
    return (packages, packages.isEmpty ? "no table knows it" : "as the tables of \(release.id) say")
  }
}
