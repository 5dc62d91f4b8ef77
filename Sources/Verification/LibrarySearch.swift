/// A library that a file needs and that is not there.
package struct MissingLibrary: Sendable, Hashable, Comparable {
  /// The file that needs it.
  package let path: String
  package let soname: String

  package init(path: String, soname: String) {
    self.path = path
    self.soname = soname
  }

  package static func < (left: MissingLibrary, right: MissingLibrary) -> Bool {
    (left.path, left.soname) < (right.path, right.soname)
  }
}

/// Looks libraries up in an image as its loader would (`man 8 ld.so`).
package struct LibrarySearch {
  /// Folders that loaders look in without being told, with those of multi-architecture systems.
  private static let defaultFolders = ["lib64", "usr/lib64", "lib", "usr/lib", "usr/local/lib"]

  private let tree: ImageTree
  private let environmentFolders: [String]
  private let systemFolders: [String]

  /// - Parameters:
  ///   - tree: the files of the image.
  ///   - libraryPath: the image's LD_LIBRARY_PATH.
  package init(_ tree: ImageTree, libraryPath: String = "") {
    self.tree = tree
    environmentFolders = libraryPath.split(separator: ":").map { ImagePaths.clean(String($0)) }
    systemFolders = tree.loaderFolders + Self.defaultFolders
  }

  /// What the files need, directly or by way of libraries, and does not find; sorted.
  ///
  /// - Parameter paths: files of the image; those that are no ELF files are passed over.
  package func missing(of paths: [String]) -> [MissingLibrary] {
    var missing: Set<MissingLibrary> = []
    var seen: Set<String> = []
    var pending = paths
    while let path = pending.popLast() {
      guard seen.insert(path).inserted, case .binary(let file)? = tree.entries[path]?.content else { continue }
      for soname in file.needed {
        if let found = find(soname, for: file, at: path) {
          pending.append(found)
        } else {
          missing.insert(MissingLibrary(path: path, soname: soname))
        }
      }
    }
    return missing.sorted()
  }

  /// The file that the loader takes for a needed library; nil if there is none.
  package func find(_ soname: String, for file: ELFFile, at path: String) -> String? {
    if soname.contains("/") { return fits(soname, file) }
    // RPATH does not count beside RUNPATH
    var folders = file.runpath.isEmpty ? origin(file.rpath, path) : []
    folders += environmentFolders + origin(file.runpath, path) + systemFolders
    for folder in folders {
      if let found = fits(folder + "/" + soname, file) { return found }
    }
    return nil
  }

  private func origin(_ folders: [String], _ path: String) -> [String] {
    folders.map { folder in
      guard folder.hasPrefix("$ORIGIN") || folder.hasPrefix("${ORIGIN}") else { return ImagePaths.clean(folder) }
      let rest = folder.dropFirst(folder.hasPrefix("$O") ? 7 : 9)
      return ImagePaths.clean(ImagePaths.folder(of: path) + "/" + rest)
    }
  }

  /// The file behind `path` if it is a library for the same machine.
  private func fits(_ path: String, _ file: ELFFile) -> String? {
    guard let found = tree.resolve(path), case .binary(let library)? = tree.entries[found]?.content,
      library.machine == file.machine, library.is64Bit == file.is64Bit
    else { return nil }
    return found
  }

  /// The ELF files that no system package brought, sorted.
  package static func ownBinaries(of tree: ImageTree) -> [String] {
    tree.entries.filter { path, entry in
      guard case .binary = entry.content else { return false }
      return tree.owner(of: path) == nil
    }.keys.sorted()
  }

  /// The loader that most of the image's programs ask for and that is there; nil if it has none.
  package static func loader(of tree: ImageTree) -> String? {
    var counts: [String: Int] = [:]
    for (path, entry) in tree.entries {
      guard case .binary(let file) = entry.content, let interpreter = file.interpreter, !path.isEmpty else { continue }
      counts[interpreter, default: 0] += 1
    }
    return counts.filter { tree.resolve($0.key) != nil }.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key
  }
}
