import SourceText
import YAMLSyntax

/// Reads one `strategy.yaml`.
struct ManifestLoader {
  let file: PluginFile
  let library: ManifestLibrary

  func load() -> ManifestLibrary.Loaded {
    let (document, diagnostics) = file.document()
    let problems = ManifestProblems(path: file.displayPath, areRuledOut: file.flat != nil)
    problems.append(diagnostics)
    guard !diagnostics.contains(where: { $0.severity == .error }) else {
      return .init(diagnostics: problems.diagnostics)
    }
    guard let root = document.root, var reader = ManifestReader(root, what: "the manifest", problems: problems) else {
      if document.root == nil { problems.report("empty", "the manifest is empty", at: nil) }
      return .init(diagnostics: problems.diagnostics)
    }
    if reader.integer("schema") != 1 {
      problems.report(
        "schema", "the manifest's `schema` must be 1", at: root["schema"]?.range ?? root.range,
        help: "write `schema: 1` as its first key")
    }
    let manifest: Manifest
    switch reader.string("kind") {
    case "ecosystem": manifest = .ecosystem(ecosystem(&reader, problems))
    case "distribution": manifest = .distribution(distribution(&reader, problems))
    case let other:
      problems.report(
        "kind", "`\(other ?? "")` is no kind of manifest", at: root["kind"]?.range ?? root.range,
        help: "write `kind: ecosystem` or `kind: distribution`")
      return .init(diagnostics: problems.diagnostics)
    }
    reader.finish()
    return .init(manifest: manifest, isLike: root["like"] != nil, diagnostics: problems.diagnostics)
  }

  private func ecosystem(_ reader: inout ManifestReader, _ problems: ManifestProblems) -> EcosystemStrategy {
    let ecosystem = EcosystemStrategy(
      id: reader.requiredString("id"), title: reader.requiredString("title"), path: file.displayPath)
    ecosystem.priority = reader.integer("priority") ?? 0
    ecosystem.files = reader.globs("files")
    ecosystem.manifests = reader.globs("manifests")
    ecosystem.nameLines = reader.each("name-lines", "the lines with names") { reader in
      NameLines(files: reader.globs("files"), start: reader.requiredString("start"))
    }
    ecosystem.images = reader.images { table($0, $1, problems) }
    ecosystem.frameworks = reader.each("frameworks", "a framework") { reader in
      EcosystemStrategy.Framework(
        id: reader.requiredString("id"), title: reader.requiredString("title"), files: reader.globs("files"),
        packages: reader.strings("packages"))
    }
    ecosystem.packageManagers = reader.each("package-managers", "a package manager") { $0.packageManager() }
    _ = reader.mapping("environment", "the environment") { reader in
      ecosystem.buildOnlyEnvironment = reader.globs("build-only")
      ecosystem.runOnlyEnvironment = reader.globs("run-only")
      ecosystem.sharedEnvironment = reader.globs("shared")
    }
    ecosystem.systemData = reader.globs("system-data")
    ecosystem.silent = reader.globs("silent")
    ecosystem.opensLibraries = reader.strings("opens-libraries")
    ecosystem.installsInCode = reader.strings("installs-in-code")
    ecosystem.compilesInScripts = reader.strings("compiles-in-scripts")
    ecosystem.code = reader.each("code", "the code") { reader in
      CodeRules(
        files: reader.globs("files"), exceptFiles: reader.globs("except-files"), starts: reader.strings("starts"))
    }
    ecosystem.asksCompilerForLibraries = reader.boolean("asks-compiler-for-libraries")
    ecosystem.nativePackages = reader.string("native-packages").flatMap { name in
      table(name, reader.node["native-packages"]?.range, problems).map { NativePackageTable($0) }
    }
    ecosystem.requirements = reader.string("requirements").flatMap { name in
      table(name, reader.node["requirements"]?.range, problems).map { RequirementTable($0) }
    }
    ecosystem.requirementsSince = reader.string("requirements-since")
    ecosystem.buildTools = reader.each("build-tools", "a build tool") { reader in
      BuildTool(
        packages: reader.globs("packages"), words: reader.strings("words"), brings: reader.globs("brings"),
        caller: reader.requiredString("caller"))
    }
    ecosystem.runtimeCompilers = reader.each("runtime-compilers", "a run-time compiler") { reader in
      (package: Glob(reader.requiredString("package")), reason: reader.requiredString("reason"))
    }
    ecosystem.toolUsers = reader.each("tool-users", "users of tools") { reader in
      ToolUser(
        packages: reader.strings("packages"), tools: reader.strings("tools"),
        exceptEnvironment: Dictionary(reader.pairs("except-env").map { ($0.key, $0.value) }) { $1 })
    }
    ecosystem.assets = reader.mapping("assets", "the assets") { reader in
      AssetRules(
        language: reader.requiredString("language"), exceptPackages: reader.strings("except-packages"),
        exceptCommands: reader.strings("except-commands"),
        code: reader.globs("code"), exceptTexts: reader.strings("except-texts"))
    }
    ecosystem.verification = reader.mapping("verification", "the verification") { $0.proofRules() } ?? ProofRules()
    return ecosystem
  }

