import MigrateKit
import Planning
import SourceText
import Strategies

/// What is built before and after, and the plan that lies between.
struct VerificationSource {
  /// The project as it was planned: on the text before.
  var report: ProjectReport
  var before: [UInt8]
  var after: [UInt8]
  /// How the two are called: `Dockerfile at HEAD`.
  var beforeName: String
  var afterName: String
  /// The compose files that belong to each.
  var composeBefore: [SourceFile]
  var composeAfter: [SourceFile]
  /// Whether the project's own Dockerfile is the one after.
  var isMigrated: Bool
}

/// Finds out what there is to compare.
struct VerificationSourceFinder {
  let options: ProjectOptions
  /// A commit or a file that holds the Dockerfile before; nil: it is found out.
  let before: String?

  /// - Throws: a `Failure` if there is nothing to compare.
  func find(_ path: String) throws(Failure) -> VerificationSource {
    guard path != "-" else {
      throw Failure("usage/standard-input", "a Dockerfile on standard input has no build context, so it can't be built")
    }
    let report = ProjectRunner(options).run(path)
    guard let project = report.project else { throw Self.failure(of: report) }
    if before == nil, report.status == .failed || !report.changes.isEmpty {
      guard report.status != .failed else { throw Self.failure(of: report) }
      return Self.planned(report, project)
    }
    let (text, name) = try original(of: project)
    let current = project.dockerfile.bytes
    guard text != current else {
      throw Failure(
        "verify/nothing-to-compare",
        "`\(report.dockerfileName)` is what it was before, and there is nothing to migrate",
        help: report.result?.plan?.summary ?? "name the commit before the migration by --before")
    }
    var source = try replanned(path, project, text, name, adding: [])
    source.after = current
    source.afterName = report.dockerfileName
    source.composeAfter = project.composeFiles
    source.isMigrated = true
    return source
  }

  /// The source with further packages in the image; nil if the plan does not give what the project has.
  func adding(_ packages: [String], to source: VerificationSource, path: String) throws(Failure) -> VerificationSource?
  {
    guard let project = source.report.project else { return nil }
    let plain = try replanned(path, project, source.before, source.beforeName, adding: [])
    guard !source.isMigrated || plain.after == source.after else { return nil }
    var result = try replanned(path, project, source.before, source.beforeName, adding: packages)
    result.afterName = source.afterName
    result.isMigrated = source.isMigrated
    return result.after == source.after ? nil : result
  }

  /// What a plan on the project's own Dockerfile would make of it.
  static func planned(_ report: ProjectReport, _ project: Project) -> VerificationSource {
    func changed(_ file: SourceFile) -> SourceFile {
      let change = report.changes.first { $0.path == file.path }
      return SourceFile(path: file.path, bytes: change?.after ?? file.bytes)
    }
    return VerificationSource(
      report: report, before: project.dockerfile.bytes, after: changed(project.dockerfile).bytes,
      beforeName: report.dockerfileName, afterName: "the migrated \(report.dockerfileName)",
      composeBefore: project.composeFiles, composeAfter: project.composeFiles.map(changed), isMigrated: false)
  }

  /// The plan on the text before, as if the project had not been migrated yet.
  private func replanned(
    _ path: String, _ project: Project, _ text: [UInt8], _ name: String, adding packages: [String]
  ) throws(Failure) -> VerificationSource {
    var options = options
    options.add += packages
    var runner = ProjectRunner(options)
    let reference = before.flatMap { Disk.kind(of: $0) == .file ? nil : $0 } ?? "HEAD"
    runner.pretend(text, at: Paths.absolute(project.dockerfile.path, from: runner.currentFolder))
    for file in project.composeFiles {
      let place = Paths.absolute(file.path, from: runner.currentFolder)
      if let old = GitState.committed(place, reference) { runner.pretend(old, at: place) }
    }
    let report = runner.run(path)
    guard let planned = report.project else { throw Self.failure(of: report) }
    var source = Self.planned(report, planned)
    source.before = text
    source.beforeName = name
    return source
  }

  /// The Dockerfile before the migration: that of the commit or file that the user names, else the last commit's, else
  /// the copy that the migration left.
  private func original(of project: Project) throws(Failure) -> (text: [UInt8], name: String) {
    let shown = project.paths.display(project.dockerfile.path)
    let path = Paths.absolute(project.dockerfile.path, from: project.paths.currentFolder)
    if let before {
      if Disk.kind(of: before) == .file { return (try Disk.read(before), before) }
      if let text = GitState.committed(path, before) { return (text, "\(shown) at \(before)") }
      throw Failure(
        "usage/before", "`\(before)` is neither a file nor a commit that has `\(shown)`",
        help: "name a commit (HEAD~1), a branch, or the path of a Dockerfile")
    }
    if let text = GitState.committed(path, "HEAD") { return (text, "\(shown) at HEAD") }
    if Disk.kind(of: path + ".orig") == .file { return (try Disk.read(path + ".orig"), shown + ".orig") }
    throw Failure(
      "verify/nothing-to-compare", "`\(shown)` is not in git, so that what it was before is not known",
      help: "name a commit or a file by --before")
  }

  private static func failure(of report: ProjectReport) -> Failure {
    guard let finding = report.findings.first(where: { $0.level == .error }) else {
      return Failure("verify/nothing-to-compare", "`\(report.name)` can't be planned")
    }
    let place = finding.place.isEmpty ? "" : finding.place + ": "
    return Failure(finding.id, place + finding.message, help: finding.help)
  }
}
