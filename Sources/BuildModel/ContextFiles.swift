/// The files of a build context, as far as a step asks for them.
///
/// The core does no I/O: whoever calls it hands in how files are read.
package struct ContextFiles: Sendable {
  /// The bytes of a file by its path in the context; nil if it is no readable file of the context.
  package let read: @Sendable (String) -> [UInt8]?
  /// The names in a folder of the context (the empty path is the context itself), sorted; nil if it is no folder.
  package let entries: @Sendable (String) -> [String]?
  /// Whether a folder stands at a path.
  package let isFolder: @Sendable (String) -> Bool
  /// The size of all that lies in a folder, in kB; nil if it is not known, or not worth the time to find out.
  package let size: @Sendable (String) -> Int?

  package init(
    read: @escaping @Sendable (String) -> [UInt8]?, entries: @escaping @Sendable (String) -> [String]?,
    isFolder: (@Sendable (String) -> Bool)? = nil, size: @escaping @Sendable (String) -> Int? = { _ in nil }
  ) {
    self.read = read
    self.entries = entries
    self.isFolder = isFolder ?? { entries($0) != nil }
    self.size = size
  }

  /// A context without files.
  package static let none = ContextFiles(read: { _ in nil }, entries: { _ in nil })

  /// The same files without those that the rules exclude.
  ///
  /// - Parameter shown: paths that are there all the same.
  package func without(_ rules: IgnoreRules, butFor shown: [String] = []) -> ContextFiles {
    guard !rules.isEmpty, !shown.contains("") else { return self }
    let read = read
    let entries = entries
    let isFolder = isFolder
    @Sendable func hidesAll(in path: String) -> Bool {
      !path.isEmpty && rules.excludeAll(in: path)
        && !shown.contains { ImagePath.contains($0, path) || ImagePath.contains(path, $0) }
    }
    return ContextFiles(
      read: { path in
        // most of what is asked for is not there
        guard let bytes = read(path) else { return nil }
        return rules.exclude(path) && !shown.contains { ImagePath.contains($0, path) } ? nil : bytes
      },
      entries: { folder in
        guard let names = entries(folder), !hidesAll(in: folder) else { return nil }
        return names.filter { !hidesAll(in: ImagePath.join(folder, $0)) }
      },
      isFolder: { isFolder($0) && !hidesAll(in: $0) }, size: size)
  }
}
