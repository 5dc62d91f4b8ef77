extension DistributionStrategy {
  /// Takes over what another distribution says, but for its names, images and releases.
  ///
  /// - Parameter isOwn: whether this distribution's manifest has the key itself; such a key's value stays as a whole.
  func take(from model: DistributionStrategy, unless isOwn: (StaticString) -> Bool) {
    func take<Value>(_ key: StaticString, _ path: ReferenceWritableKeyPath<DistributionStrategy, Value>) {
      if !isOwn(key) { self[keyPath: path] = model[keyPath: path] }
    }
    take("package-names", \.packageNames)
    take("package-manager", \.packageManager)
    take("full-image", \.fullImage)
    take("full-image-tools", \.fullImageTools)
    take("full-image-data", \.fullImageData)
    take("data-files", \.dataFiles)
    take("other-archives", \.otherArchives)
    take("source-folders", \.sourceFolders)
    take("plain-downloads", \.plainDownloads)
    take("stable-names", \.stableNames)
    take("silent", \.silent)
    take("silent-if-linked", \.silentIfLinked)
    take("everyday", \.everyday)
    take("library-cache", \.libraryCache)
    take("compiler-users", \.compilerUsers)
    take("finds-libraries-by-compiler", \.findsLibrariesByCompiler)
  }
}