  private func distribution(_ reader: inout ManifestReader, _ problems: ManifestProblems) -> DistributionStrategy {
    let distribution = DistributionStrategy(
      id: reader.requiredString("id"), title: reader.requiredString("title"), path: file.displayPath)
    distribution.images = reader.images { table($0, $1, problems) }
    distribution.packageNames =
      reader.mapping("package-names", "the package names") { $0.packageNames() } ?? PackageNameGrammar()
    distribution.fullImage = reader.strings("full-image")
    distribution.fullImageTools = reader.each("full-image-tools", "a tool of the full image") { reader in
      let commands = reader.strings("commands")
      let calls = reader.strings("calls")
      return DistributionStrategy.ImageTool(
        package: reader.requiredString("package"), commands: commands, calls: calls.isEmpty ? commands : calls,
        compiles: reader.boolean("compiles"))
    }
    distribution.plainDownloads = reader.globs("plain-downloads")
    distribution.fullImageData = reader.globs("full-image-data")
    distribution.dataFiles = reader.each("data-files", "data of a package") { reader in
      DistributionStrategy.DataFiles(package: reader.requiredString("package"), paths: reader.strings("paths"))
    }
    distribution.otherArchives = reader.each("other-archives", "another archive") { reader in
      DistributionStrategy.OtherArchive(words: reader.globs("words"), packages: reader.globs("packages"))
    }
    distribution.sourceFolders = reader.strings("source-folders")
    distribution.otherReleases = reader.globs("other-releases")
    distribution.stableNames = reader.globs("stable-names")
    distribution.silent = reader.globs("silent")
    distribution.silentIfLinked = reader.globs("silent-if-linked")
    distribution.silentIfUnknown = reader.globs("silent-if-unknown")
    distribution.everyday = reader.globs("everyday")
    distribution.libraryCache = reader.string("library-cache")
    distribution.compilerUsers = reader.strings("compiler-users").map { ProgramPattern($0) }
    distribution.findsLibrariesByCompiler = reader.boolean("finds-libraries-by-compiler")
    distribution.releases = reader.each("releases", "a release") { reader in
      let id = reader.requiredString("id")
      let words = reader.globs("words")
      let tags = reader.globs("tags")
      let table = self.table(reader.requiredString("table"), reader.node["table"]?.range, problems)
      let commands = reader.string("commands").flatMap { self.table(named: $0) }
      let sonames = reader.string("sonames").flatMap { self.table(named: $0) }
      let hasEnded = reader.boolean("ended")
      guard let table else { return nil }
      return DistributionStrategy.Release(
        id: id, words: words, tags: tags, table: PackageTable(table), commands: commands.map { CommandTable($0) },
        sonames: sonames.map { SonameTable($0) }, hasEnded: hasEnded)
    }
    distribution.sonamePackages = reader.strings("soname-packages")
    distribution.verification =
      reader.mapping("verification", "the verification") { $0.imageRecords() } ?? ImageRecords()
    distribution.packageManager =
      reader.mapping("package-manager", "the package manager") { $0.packageManager() }
      ?? PackageManagerStrategy()
    if let name = reader.string("like") {
      switch model(named: name) {
      case .success(let model):
        let keys = reader.node
        distribution.take(from: model) { keys[$0] != nil }
      case .failure(let problem):
        problems.report("like", problem.message, at: reader.node["like"]?.range, help: problem.help)
      }
    }
    return distribution
  }

  private struct ModelProblem: Error {
    let message: String
    let help: String
  }

  /// The distribution that `like` names, as the last layer that has it says; it must stand on its own.
  private func model(named name: String) -> Result<DistributionStrategy, ModelProblem> {
    let path = "distributions/\(name)/strategy.yaml"
    guard let (file, loaded) = library.load(path: path) else {
      return .failure(
        ModelProblem(
          message: "there is no distribution `\(name)`", help: "name the folder of a manifest in `distributions`"))
    }
    // A chain would be hard to follow, and could be a ring.
    guard !loaded.isLike else {
      return .failure(
        ModelProblem(
          message: "the distribution `\(name)` is itself like another one",
          help: "name the distribution that it is like"))
    }
    guard case .distribution(let model)? = loaded.manifest,
      !loaded.diagnostics.contains(where: { $0.severity == .error })
    else {
      return .failure(
        ModelProblem(message: "the manifest `\(file.displayPath)` has errors", help: "mend that manifest first"))
    }
    return .success(model)
  }

  private func table(_ name: String, _ range: ByteRange?, _ problems: ManifestProblems) -> TableText? {
    if let text = table(named: name) { return text }
    problems.report("missing-table", "there is no table `\(name)` beside the manifest", at: range)
    return nil
  }

  /// The table beside this manifest, or beside the manifest of the same name in an earlier layer.
  private func table(named name: String) -> TableText? {
    guard let slash = file.path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return nil }
    let path = String(file.path[...slash]) + name
    for layer in library.layers.reversed() {
      if let table = layer.first(where: { $0.path == path }) { return table.text }
    }
    return nil
  }
}
